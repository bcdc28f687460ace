import { GatewayError } from '../domain/gateway-error.js'

/** A value to compare with. An object would be taken for an operator and change the meaning of the filter. */
export function plainText(path: string, value: unknown): string {
  if (typeof value === 'string') return value
  throw new GatewayError('INVALID_REQUEST', `The filter ${path} must be a text.`, { path })
}
