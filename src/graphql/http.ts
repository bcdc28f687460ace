import { isUtf8 } from 'node:buffer'
import { type ApolloServer, HeaderMap } from '@apollo/server'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { GatewayError } from '../domain/gateway-error.js'
import { type DoorParts, OperationContext } from './context.js'
import { headOf, sendError } from './http-border.js'
import type { Operations } from './operations.js'
import type { SseDoor } from './sse.js'
import { wantsStream } from './sse-request.js'

export interface HttpParts {
  readonly apollo: ApolloServer<OperationContext>
  readonly sse: SseDoor
  readonly operations: Operations
  readonly door: DoorParts
  /** The explorer page, when it is served. */
  readonly explorer: ((reply: FastifyReply) => FastifyReply) | null
}

/** Plain requests, streams over SSE and the explorer page, on one path. */
export function registerHttp(scope: FastifyInstance, { apollo, sse, operations, door, explorer }: HttpParts): void {
  scope.removeAllContentTypeParsers()
  scope.addContentTypeParser<Buffer>('application/json', { parseAs: 'buffer' }, (_request, body, done) => parseJson(body, done))
  scope.setErrorHandler((error, _request, reply) => sendError(reply, error))
  if (explorer) scope.get('/', (_request, reply) => explorer(reply))
  scope.route({
    method: ['GET', 'POST', 'PUT', 'DELETE', 'PATCH'],
    url: '/graphql',
    handler: (request, reply) => {
      const accept = request.headers.accept ?? ''
      if (wantsStream(request, (asked) => operations.isSubscription(asked))) return sse.handle(request, reply)
      if (explorer && request.method === 'GET' && accept.includes('text/html') && !request.url.includes('?'))
        return explorer(reply)
      return answer(apollo, new OperationContext(door, headOf(request)), request, reply)
    },
  })
}

/** The headers that Apollo Server looks at. */
const HEADERS = ['content-type', 'accept', 'x-apollo-operation-name', 'apollo-require-preflight'] as const

async function answer(
  apollo: ApolloServer<OperationContext>,
  context: OperationContext,
  request: FastifyRequest,
  reply: FastifyReply,
) {
  const headers = new HeaderMap()
  for (const name of HEADERS) {
    const value = request.headers[name]
    if (typeof value === 'string') headers.set(name, value)
  }
  // A browser must ask first for leave to send a key in a header, which is what Apollo Server wants to be sure of.
  if (request.headers.authorization) headers.set('apollo-require-preflight', 'true')
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) context.abort()
  })
  const { url, method, body } = request
  const query = url.indexOf('?')
  const response = await apollo.executeHTTPGraphQLRequest({
    httpGraphQLRequest: { method, headers, search: query < 0 ? '' : url.slice(query), body },
    context: async () => context,
  })
  for (const [name, value] of response.headers) reply.header(name, value)
  reply.code(response.status ?? 200)
  if (response.body.kind !== 'complete') throw new GatewayError('INTERNAL', 'Incremental delivery is not served.')
  return reply.send(response.body.string)
}

function parseJson(body: Buffer, done: (error: Error | null, body?: unknown) => void): void {
  if (!isUtf8(body)) return done(new GatewayError('INVALID_REQUEST', 'The body is not valid UTF-8.'))
  try {
    done(null, body.length === 0 ? undefined : JSON.parse(body.toString()))
  } catch {
    // The parser's own message quotes the body.
    done(new GatewayError('INVALID_REQUEST', 'The body is not valid JSON.'))
  }
}
