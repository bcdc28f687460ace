/**
 * A provider of the OpenAI dialect over real sockets, for tests: in this process by startProviderServer, or by itself as
 * `node server.mjs [port]`, which prints one line of JSON with its address and ends with its standard input.
 */

import { createServer } from 'node:http'
import { performance } from 'node:perf_hooks'
import { pathToFileURL } from 'node:url'
import { embed, listModels } from './catalogue.mjs'
import { control } from './control.mjs'
import { Exchange } from './exchange.mjs'
import { findScenario } from './scenarios.mjs'
import { createState, push } from './state.mjs'

const MAX_BODY_BYTES = 32 * 1024 * 1024

/** @typedef {import('./server.d.mts').LedgerEntry} LedgerEntry */

/**
 * @param {import('./server.d.mts').ProviderServerOptions} [options]
 * @returns {Promise<import('./server.d.mts').ProviderServer>}
 */
export async function startProviderServer({ host = '127.0.0.1', port = 0, keep = 20_000, keepBodies = 500 } = {}) {
  const state = createState(keep, keepBodies)
  const server = createServer((request, response) => {
    receive(request, response, state).catch(() => response.destroy())
  })
  server.keepAliveTimeout = 60_000
  server.on('connection', (socket) => {
    state.sockets.add(socket)
    socket.on('close', () => state.sockets.delete(socket))
  })
  await new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => resolve(undefined))
  })
  const address = /** @type {import('node:net').AddressInfo} */ (server.address())
  return {
    url: `http://${host}:${address.port}/v1`,
    port: address.port,
    requests: state.requests,
    ledger: state.ledger,
    closedConnections: state.closedConnections,
    get connections() {
      return state.sockets.size
    },
    setScenario: state.setScenario,
    reset: state.reset,
    async close() {
      for (const socket of state.sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** @typedef {ReturnType<typeof createState>} State */

/**
 * @param {import('node:http').IncomingMessage} request
 * @param {import('node:http').ServerResponse} response
 * @param {State} state
 */
async function receive(request, response, state) {
  const text = await readBody(request)
  const path = new URL(request.url ?? '/', 'http://provider').pathname
  if (path.startsWith('/__provider/')) return control(path, text, response, state)
  const body = text === '' ? undefined : parse(text)
  const { authorization, ...headers } = request.headers
  push(
    state.requests,
    {
      method: request.method ?? '',
      path,
      headers: { ...headers, ...(authorization ? { authorization: 'Bearer [key]' } : {}) },
      body,
      at: performance.now(),
    },
    state.keepBodies,
  )
  if (path === '/v1/models') return json(response, 200, listModels())
  if (path === '/v1/embeddings' && body) return json(response, 200, embed(body))
  if (path === '/v1/chat/completions' && body) return chat(body, request, response, state)
  return json(response, 404, {
    error: { message: 'Unknown path.', type: 'invalid_request_error', param: null, code: 'unknown_url' },
  })
}

/**
 * @param {any} body
 * @param {import('node:http').IncomingMessage} request
 * @param {import('node:http').ServerResponse} response
 * @param {State} state
 */
async function chat(body, request, response, state) {
  const model = String(body.model)
  const id = `chatcmpl-${state.instance}-${++state.count}`
  /** @type {LedgerEntry} */
  const entry = {
    id,
    model,
    stream: body.stream === true,
    status: 200,
    user: body.user,
    lastText: lastText(body),
    traceparent: single(request.headers['traceparent']),
    promptTokens: 0,
    completionTokens: 0,
    sentTokens: 0,
    outcome: 'open',
    startedAt: performance.now(),
    endedAt: null,
  }
  push(state.ledger, entry, state.keep)
  response.on('close', () => {
    entry.endedAt = performance.now()
    if (entry.outcome === 'open') entry.outcome = response.writableFinished ? 'cut' : 'client-closed'
    if (entry.outcome === 'client-closed') push(state.closedConnections, { id, model, at: entry.endedAt }, state.keep)
  })
  await findScenario(state.takeScenario(model))(new Exchange(response, body, { id, model }, entry))
}

/** @param {import('node:http').IncomingMessage} request */
async function readBody(request) {
  const chunks = []
  let bytes = 0
  for await (const chunk of request) {
    bytes += chunk.length
    if (bytes > MAX_BODY_BYTES) throw new Error('body too large')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

/** @param {import('node:http').ServerResponse} response @param {number} status @param {unknown} value */
function json(response, status, value) {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value))
}

/** @param {string} text */
function parse(text) {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** @param {any} body */
function lastText(body) {
  const content = body.messages?.at?.(-1)?.content
  return typeof content === 'string' ? content.slice(0, 200) : ''
}

/** @param {string | string[] | undefined} value */
function single(value) {
  return Array.isArray(value) ? value[0] : value
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const server = await startProviderServer({ port: Number(process.argv[2] ?? 0), keep: 1_000_000 })
  process.stdout.write(`${JSON.stringify({ url: server.url, port: server.port })}\n`)
  process.stdin.resume().on('end', () => process.exit(0))
}
