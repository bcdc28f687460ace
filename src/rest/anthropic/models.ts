import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Admin } from '../../admin/admin.js'
import { GatewayError } from '../../domain/gateway-error.js'
import { callerOf, requestIdOf } from '../caller.js'
import { findListed, type Listed, listAll } from '../find-listed.js'
import { readInteger, readName } from '../read-json.js'
import { setRequestId } from './answer-error.js'

const DEFAULT_LIMIT = 20
const MAX_LIMIT = 1000
const MAX_NAME = 512

/** `GET /v1/models` in Anthropic's pages: routes and models that the caller may ask for. */
export function listModels(admin: Admin) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const { principal } = callerOf(request)
    const { items, hasMore } = pageOf(listAll(admin, principal), request.query as Record<string, unknown>)
    const data = items.map(toWireModel)
    return answer(request, reply, {
      data,
      has_more: hasMore,
      first_id: items[0]?.id ?? null,
      last_id: items.at(-1)?.id ?? null,
    })
  }
}

/** `GET /v1/models/{id}`. The id may hold slashes, encoded or not. */
export function retrieveModel(admin: Admin) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const { principal } = callerOf(request)
    const found = findListed(admin, principal, (request.params as { '*': string })['*'])
    if (found) return answer(request, reply, toWireModel(found))
    throw new GatewayError('MODEL_NOT_FOUND', 'There is no such model or route, or this key may not use it.', { path: 'model' })
  }
}

function answer(request: FastifyRequest, reply: FastifyReply, body: object): FastifyReply {
  return setRequestId(reply, requestIdOf(request))
    .header('content-type', 'application/json; charset=utf-8')
    .send(JSON.stringify(body))
}

/** The page behind `after_id` or before `before_id`; one that is not there counts as the end. */
function pageOf(all: readonly Listed[], query: Record<string, unknown>): { items: readonly Listed[]; hasMore: boolean } {
  const { limit: sent, after_id: after, before_id: before } = query
  const limit = sent === undefined ? DEFAULT_LIMIT : readInteger(Number(sent), 'limit', 1, MAX_LIMIT)
  if (before !== undefined) {
    const id = readName(before, 'before_id', MAX_NAME)
    const earlier = all.slice(
      0,
      Math.max(
        0,
        all.findIndex((listed) => listed.id === id),
      ),
    )
    return { items: earlier.slice(-limit), hasMore: earlier.length > limit }
  }
  const later = after === undefined ? all : behind(all, readName(after, 'after_id', MAX_NAME))
  return { items: later.slice(0, limit), hasMore: later.length > limit }
}

function behind(all: readonly Listed[], id: string): readonly Listed[] {
  const index = all.findIndex((listed) => listed.id === id)
  return index < 0 ? [] : all.slice(index + 1)
}

/** The format wants a time; an unknown one is the epoch, as it is documented. */
function toWireModel({ id, model }: Listed): object {
  return {
    type: 'model',
    id,
    display_name: model?.displayName ?? id,
    created_at: (model?.releasedAt ?? new Date(0)).toISOString(),
    max_input_tokens: model?.contextWindow ?? null,
    max_tokens: model?.maxOutputTokens ?? null,
    capabilities: null,
    deprecated_at: model?.deprecatedAt?.toISOString() ?? null,
    retires_at: model?.retiresAt?.toISOString() ?? null,
    lifecycle: lifecycleOf(model),
    line: null,
  }
}

function lifecycleOf(model: Listed['model']): 'active' | 'deprecated' {
  return model?.deprecatedAt && model.deprecatedAt <= new Date() ? 'deprecated' : 'active'
}
