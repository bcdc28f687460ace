import { isUtf8 } from 'node:buffer'
import type { FastifyInstance } from 'fastify'
import { GatewayError } from '../domain/gateway-error.js'

/** Bodies of this scope are JSON in UTF-8, parsed once. Error messages never quote the body, which holds prompts. */
export function acceptJsonBodies(scope: FastifyInstance): void {
  scope.removeAllContentTypeParsers()
  scope.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    try {
      refuseEncoded(request.headers['content-encoding'])
      done(null, parseJson(body as Buffer))
    } catch (error) {
      done(error as GatewayError, undefined)
    }
  })
}

function refuseEncoded(encoding: string | undefined): void {
  if (encoding === undefined || encoding === 'identity') return
  throw new GatewayError('UNSUPPORTED_MEDIA_TYPE', 'Send the body without content-encoding.')
}

function parseJson(body: Buffer): unknown {
  if (body.length === 0) throw new GatewayError('INVALID_REQUEST', 'The body is empty. Send a JSON object.')
  if (!isUtf8(body)) throw new GatewayError('INVALID_REQUEST', 'The body is not valid UTF-8.')
  try {
    return JSON.parse(body.toString())
  } catch (error) {
    throw new GatewayError('INVALID_REQUEST', `The body is not valid JSON${positionIn(error)}.`)
  }
}

function positionIn(error: unknown): string {
  const position = error instanceof SyntaxError ? /at position (\d+)/.exec(error.message)?.[1] : undefined
  return position === undefined ? '' : `: the error is at character ${position}`
}
