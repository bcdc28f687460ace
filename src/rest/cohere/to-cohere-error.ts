import type { GatewayError } from '../../domain/gateway-error.js'
import { retryAfterMsOf } from '../retry-after.js'

/** Cohere's errors are their message; its path is said in it, for there is no field for that. */
export function toCohereError({ message, path }: GatewayError): { message: string } {
  return { message: path === undefined || message.includes(path) ? message : `${path}: ${message}` }
}

export function toErrorHeaders(error: GatewayError): Record<string, string> {
  const headers: Record<string, string> = { 'x-weir-error': error.code }
  const retryAfterMs = retryAfterMsOf(error)
  if (retryAfterMs !== undefined) headers['retry-after'] = String(Math.ceil(retryAfterMs / 1000))
  if (error.code === 'UNAUTHENTICATED') headers['www-authenticate'] = 'Bearer'
  return headers
}
