import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { requestIdOf } from '../caller.js'
import type { DoorLog } from '../door-log.js'
import { addPath, openDoorScope } from '../door-scope.js'
import { toRefusal } from '../to-refusal.js'
import { type RerankDeps, rerank } from './rerank.js'
import { toCohereError, toErrorHeaders } from './to-cohere-error.js'

/** Cohere's wire format for ranking, in a scope of its own: its errors have Cohere's shape. */
export function registerCohereDoor(app: FastifyInstance, deps: RerankDeps & { readonly log: DoorLog }): void {
  app.register(async (scope) => {
    openDoorScope(scope, deps.pipeline, {
      credentialOf: ({ headers }) => headers.authorization,
      answerError: (error, request, reply) => answerError(deps.log, error, request, reply),
    })
    addPath(scope, { url: '/v1/rerank', post: rerank(deps, '1') })
    addPath(scope, { url: '/v2/rerank', post: rerank(deps, '2') })
  })
}

function answerError(log: DoorLog, thrown: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const error = toRefusal(thrown)
  const requestId = requestIdOf(request)
  if (error.code === 'INTERNAL') log.error({ err: error.cause, requestId }, 'A REST request failed')
  return reply
    .code(error.status)
    .headers(toErrorHeaders(error))
    .header('x-request-id', requestId)
    .header('content-type', 'application/json; charset=utf-8')
    .send(JSON.stringify(toCohereError(error)))
}
