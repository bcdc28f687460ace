import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Admin } from '../../admin/admin.js'
import { GatewayError } from '../../domain/gateway-error.js'
import type { Principal } from '../../domain/principal.js'
import type { Model } from '../../domain/snapshot.js'
import { callerOf, requestIdOf } from '../caller.js'

const PAGE = 500
const ROUTE_OWNER = 'weir'

interface WireModel {
  readonly id: string
  readonly object: 'model'
  /** OpenAI requires a time; what a gateway passes on has none. */
  readonly created: 0
  readonly owned_by: string
}

/** `GET /v1/models`: routes and models that the caller may ask for. */
export function listModels(admin: Admin) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const { principal } = callerOf(request)
    const data = [...routesOf(admin, principal), ...modelsOf(admin, principal)]
    return answer(request, reply, { object: 'list', data })
  }
}

/** `GET /v1/models/{id}`. The id may hold slashes, encoded or not; a bare model name does when it is unique. */
export function retrieveModel(admin: Admin) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const { principal } = callerOf(request)
    const id = (request.params as { '*': string })['*']
    const model = findModel(admin, principal, id)
    if (!model)
      throw new GatewayError('MODEL_NOT_FOUND', 'There is no such model or route, or this key may not use it.', { path: 'model' })
    return answer(request, reply, model)
  }
}

function answer(request: FastifyRequest, reply: FastifyReply, body: object): FastifyReply {
  return reply
    .header('x-request-id', requestIdOf(request))
    .header('content-type', 'application/json; charset=utf-8')
    .send(JSON.stringify(body))
}

function findModel(admin: Admin, principal: Principal, id: string): WireModel | undefined {
  const route = routesOf(admin, principal).find((wire) => wire.id === id)
  const [exact] = admin.findModels(principal, [id])
  if (route ?? exact) return route ?? toWireModel(exact as Model)
  const named = admin.listModels(principal, { search: `/${id}` }, { first: PAGE }).items.filter((model) => model.name === id)
  return named.length === 1 ? toWireModel(named[0] as Model) : undefined
}

function routesOf(admin: Admin, principal: Principal): WireModel[] {
  return admin.listRoutes(principal).map(({ name }) => ({ id: name, object: 'model', created: 0, owned_by: ROUTE_OWNER }))
}

function modelsOf(admin: Admin, principal: Principal): WireModel[] {
  const models: WireModel[] = []
  let after: string | undefined
  for (;;) {
    const page = admin.listModels(principal, {}, { first: PAGE, ...(after !== undefined && { after }) })
    for (const model of page.items) models.push(toWireModel(model))
    after = page.items.at(-1)?.id
    if (!page.hasNextPage || after === undefined) return models
  }
}

function toWireModel({ id, provider }: Model): WireModel {
  return { id, object: 'model', created: 0, owned_by: provider }
}
