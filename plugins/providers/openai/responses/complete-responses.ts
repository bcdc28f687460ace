import type { CompletionRequest, ProviderCall, ProviderEvent } from '../../../../src/plugin-api.js'
import { checkStatus } from '../../../provider-transport/check-status.js'
import { promptTexts } from '../../../provider-transport/prompt-texts.js'
import { readJson } from '../../../provider-transport/read-body.js'
import { readStream } from '../../../provider-transport/read-stream.js'
import { createSseDecoder } from '../../../provider-transport/sse-decoder.js'
import { checkEventStream } from '../../openai-compatible/check-event-stream.js'
import type { Dialect } from '../../openai-compatible/dialect.js'
import { toWireError } from '../../openai-compatible/wire-error.js'
import { toModelFacts } from '../model-facts.js'
import { fromResponse } from './from-response.js'
import { createPayloadReader } from './response-reader.js'
import { toResponsesBody } from './to-responses-body.js'

/** The last event repeats the whole answer. */
const MAX_EVENT_BYTES = 16 * 1024 * 1024

export interface ResponsesDialect extends Dialect {
  /** Who understands the state of the answers: encrypted reasoning can be read by the account that made it only. */
  readonly owner: string
  /** The name of the model's own, where the call's is that of a deployment. */
  readonly family?: string
}

/** POST /responses, with `before` at the head of the first batch. @throws {GatewayError} */
export async function* completeResponses(
  { provider, owner, family, client, codes }: ResponsesDialect,
  call: ProviderCall<CompletionRequest>,
  before: readonly ProviderEvent[] = [],
): AsyncGenerator<readonly ProviderEvent[], void, undefined> {
  const { request, model, stream, signal, connectTimeoutMs, traceparent, onRateLimits } = call
  const { reasons } = toModelFacts(family ?? model)
  const { body, warnings } = toResponsesBody(request, { model, stream, owner, plain: reasons === false })
  const first: ProviderEvent[] = [...before, ...warnings.map((warning) => ({ type: 'warning' as const, warning }))]
  const sent = {
    method: 'POST',
    path: '/responses',
    body: JSON.stringify(body),
    signal,
    connectTimeoutMs,
    traceparent,
    onRateLimits,
  } as const
  const prompts = () => promptTexts(request)
  const answer = await checkStatus(await client.open(sent), { provider, signal, codes, toWireError, prompts })
  const options = { provider, owner, codes }
  if (!stream) return yield [...first, ...fromResponse(await readJson(provider, answer, signal), options)]
  await checkEventStream(answer, provider, signal)
  const decoder = createSseDecoder(MAX_EVENT_BYTES)
  yield* readStream(answer, { provider, signal, first, decoder, reader: createPayloadReader(options) })
}
