import type { FastifyInstance } from 'fastify'
import { addPath } from '../../door-scope.js'
import { countInputTokens } from './count-input-tokens.js'
import { createResponse, type ResponsesDeps } from './create-response.js'
import { cancelResponse, compactResponse, deleteResponse, listInputItems, retrieveResponse } from './stored-responses.js'

/** The paths of the Responses API. */
export function addResponsePaths(scope: FastifyInstance, deps: ResponsesDeps): void {
  const { responses } = deps
  addPath(scope, { url: '/responses', post: createResponse(deps) })
  addPath(scope, { url: '/responses/input_tokens', post: countInputTokens(deps) })
  addPath(scope, { url: '/responses/compact', post: compactResponse })
  addPath(scope, { url: '/responses/:id', get: retrieveResponse(responses), remove: deleteResponse(responses) })
  addPath(scope, { url: '/responses/:id/input_items', get: listInputItems(responses) })
  addPath(scope, { url: '/responses/:id/cancel', post: cancelResponse })
}
