import type { FastifyRequest } from 'fastify'
import { GatewayError } from '../domain/gateway-error.js'
import type { OperationRequest } from './operations.js'

const SIMPLE_CONTENT_TYPES = /^(?:application\/x-www-form-urlencoded|multipart\/form-data|text\/plain)/i

/**
 * The same rule as Apollo Server's CSRF prevention: a browser must have had to ask first, as it must for a key in a header.
 * @throws {GatewayError} INVALID_REQUEST
 */
export function checkPreflight({ headers }: FastifyRequest): void {
  const type = headers['content-type']
  if (type !== undefined && !SIMPLE_CONTENT_TYPES.test(type.trim())) return
  if (headers['apollo-require-preflight'] || headers['x-apollo-operation-name'] || headers.authorization) return
  throw new GatewayError(
    'INVALID_REQUEST',
    'This looks like a cross-site request that no preflight preceded. Send a content-type of application/json or the header apollo-require-preflight.',
  )
}

/** Whether the answer is to be a stream. Clients that take JSON too want one for subscriptions only. */
export function wantsStream(request: FastifyRequest, isSubscription: (asked: OperationRequest) => boolean): boolean {
  const accept = request.headers.accept ?? ''
  if (!accept.includes('text/event-stream')) return false
  if (!/application\/(?:graphql-response\+)?json|\*\/\*/.test(accept)) return true
  const { query, operationName } = ((request.method === 'POST' ? request.body : request.query) ?? {}) as Partial<OperationRequest>
  return typeof query === 'string' && isSubscription({ query, operationName })
}

export interface SseRequest extends OperationRequest {
  /** By a method that must not change anything. */
  readonly readOnly: boolean
}

/** @throws {GatewayError} INVALID_REQUEST | METHOD_NOT_ALLOWED */
export function readRequest({ method, body, query }: FastifyRequest): SseRequest {
  if (method === 'POST') return { ...toRequest(body), readOnly: false }
  if (method !== 'GET') throw new GatewayError('METHOD_NOT_ALLOWED', 'Use POST or GET.')
  const { variables, ...rest } = query as Record<string, unknown>
  const asked = toRequest({ ...rest, ...(variables !== undefined && { variables: parseVariables(variables) }) })
  return { ...asked, readOnly: true }
}

function toRequest(body: unknown): OperationRequest {
  if (!isObject(body)) throw invalid('body', 'must be a JSON object with a query')
  const { query, operationName, variables } = body
  if (typeof query !== 'string' || query === '') throw invalid('query', 'must be a string that is not empty')
  if (operationName != null && typeof operationName !== 'string') throw invalid('operationName', 'must be a string')
  if (variables != null && !isObject(variables)) throw invalid('variables', 'must be an object')
  return { query, operationName, variables } as OperationRequest
}

function parseVariables(text: unknown): unknown {
  try {
    return JSON.parse(String(text))
  } catch {
    throw invalid('variables', 'must be JSON')
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function invalid(path: string, problem: string): GatewayError {
  return new GatewayError('INVALID_REQUEST', `${path} ${problem}.`, { path })
}
