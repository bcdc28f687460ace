import type { ProviderEvent } from '../../../../src/plugin-api.js'
import { findWireError } from '../../openai-compatible/wire-error.js'
import { type AnswerOptions, toFailure } from './response-end.js'
import { createResponseReader } from './response-reader.js'
import type { Wire } from './wire.js'

/** A response of one piece as the events that its stream would have given. @throws {GatewayError} */
export function fromResponse(response: object, options: AnswerOptions): ProviderEvent[] {
  const out: ProviderEvent[] = []
  const error = (response as Wire)['object'] === 'response' ? undefined : findWireError(response as Wire)
  if (error) throw toFailure({ error }, options)
  createResponseReader(options).read({ type: 'response.completed', response }, out)
  return out
}
