import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Admin } from '../../admin/admin.js'
import { GatewayError } from '../../domain/gateway-error.js'
import { callerOf, requestIdOf } from '../caller.js'
import { findListed, type Listed, listAll } from '../find-listed.js'
import { readInteger, readName } from '../read-json.js'
import { answerJson } from './answer-error.js'
import { readModelName } from './model-method.js'

const DEFAULT_PAGE = 50
const MAX_PAGE = 1000
const MAX_NAME = 512

/** `GET /v1beta/models`: routes and models that the caller may ask for. */
export function listModels(admin: Admin) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const { principal } = callerOf(request)
    const all = listAll(admin, principal)
    const { pageSize, page_size: snakeSize, pageToken, page_token: snakeToken } = request.query as Record<string, unknown>
    const size = readPageSize(pageSize ?? snakeSize)
    const first = firstOf(all, pageToken ?? snakeToken)
    const items = all.slice(first, first + size)
    const last = items.at(-1)
    const more = first + size < all.length && last !== undefined
    return answer(request, reply, { models: items.map(toWireModel), ...(more && { nextPageToken: toToken(last.id) }) })
  }
}

/** `GET /v1beta/models/{model}`. */
export function getModel(admin: Admin) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const { principal } = callerOf(request)
    const found = findListed(admin, principal, readModelName((request.params as { '*': string })['*']))
    if (found) return answer(request, reply, toWireModel(found))
    throw new GatewayError('MODEL_NOT_FOUND', 'There is no such model or route, or this key may not use it.', { path: 'model' })
  }
}

function answer(request: FastifyRequest, reply: FastifyReply, body: object): FastifyReply {
  return answerJson(reply.header('x-request-id', requestIdOf(request)), body)
}

/** Google takes more than its most for its most. */
function readPageSize(value: unknown): number {
  if (value === undefined || value === '') return DEFAULT_PAGE
  return Math.min(readInteger(Number(value), 'pageSize', 0), MAX_PAGE) || DEFAULT_PAGE
}

function firstOf(all: readonly Listed[], token: unknown): number {
  if (token === undefined || token === '') return 0
  const id = Buffer.from(readName(token, 'pageToken', 2 * MAX_NAME), 'base64url').toString()
  const index = all.findIndex((listed) => listed.id === id)
  if (index >= 0) return index + 1
  throw new GatewayError('INVALID_REQUEST', 'pageToken is not one that was given. Begin again without it.', { path: 'pageToken' })
}

function toToken(id: string): string {
  return Buffer.from(id).toString('base64url')
}

function toWireModel({ id, model }: Listed): object {
  return {
    name: `models/${id}`,
    baseModelId: model?.name ?? id,
    version: model?.name ?? id,
    displayName: model?.displayName ?? id,
    ...(model?.contextWindow != null && { inputTokenLimit: model.contextWindow }),
    ...(model?.maxOutputTokens != null && { outputTokenLimit: model.maxOutputTokens }),
    supportedGenerationMethods: methodsOf(model),
    ...(model?.capabilities?.reasoning != null && { thinking: model.capabilities.reasoning }),
  }
}

function methodsOf(model: Listed['model']): string[] {
  return model?.capabilities?.embeddings === true
    ? ['embedContent', 'batchEmbedContents']
    : ['generateContent', 'streamGenerateContent', 'countTokens']
}
