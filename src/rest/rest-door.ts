import type { FastifyInstance } from 'fastify'
import type { Admin } from '../admin/admin.js'
import type { ResponseStore } from '../domain/stores.js'
import type { Pipeline } from '../pipeline/pipeline.js'
import { ANSWER_LIMITS, type AnswerLimits } from './answer-limits.js'
import { registerCohereDoor } from './cohere/cohere-door.js'
import type { DoorLog } from './door-log.js'
import { addPath, openDoorScope } from './door-scope.js'
import { answerError } from './openai/answer-error.js'
import { chatCompletions } from './openai/chat-completions.js'
import { embeddings } from './openai/embeddings.js'
import { explainMissing } from './openai/missing-endpoints.js'
import { listModels, retrieveModel } from './openai/models.js'
import { moderations } from './openai/moderations.js'
import { addResponsePaths } from './openai/responses/response-paths.js'

export interface RestDoorDeps {
  readonly pipeline: Pipeline
  readonly admin: Admin
  readonly responses: ResponseStore
  readonly log: DoorLog
  readonly limits?: Partial<AnswerLimits>
  /** How long the end of a response waits for the store. */
  readonly storeTimeoutMs?: number
}

/** The OpenAI wire format under `/v1`, in a scope of its own: parsers, hooks and error shapes stay inside it. */
export function registerRestDoor(app: FastifyInstance, given: RestDoorDeps): void {
  const deps = { ...given, limits: { ...ANSWER_LIMITS, ...given.limits } }
  app.register(
    async (scope) => {
      // Before the body: what is not here is said whatever was sent to it.
      scope.addHook('onRequest', (request, _reply, done) => done(request.is404 ? explainMissing(request) : undefined))
      openDoorScope(scope, deps.pipeline, {
        credentialOf: ({ headers }) => headers.authorization,
        answerError: (error, request, reply) => answerError(deps.log, error, request, reply),
      })
      scope.setNotFoundHandler((request) => {
        throw explainMissing(request)
      })
      addPath(scope, { url: '/chat/completions', post: chatCompletions(deps) })
      addResponsePaths(scope, deps)
      addPath(scope, { url: '/embeddings', post: embeddings(deps) })
      addPath(scope, { url: '/moderations', post: moderations(deps) })
      addPath(scope, { url: '/models', get: listModels(deps.admin) })
      addPath(scope, { url: '/models/*', get: retrieveModel(deps.admin) })
    },
    { prefix: '/v1' },
  )
  registerCohereDoor(app, deps)
}
