import { createServer } from 'node:http'
import { parseArgs } from 'node:util'
import { Pool } from 'undici'
import { serveParent } from './serve-parent.mjs'

/** The yardstick of HTTP: Node's server and an undici pool, bytes streamed through in both directions, nothing looked at. */

const { values } = parseArgs({ options: { upstream: { type: 'string' }, port: { type: 'string', default: '0' } } })
const pool = new Pool(values.upstream, { connections: 256 })

function forward(request, response) {
  const { host, connection, 'transfer-encoding': _, ...headers } = request.headers
  return pool.stream(
    { path: request.url, method: request.method, headers, body: request },
    ({ statusCode, headers: answered }) => {
      const { connection: ours, 'keep-alive': alive, 'transfer-encoding': coding, ...passed } = answered
      response.writeHead(statusCode, passed)
      return response
    },
  )
}

const server = createServer((request, response) => {
  forward(request, response).catch(() => {
    if (!response.headersSent) response.writeHead(502)
    response.end()
  })
})
serveParent(server, Number(values.port))
