import type { FastifyRequest } from 'fastify'
import { GatewayError } from '../../domain/gateway-error.js'

/** Parts of OpenAI's interface that the gateway does not speak yet. */
const NOT_YET = [
  'assistants',
  'audio',
  'batches',
  'chatkit',
  'completions',
  'containers',
  'conversations',
  'evals',
  'files',
  'fine_tuning',
  'images',
  'organization',
  'realtime',
  'skills',
  'threads',
  'uploads',
  'vector_stores',
  'videos',
]
const SERVED =
  'POST /v1/chat/completions, POST /v1/responses, POST /v1/embeddings, POST /v1/moderations, POST /v1/rerank, GET /v1/models'

export function explainMissing(request: FastifyRequest): GatewayError {
  const name = /^\/v1\/([a-z_]+)/.exec(request.url)?.[1] ?? ''
  const message = NOT_YET.includes(name)
    ? `/v1/${name} is not served by this gateway yet. Available: ${SERVED}.`
    : `There is nothing at this path. Available: ${SERVED}.`
  return new GatewayError('NOT_FOUND', message)
}
