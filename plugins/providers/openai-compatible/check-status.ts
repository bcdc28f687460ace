import type { GatewayError } from '../../../src/plugin-api.js'
import type { Answer } from './client.js'
import { readErrorJson } from './read-body.js'
import { toRetryAfterMs } from './retry-after.js'
import { type ErrorContext, findWireError, toProviderError } from './to-gateway-error.js'
import type { WireAnswer, WireError } from './wire.js'

export interface StatusContext extends Pick<ErrorContext, 'provider' | 'prompts'> {
  readonly signal: AbortSignal
}

/**
 * Passes an answer of success on.
 * @throws {GatewayError} what any other answer says.
 */
export async function checkStatus(answer: Answer, context: StatusContext): Promise<Answer> {
  if (answer.status >= 200 && answer.status < 300) return answer
  throw await toStatusError(answer, context)
}

async function toStatusError(answer: Answer, { provider, prompts, signal }: StatusContext): Promise<GatewayError> {
  const body = await readErrorJson(provider, answer, signal)
  const retryAfterMs = toRetryAfterMs(answer.header, Date.now())
  return toProviderError(toWireError(body), { provider, status: answer.status, retryAfterMs, prompts })
}

function toWireError(body: unknown): WireError {
  if (typeof body !== 'object' || body === null) return {}
  const answer = body as WireAnswer
  return findWireError(answer) ?? fromDetail(answer['detail']) ?? answer
}

/** Servers built on FastAPI: a text, or a list of what did not validate. */
function fromDetail(detail: unknown): WireError | undefined {
  if (typeof detail === 'string') return { message: detail }
  const [first] = Array.isArray(detail) ? (detail as readonly { loc?: unknown; msg?: unknown; type?: unknown }[]) : []
  if (!first) return undefined
  return { message: first.msg, code: first.type, param: Array.isArray(first.loc) ? first.loc.join('.') : undefined }
}
