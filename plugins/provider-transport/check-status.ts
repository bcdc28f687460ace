import type { GatewayError } from '../../src/plugin-api.js'
import type { Answer } from './client.js'
import { readErrorJson } from './read-body.js'
import { toRetryAfterMs } from './retry-after.js'
import { type ErrorContext, toProviderError, type WireError } from './to-provider-error.js'

export interface StatusContext extends Pick<ErrorContext, 'provider' | 'prompts' | 'codes'> {
  readonly signal: AbortSignal
  /** The vendor's words in the JSON of an error's body; `undefined` when the body is not JSON. */
  readonly toWireError: (body: unknown) => WireError
}

/**
 * Passes an answer of success on.
 * @throws {GatewayError} what any other answer says.
 */
export async function checkStatus(answer: Answer, context: StatusContext): Promise<Answer> {
  if (answer.status >= 200 && answer.status < 300) return answer
  throw await toStatusError(answer, context)
}

async function toStatusError(answer: Answer, context: StatusContext): Promise<GatewayError> {
  const { provider, prompts, codes, signal, toWireError } = context
  const body = await readErrorJson(provider, answer, signal)
  const retryAfterMs = toRetryAfterMs(answer.header, Date.now())
  return toProviderError(toWireError(body), { provider, codes, status: answer.status, retryAfterMs, prompts })
}
