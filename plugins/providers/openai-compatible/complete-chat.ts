import type { CompletionRequest, ProviderCall, ProviderEvent } from '../../../src/plugin-api.js'
import { checkStatus } from '../../provider-transport/check-status.js'
import { promptTexts } from '../../provider-transport/prompt-texts.js'
import { readJson } from '../../provider-transport/read-body.js'
import type { Dialect } from './dialect.js'
import { fromChatResponse } from './from-chat-response.js'
import { streamChat } from './stream-chat.js'
import { toChatBody } from './to-chat-body.js'
import { toWireError } from './wire-error.js'

/** POST /chat/completions, with `before` at the head of the first batch. @throws {GatewayError} */
export async function* completeChat(
  { provider, kind, client, quirks, codes }: Dialect,
  call: ProviderCall<CompletionRequest>,
  before: readonly ProviderEvent[] = [],
): AsyncGenerator<readonly ProviderEvent[], void, undefined> {
  const { request, model, stream, signal, connectTimeoutMs, traceparent, onRateLimits } = call
  const { body, warnings } = toChatBody(request, { model, stream, kind, quirks })
  const first: ProviderEvent[] = [...before, ...warnings.map((warning) => ({ type: 'warning' as const, warning }))]
  const sent = {
    method: 'POST',
    path: '/chat/completions',
    body: JSON.stringify(body),
    signal,
    connectTimeoutMs,
    traceparent,
    onRateLimits,
  } as const
  const answer = await checkStatus(await client.open(sent), {
    provider,
    signal,
    codes,
    toWireError,
    prompts: () => promptTexts(request),
  })
  if (stream) yield* await streamChat(answer, { provider, kind, quirks }, signal, first)
  else yield [...first, ...fromChatResponse(await readJson(provider, answer, signal), { provider, kind, quirks })]
}
