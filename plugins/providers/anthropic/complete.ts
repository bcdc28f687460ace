import { type CompletionRequest, GatewayError, type ProviderCall, type ProviderEvent } from '../../../src/plugin-api.js'
import { checkStatus } from '../../provider-transport/check-status.js'
import type { Answer } from '../../provider-transport/client.js'
import { promptTexts } from '../../provider-transport/prompt-texts.js'
import { readJson } from '../../provider-transport/read-body.js'
import { readStream } from '../../provider-transport/read-stream.js'
import { createSseDecoder } from '../../provider-transport/sse-decoder.js'
import type { Dialect } from './dialect.js'
import { fromMessage } from './from-message.js'
import { createMessageStreamReader } from './from-message-event.js'
import { toBetaHeader } from './to-beta-header.js'
import { toMessagesBody } from './to-messages-body.js'
import { CLAUDE_CODES, toWireError } from './wire-error.js'

/** Blocks of the vendor's own tools arrive whole: the results of a search with their encrypted content are long. */
const MAX_EVENT_BYTES = 16 * 1024 * 1024

export async function* complete(
  { provider, client, betas }: Dialect,
  { request, model, stream, signal, connectTimeoutMs, traceparent, onRateLimits }: ProviderCall<CompletionRequest>,
): AsyncGenerator<readonly ProviderEvent[], void, undefined> {
  const { body, warnings, headers } = toMessagesBody(request, { model })
  const first: ProviderEvent[] = warnings.map((warning) => ({ type: 'warning', warning }))
  const sent = await client.open({
    method: 'POST',
    path: '/v1/messages',
    body: JSON.stringify({ ...body, model, stream }),
    headers: toBetaHeader(betas, headers['anthropic-beta']),
    signal,
    connectTimeoutMs,
    traceparent,
    onRateLimits,
  })
  const prompts = () => promptTexts(request)
  const answer = await checkStatus(sent, { provider, signal, toWireError, codes: CLAUDE_CODES, prompts })
  if (!stream) return yield [...first, ...fromMessage(await readJson(provider, answer, signal), { provider })]
  await checkContentType(answer, provider, signal)
  const reader = createMessageStreamReader({ provider })
  yield* readStream(answer, { provider, signal, first, decoder: createSseDecoder(MAX_EVENT_BYTES), reader })
}

async function checkContentType(answer: Answer, provider: string, signal: AbortSignal): Promise<void> {
  const type = answer.header('content-type')
  if (type === undefined || type.includes('event-stream')) return
  if (!type.includes('json')) answer.body.discard()
  // An error within a 200 comes as JSON; the reader throws it.
  fromMessage(await readJson(provider, answer, signal), { provider })
  throw new GatewayError('PROVIDER_BAD_RESPONSE', `Provider "${provider}" did not stream although it was asked to.`)
}
