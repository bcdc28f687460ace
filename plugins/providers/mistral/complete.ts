import type { CompletionRequest, ProviderCall, ProviderEvent } from '../../../src/plugin-api.js'
import { checkStatus } from '../../provider-transport/check-status.js'
import type { Answer } from '../../provider-transport/client.js'
import { badAnswer } from '../../provider-transport/cut-answer.js'
import { promptTexts } from '../../provider-transport/prompt-texts.js'
import { readJson } from '../../provider-transport/read-body.js'
import { readStream } from '../../provider-transport/read-stream.js'
import { createSseDecoder } from '../../provider-transport/sse-decoder.js'
import type { Dialect } from '../openai-compatible/dialect.js'
import { createMistralReader, createPayloadReader } from './from-mistral-chunk.js'
import { CODES, toMistralError } from './mistral-error.js'
import { toMistralBody } from './to-mistral-body.js'

/** POST /chat/completions. @throws {GatewayError} */
export async function* complete(
  { provider, client }: Dialect,
  { request, model, stream, signal, connectTimeoutMs, traceparent, onRateLimits }: ProviderCall<CompletionRequest>,
): AsyncGenerator<readonly ProviderEvent[], void, undefined> {
  const { body, warnings } = toMistralBody(request, { model, stream })
  const first: ProviderEvent[] = warnings.map((warning) => ({ type: 'warning', warning }))
  const sent = {
    method: 'POST',
    path: '/chat/completions',
    body: JSON.stringify(body),
    signal,
    connectTimeoutMs,
    traceparent,
    onRateLimits,
  } as const
  const prompts = () => promptTexts(request)
  const context = { provider, codes: CODES, signal, toWireError: toMistralError, prompts }
  const answer = await checkStatus(await client.open(sent), context)
  if (stream && isStream(answer)) {
    yield* readStream(answer, { provider, signal, first, decoder: createSseDecoder(), reader: createPayloadReader(provider) })
  } else {
    yield [...first, ...readWhole(provider, await readJson(provider, answer, signal), stream)]
  }
}

function isStream({ header }: Answer): boolean {
  return header('content-type')?.includes('event-stream') !== false
}

/** @throws {GatewayError} what an error within a 200 says, or PROVIDER_BAD_RESPONSE */
function readWhole(provider: string, body: object, wasToStream: boolean): ProviderEvent[] {
  const events: ProviderEvent[] = []
  const reader = createMistralReader(provider)
  reader.read(body, events)
  if (wasToStream) throw badAnswer(provider, 'in one piece although it was asked to stream')
  reader.end(events, true)
  return events
}
