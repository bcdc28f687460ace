import type { GatewayError } from '../../../src/plugin-api.js'
import { toProviderError, type WireError } from '../../provider-transport/to-provider-error.js'
import type { WireAnswer } from './wire.js'

/** An error within an answer whose status was 200. Its code may be a status. */
export function toAnswerError(provider: string, wire: WireError): GatewayError {
  const status = Number(wire.code)
  return toProviderError(wire, { provider, status: status >= 400 && status < 600 ? status : undefined })
}

/** The error that an answer is, in the forms that vendors use; undefined when it is none. */
export function findWireError(answer: WireAnswer): WireError | undefined {
  const error = answer['error']
  if (typeof error === 'string') return { message: error }
  if (typeof error === 'object' && error !== null) return withInnerCode(error as WireError)
  if (answer['object'] === 'error') return answer
  return undefined
}

/** Azure says within what its filters did, and not always without. */
function withInnerCode(error: WireError): WireError {
  const inner = error['innererror'] as { readonly code?: unknown } | null | undefined
  return error.code == null && inner?.code != null ? { ...error, code: inner.code } : error
}

/** The error in the body of an answer that is one. */
export function toWireError(body: unknown): WireError {
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
