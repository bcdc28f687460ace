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
import { batchEmbedContents, embedContent } from './embed-content.js'
import { type GeminiDeps, generateContent, type MethodHandler, streamGenerateContent } from './generate-content.js'
import { readModelMethod } from './model-method.js'
import { getModel, listModels } from './models.js'

export interface GeminiDoorDeps {
  readonly pipeline: Pipeline
  readonly admin: Admin
  readonly log: DoorLog
  readonly limits?: Partial<AnswerLimits>
}

const METHODS = 'generateContent, streamGenerateContent, countTokens, embedContent, batchEmbedContents'

/**
 * The Gemini wire format under `/v1beta`, and its methods under `/v1` too, where Google's Python client may ask; whose `/v1/models` is
 * otherwise OpenAI's.
 */
export function registerGeminiDoor(app: FastifyInstance, deps: GeminiDoorDeps): void {
  tellDialectsApart(app)
  const limits = { ...ANSWER_LIMITS, ...deps.limits }
  const call = callMethod({ ...deps, limits })
  app.register(
    async (scope) => {
      openScope(scope, deps)
      scope.setNotFoundHandler(explainMissing)
      addPath(scope, { url: '/models', get: listModels(deps.admin) })
      addPath(scope, { url: '/models/*', get: getModel(deps.admin), post: call('') })
      addPath(scope, { url: '/tunedModels/*', post: call('tunedModels/') })
      // Clients take a name with a slash for a resource's and leave `models/` out.
      scope.route({ method: 'POST', url: '/*', handler: call('') })
    },
    { prefix: '/v1beta' },
  )
  app.register(
    async (scope) => {
      openScope(scope, deps)
      scope.route({ method: 'POST', url: '/models/*', constraints: { dialect: 'gemini' }, handler: call('') })
      scope.route({ method: 'POST', url: '/tunedModels/*', handler: call('tunedModels/') })
    },
    { prefix: '/v1' },
  )
}

function openScope(scope: FastifyInstance, { pipeline, log }: GeminiDoorDeps): void {
  openDoorScope(scope, pipeline, {
    credentialOf,
    answerError: (error, request, reply) => answerError(log, error, request, reply),
  })
}

function callMethod(deps: GeminiDeps) {
  const methods: ReadonlyMap<string, MethodHandler> = new Map([
    ['generateContent', generateContent(deps)],
    ['streamGenerateContent', streamGenerateContent(deps)],
    ['countTokens', countTokens(deps)],
    ['embedContent', embedContent(deps)],
    ['batchEmbedContents', batchEmbedContents(deps)],
  ])
  return (prefix: string) =>
    async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
      const { model, method } = readModelMethod(request, prefix)
      const handle = methods.get(method)
      if (handle) return handle(request, reply, model)
      throw new GatewayError('NOT_FOUND', `This method of a model is not available in this gateway. Available: ${METHODS}.`)
    }
}

/** A key in the URL is never repeated: errors and logs name routes only. */
function credentialOf({ headers, query }: FastifyRequest): string | undefined {
  const header = headers['x-goog-api-key']
  if (typeof header === 'string') return header
  const { key } = query as Record<string, unknown>
  return typeof key === 'string' ? key : headers.authorization
}

function explainMissing(): never {
  const served = 'POST /v1beta/models/{model}:{method}, GET /v1beta/models'
  throw new GatewayError('NOT_FOUND', `This part of the interface is not available in this gateway yet. Available: ${served}.`)
}
