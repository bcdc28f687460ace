import type { FastifyRequest } from 'fastify'
import { GatewayError } from '../../domain/gateway-error.js'

export interface ModelMethod {
  readonly model: string
  readonly method: string
}

const MAX_NAME = 512

/** `openai/gpt-5:generateContent`: the model's name may hold slashes and colons, encoded or not. */
export function readModelMethod(request: FastifyRequest, prefix = ''): ModelMethod {
  const path = (request.params as { '*': string })['*']
  const colon = path.lastIndexOf(':')
  if (colon <= 0) throw new GatewayError('NOT_FOUND', 'Name the method after a colon, e.g. models/{model}:generateContent.')
  return { model: readModelName(prefix + path.slice(0, colon)), method: path.slice(colon + 1) }
}

/** Clients write a model's name as a resource too. @throws {GatewayError} INVALID_REQUEST */
export function readModelName(name: string): string {
  const model = name.startsWith('models/') ? name.slice('models/'.length) : name
  if (model !== '' && model.length <= MAX_NAME) return model
  throw new GatewayError('INVALID_REQUEST', `model must be a name of 1 to ${MAX_NAME} characters.`, { path: 'model' })
}
