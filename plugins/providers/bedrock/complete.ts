import type { CompletionRequest, ProviderCall, ProviderEvent } from '../../../src/plugin-api.js'
import { badAnswer } from '../../provider-transport/cut-answer.js'
import { promptTexts } from '../../provider-transport/prompt-texts.js'
import { readJson } from '../../provider-transport/read-body.js'
import { readStream } from '../../provider-transport/read-stream.js'
import { checkAnswer } from './bedrock-error.js'
import type { Dialect } from './dialect.js'
import { createEventStreamDecoder } from './event-stream-decoder.js'
import { createConverseReader } from './from-converse-event.js'
import { fromConverseResponse } from './from-converse-response.js'
import { escapeSegment } from './sign-request.js'
import { stateOwner } from './state-owner.js'
import { toConverseBody } from './to-converse-body.js'

export async function* complete(
  { provider, client, toModel }: Dialect,
  { request, model: id, stream, signal, connectTimeoutMs, traceparent, onRateLimits }: ProviderCall<CompletionRequest>,
): AsyncGenerator<readonly ProviderEvent[], void, undefined> {
  const model = toModel(id)
  const { body, warnings } = toConverseBody(request, model)
  const path = `/model/${escapeSegment(id)}/${stream ? 'converse-stream' : 'converse'}`
  const sent = { method: 'POST', path, body: JSON.stringify(body), signal, connectTimeoutMs, traceparent, onRateLimits } as const
  const answer = await checkAnswer(provider, await client.open(sent), signal, () => promptTexts(request))
  const first: ProviderEvent[] = [
    ...warnings.map((warning) => ({ type: 'warning', warning }) as const),
    { type: 'response-metadata', providerResponseId: answer.header('x-amzn-requestid') },
  ]
  const options = { provider, owner: stateOwner(model) }
  if (!stream) return yield [...first, ...fromConverseResponse(await readJson(provider, answer, signal), options)]
  if (answer.header('content-type')?.includes('eventstream') === false) {
    answer.body.discard()
    throw badAnswer(provider, 'with another content type than an event stream')
  }
  const decoder = createEventStreamDecoder(provider)
  yield* readStream(answer, { provider, signal, first, decoder, reader: createConverseReader(options) })
}
