import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify'
import { GatewayError } from '../domain/gateway-error.js'
import type { Pipeline } from '../pipeline/pipeline.js'
import { acceptJsonBodies } from './json-body.js'

export interface ScopeForm {
  /** The key as this format's clients send it. */
  credentialOf(request: FastifyRequest): string | undefined
  answerError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply
}

/** JSON bodies, keys and errors of one wire format: they hold inside the scope only. */
export function openDoorScope(scope: FastifyInstance, pipeline: Pipeline, form: ScopeForm): void {
  acceptJsonBodies(scope)
  scope.decorateRequest('caller', null)
  scope.addHook('onRequest', (request, _reply, done) => done(admit(pipeline, form, request)))
  scope.setErrorHandler((error, request, reply) => form.answerError(error, request, reply))
}

/** Knows the caller before the body is read, so that nobody without a key makes us parse one. */
function admit(pipeline: Pipeline, form: ScopeForm, request: FastifyRequest): GatewayError | undefined {
  const startedMs = performance.now()
  if (request.is404) return undefined
  try {
    request.caller = { principal: pipeline.authenticate(form.credentialOf(request)), startedMs }
    return undefined
  } catch (error) {
    return error as GatewayError
  }
}

type Handler = (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>
const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const

export interface DoorRoute {
  readonly url: string
  readonly get?: Handler
  readonly post?: Handler
  readonly remove?: Handler
  readonly constraints?: RouteOptions['constraints']
}

/** A path with its handlers, and a clear answer to every other method on it. */
export function addPath(scope: FastifyInstance, { url, get, post, remove, constraints = {} }: DoorRoute): void {
  if (get) scope.route({ method: 'GET', url, constraints, handler: get })
  if (post) scope.route({ method: 'POST', url, constraints, handler: post })
  if (remove) scope.route({ method: 'DELETE', url, constraints, handler: remove })
  const allowed = [...(get ? ['GET'] : []), ...(post ? ['POST'] : []), ...(remove ? ['DELETE'] : [])]
  scope.route({
    method: METHODS.filter((method) => !allowed.includes(method)),
    url,
    constraints,
    onRequest: (request, reply, done) => {
      reply.header('allow', allowed.join(', '))
      done(new GatewayError('METHOD_NOT_ALLOWED', `${request.method} is not possible here: send ${allowed.join(' or ')}.`))
    },
    handler: async (_request, reply) => reply,
  })
}
