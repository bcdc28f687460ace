import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Admin } from '../../admin/admin.js'
import { GatewayError } from '../../domain/gateway-error.js'
import type { Pipeline } from '../../pipeline/pipeline.js'
import { ANSWER_LIMITS, type AnswerLimits } from '../answer-limits.js'
import type { DoorLog } from '../door-log.js'
import { addPath, openDoorScope } from '../door-scope.js'
import { tellDialectsApart } from '../wire-dialect.js'
import { answerError } from './answer-error.js'
import { countTokens } from './count-tokens.js'
import { createMessage } from './messages.js'
import { listModels, retrieveModel } from './models.js'

export interface AnthropicDoorDeps {
  readonly pipeline: Pipeline
  readonly admin: Admin
  readonly log: DoorLog
  readonly limits?: Partial<AnswerLimits>
}

const SERVED = 'POST /v1/messages, POST /v1/messages/count_tokens, GET /v1/models'

/**
 * The Anthropic wire format under `/v1`, in a scope of its own. `/v1/models` is OpenAI's path too: requests with `anthropic-version` come
 * here.
 */
export function registerAnthropicDoor(app: FastifyInstance, deps: AnthropicDoorDeps): void {
  tellDialectsApart(app)
  const limits = { ...ANSWER_LIMITS, ...deps.limits }
  app.register(
    async (scope) => {
      openDoorScope(scope, deps.pipeline, {
        credentialOf,
        answerError: (error, request, reply) => answerError(deps.log, error, request, reply),
      })
      addPath(scope, { url: '/messages', post: createMessage({ ...deps, limits }) })
      addPath(scope, { url: '/messages/count_tokens', post: countTokens(deps) })
      addPath(scope, { url: '/messages/*', get: explainMissing, post: explainMissing })
      const constraints = { dialect: 'anthropic' }
      addPath(scope, { url: '/models', get: listModels(deps.admin), constraints })
      addPath(scope, { url: '/models/*', get: retrieveModel(deps.admin), constraints })
    },
    { prefix: '/v1' },
  )
}

function credentialOf({ headers }: FastifyRequest): string | undefined {
  const key = headers['x-api-key']
  return typeof key === 'string' ? key : headers.authorization
}

async function explainMissing(): Promise<FastifyReply> {
  throw new GatewayError('NOT_FOUND', `This part of the interface is not available in this gateway yet. Available: ${SERVED}.`)
}
