import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Admin } from '../admin/admin.js'
import { GatewayError } from '../domain/gateway-error.js'
import type { Pipeline } from '../pipeline/pipeline.js'
import { ANSWER_LIMITS, type AnswerLimits } from './answer-limits.js'
import type { DoorLog } from './door-log.js'
import { acceptJsonBodies } from './json-body.js'
import { answerError } from './openai/answer-error.js'
import { chatCompletions } from './openai/chat-completions.js'
import { embeddings } from './openai/embeddings.js'
import { explainMissing } from './openai/missing-endpoints.js'
import { listModels, retrieveModel } from './openai/models.js'

export interface RestDoorDeps {
  readonly pipeline: Pipeline
  readonly admin: Admin
  readonly log: DoorLog
  readonly limits?: Partial<AnswerLimits>
}

/** The OpenAI wire format under `/v1`, in a scope of its own: parsers, hooks and error shapes stay inside it. */
export function registerRestDoor(app: FastifyInstance, deps: RestDoorDeps): void {
  const limits = { ...ANSWER_LIMITS, ...deps.limits }
  app.register(
    async (scope) => {
      acceptJsonBodies(scope)
      scope.decorateRequest('caller', null)
      scope.addHook('onRequest', (request, _reply, done) => done(admit(deps, request)))
      scope.setErrorHandler((error, request, reply) => answerError(deps.log, error, request, reply))
      scope.setNotFoundHandler((request) => {
        throw explainMissing(request)
      })
      addRoute(scope, 'POST', '/chat/completions', chatCompletions({ ...deps, limits }))
      addRoute(scope, 'POST', '/embeddings', embeddings({ ...deps, limits }))
      addRoute(scope, 'GET', '/models', listModels(deps.admin))
      addRoute(scope, 'GET', '/models/*', retrieveModel(deps.admin))
    },
    { prefix: '/v1' },
  )
}

/** Knows the caller before the body is read, so that nobody without a key makes us parse one. */
function admit({ pipeline }: RestDoorDeps, request: FastifyRequest): GatewayError | undefined {
  const startedMs = performance.now()
  if (request.is404) return explainMissing(request)
  try {
    request.caller = { principal: pipeline.authenticate(request.headers.authorization), startedMs }
    return undefined
  } catch (error) {
    return error as GatewayError
  }
}

type Handler = (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>
const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const

/** A route, and a clear answer to every other method on its path. */
function addRoute(scope: FastifyInstance, method: 'GET' | 'POST', url: string, handler: Handler): void {
  scope.route({ method, url, handler })
  const others = METHODS.filter((other) => other !== method)
  scope.route({
    method: others,
    url,
    onRequest: (request, reply, done) => {
      reply.header('allow', method)
      done(new GatewayError('METHOD_NOT_ALLOWED', `${request.method} is not possible here: send ${method}.`))
    },
    handler: async () => undefined,
  })
}
