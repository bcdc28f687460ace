import type { CompletionRequest, ProviderCall, ProviderEvent } from '../../../src/plugin-api.js'
import { badAnswer } from '../../provider-transport/cut-answer.js'
import { promptTexts } from '../../provider-transport/prompt-texts.js'
import { readJson } from '../../provider-transport/read-body.js'
import { readStream } from '../../provider-transport/read-stream.js'
import { createSseDecoder } from '../../provider-transport/sse-decoder.js'
import { type CohereApi, post } from './cohere-api.js'
import { createPayloadReader } from './from-chat-events.js'
import { fromChatResponse } from './from-chat-response.js'
import { toChatBody } from './to-chat-body.js'

/** POST /v2/chat. @throws {GatewayError} */
export async function* complete(
  api: CohereApi,
  { request, model, stream, ...context }: ProviderCall<CompletionRequest>,
): AsyncGenerator<readonly ProviderEvent[], void, undefined> {
  const { provider } = api
  const { signal } = context
  const { body, warnings } = toChatBody(request, { model, stream })
  const first: ProviderEvent[] = warnings.map((warning) => ({ type: 'warning', warning }))
  const answer = await post(api, { path: '/v2/chat', body, prompts: () => promptTexts(request) }, context)
  if (!stream) {
    yield [...first, ...fromChatResponse(await readJson(provider, answer, signal), provider)]
    return
  }
  if (answer.header('content-type')?.includes('event-stream') === false) {
    answer.body.discard()
    throw badAnswer(provider, 'in one piece although it was asked to stream')
  }
  yield* readStream(answer, { provider, signal, first, decoder: createSseDecoder(), reader: createPayloadReader(provider) })
}
