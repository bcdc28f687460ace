import type { FastifyReply, FastifyRequest } from 'fastify'
import { GatewayError } from '../../../domain/gateway-error.js'
import type { JsonObject } from '../../../domain/json.js'
import type { ResponseStore, StoredResponse } from '../../../domain/stores.js'
import { callerOf, requestIdOf } from '../../caller.js'
import { readOneOf } from '../../read-json.js'
import { mayRead } from './load-conversation.js'
import { notServed, responseNotFound } from './refusals.js'
import { callOfResponse } from './response-ids.js'
import { toStoredWire } from './stored-wire.js'

/** `GET /v1/responses/{id}`. */
export function retrieveResponse(responses: ResponseStore) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const { stream } = request.query as Query
    if (stream === 'true') throw notServed('stream', 'A stored response is not streamed again: retrieve it without stream.')
    return answer(request, reply, toStoredWire(await find(responses, request)).response)
  }
}

/** `DELETE /v1/responses/{id}`. */
export function deleteResponse(responses: ResponseStore) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const stored = await find(responses, request)
    if (!(await responses.delete(stored.organizationId, stored.id))) throw responseNotFound(idOf(request))
    return answer(request, reply, { id: idOf(request), object: 'response', deleted: true })
  }
}

/** `GET /v1/responses/{id}/input_items`: what the request of this response added, newest first unless asked otherwise. */
export function listInputItems(responses: ResponseStore) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const page = readPage(request.query as Query)
    const { input } = toStoredWire(await find(responses, request))
    return answer(request, reply, toPage(page.order === 'asc' ? input : input.toReversed(), page))
  }
}

/** `POST /v1/responses/{id}/cancel`, which is for responses in the background. */
export async function cancelResponse(): Promise<never> {
  throw notServed(
    'id',
    'Only responses in the background can be cancelled, and they are not served: close the connection instead.',
  )
}

/** `POST /v1/responses/compact`. */
export async function compactResponse(): Promise<never> {
  throw notServed('input', 'Compaction is not served: ask a model for a summary, and begin another conversation with it.')
}

type Query = Readonly<Record<string, string | string[] | undefined>>

interface ItemPage {
  readonly limit: number
  readonly order: 'asc' | 'desc'
  readonly after: string | undefined
}

const DEFAULT_LIMIT = 20
const MAX_LIMIT = 100

function readPage({ limit, order, after }: Query): ItemPage {
  const count = limit === undefined ? DEFAULT_LIMIT : Number(limit)
  if (!Number.isInteger(count) || count < 1 || count > MAX_LIMIT) {
    throw new GatewayError('INVALID_REQUEST', `limit must be an integer from 1 to ${MAX_LIMIT}.`, { path: 'limit' })
  }
  const sorted = order === undefined ? 'desc' : readOneOf(order, 'order', ['asc', 'desc'])
  return { limit: count, order: sorted, after: typeof after === 'string' ? after : undefined }
}

function toPage(items: readonly JsonObject[], { limit, after }: ItemPage): JsonObject {
  const from = after === undefined ? 0 : items.findIndex(({ id }) => id === after) + 1
  if (after !== undefined && from === 0) {
    throw new GatewayError('INVALID_REQUEST', 'after must be the id of an item of this response.', { path: 'after' })
  }
  const data = items.slice(from, from + limit)
  const first = data[0]?.['id'] ?? null
  return { object: 'list', data, first_id: first, last_id: data.at(-1)?.['id'] ?? null, has_more: from + limit < items.length }
}

/** Who may not read it is told what one is told of a response that does not exist. */
async function find(responses: ResponseStore, request: FastifyRequest): Promise<StoredResponse> {
  const { principal } = callerOf(request)
  const callId = callOfResponse(idOf(request))
  const [stored] = callId === null ? [] : await responses.findMany(principal.organizationId, [callId])
  if (!stored || !mayRead(principal, stored)) throw responseNotFound(idOf(request))
  return stored
}

function idOf(request: FastifyRequest): string {
  return (request.params as { id: string }).id
}

function answer(request: FastifyRequest, reply: FastifyReply, body: object): FastifyReply {
  return reply
    .header('x-request-id', requestIdOf(request))
    .header('content-type', 'application/json; charset=utf-8')
    .send(JSON.stringify(body))
}
