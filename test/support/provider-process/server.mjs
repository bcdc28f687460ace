/**
 * A provider of the OpenAI dialect over real sockets, for tests: in this process by startProviderServer, or by itself as
 * `node server.mjs [port]`, which prints one line of JSON with its address and ends with its standard input.
 */

import { readdir } from 'node:fs/promises'
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
  const dialects = await loadDialects()
  const server = createServer((request, response) => {
    receive(request, response, state, dialects).catch(() => response.destroy())
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
    origin: `http://${host}:${address.port}`,
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
 * @param {readonly import('./dialects/dialect.d.mts').Dialect[]} dialects
 */
async function receive(request, response, state, dialects) {
  const text = await readBody(request)
  const url = new URL(request.url ?? '/', 'http://provider')
  const path = url.pathname
  if (path.startsWith('/__provider/')) return control(path, text, response, state)
  const body = text === '' ? undefined : parse(text)
  const headers = withoutKeys(request.headers)
  push(
    state.requests,
    {
      method: request.method ?? '',
      path,
      headers,
      body,
      at: performance.now(),
    },
    state.keepBodies,
  )
  const dialect = dialects.find(({ prefix }) => path.startsWith(`${prefix}/`))
  if (dialect) return dialect.answer(toDialectExchange(dialect, url, { text, body }, request, response, state))
  if (path === '/v1/models') return json(response, 200, listModels())
  if (path === '/v1/embeddings' && body) return json(response, 200, embed(body))
  if (path === '/v1/chat/completions' && body) return chat(body, request, response, state)
  return json(response, 404, {
    error: { message: 'Unknown path.', type: 'invalid_request_error', param: null, code: 'unknown_url' },
  })
}

/** Every wire format beside OpenAI's chat completions: the files in `dialects/`. */
async function loadDialects() {
  const folder = new URL('./dialects/', import.meta.url)
  const files = (await readdir(folder)).filter((name) => name.endsWith('.mjs')).sort()
  const modules = await Promise.all(files.map((name) => import(new URL(name, folder).href)))
  return modules.flatMap((module) =>
    module.dialect ? [/** @type {import('./dialects/dialect.d.mts').Dialect} */ (module.dialect)] : [],
  )
}

const KEY_HEADERS = ['authorization', 'x-api-key', 'x-goog-api-key', 'api-key']

/** That there was a key, and how it was sent, but not the key. @param {import('node:http').IncomingHttpHeaders} headers */
function withoutKeys(headers) {
  const shown = { ...headers }
  for (const name of KEY_HEADERS) {
    const sent = shown[name]
    if (typeof sent === 'string') shown[name] = name === 'authorization' ? `${sent.split(' ')[0]} [key]` : '[key]'
  }
  return shown
}

/**
 * @param {import('./dialects/dialect.d.mts').Dialect} dialect
 * @param {URL} url
 * @param {{ text: string, body: any }} sent
 * @param {import('node:http').IncomingMessage} request
 * @param {import('node:http').ServerResponse} response
 * @param {State} state
 * @returns {import('./dialects/dialect.d.mts').DialectExchange}
 */
function toDialectExchange(dialect, url, { text, body }, request, response, state) {
  return {
    method: request.method ?? '',
    path: decodeURIComponent(url.pathname.slice(dialect.prefix.length)),
    query: url.searchParams,
    headers: request.headers,
    text,
    body,
    response,
    begin(model, stream) {
      const id = `${dialect.prefix.slice(1)}-${state.instance}-${++state.count}`
      return {
        id,
        scenario: state.takeScenario(model),
        entry: openEntry({ id, model, stream, user: undefined, lastText: '' }, request, response, state),
      }
    },
  }
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
  const entry = openEntry(
    { id, model, stream: body.stream === true, user: body.user, lastText: lastText(body) },
    request,
    response,
    state,
  )
  await findScenario(state.takeScenario(model))(new Exchange(response, body, { id, model }, entry))
}

/**
 * @param {Pick<LedgerEntry, 'id' | 'model' | 'stream' | 'user' | 'lastText'>} known
 * @param {import('node:http').IncomingMessage} request
 * @param {import('node:http').ServerResponse} response
 * @param {State} state
 */
function openEntry(known, request, response, state) {
  /** @type {LedgerEntry} */
  const entry = {
    ...known,
    status: 200,
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
    if (entry.outcome === 'client-closed')
      push(state.closedConnections, { id: entry.id, model: entry.model, at: entry.endedAt }, state.keep)
  })
  return entry
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
