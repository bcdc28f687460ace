import { GatewayError } from '../../../domain/gateway-error.js'
import { OpenAiRefusal } from '../to-openai-error.js'

/** What OpenAI answers to a `previous_response_id` that it does not know, or that belongs to somebody else. */
export function previousNotFound(id: string): GatewayError {
  const message = `Previous response with id '${id.slice(0, 64)}' not found.`
  return new OpenAiRefusal('INVALID_REQUEST', 'previous_response_not_found', message, { path: 'previous_response_id' })
}

export function responseNotFound(id: string): GatewayError {
  return new GatewayError('NOT_FOUND', `Response with id '${id.slice(0, 64)}' not found.`)
}

export function itemNotFound(id: string, path: string): GatewayError {
  const message = `Item with id '${id.slice(0, 64)}' not found. Items can be referred to when the response that made them was stored.`
  return new GatewayError('NOT_FOUND', message, { path })
}

export function notServed(path: string, message: string): GatewayError {
  return new GatewayError('UNSUPPORTED_PARAMETER', message, { path })
}
