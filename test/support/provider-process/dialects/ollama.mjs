/** /api/chat, /api/embed, /api/tags and /api/show: https://github.com/ollama/ollama/blob/main/docs/api.md */

import { createHash } from 'node:crypto'
import { canonAnswer, pieces } from '../canon.mjs'

/** No two answers begin at one moment. @param {string} id */
function createdAt(id) {
  return `2026-01-01T00:00:00.${(id.split('-').at(-1) ?? '').padStart(9, '0')}Z`
}

const TIMINGS = {
  total_duration: 4_883_583_458,
  load_duration: 1_334_875,
  prompt_eval_duration: 342_546_000,
  eval_duration: 4_535_599_000,
}
const MODELS = ['text:latest', 'tools:latest', 'reasoning:latest']

/** @typedef {import('./dialect.d.mts').DialectExchange} DialectExchange */

/** @type {import('./dialect.d.mts').Dialect} */
export const dialect = {
  prefix: '/ollama',
  async answer(exchange) {
    const { method, path, body } = exchange
    if (method === 'GET' && path === '/api/tags') return send(exchange, 200, { models: MODELS.map(toModel) })
    if (method !== 'POST' || typeof body?.model !== 'string') return fail(exchange, 400, 'missing request body')
    if (path === '/api/chat') return chat(exchange)
    if (path === '/api/embed') return embed(exchange)
    if (path === '/api/show')
      return send(exchange, 200, { ...toModel(body.model), capabilities: ['completion', 'tools', 'thinking'] })
    return fail(exchange, 404, '404 page not found')
  },
}

/** @param {DialectExchange} exchange */
async function chat(exchange) {
  const { body } = exchange
  const stream = body.stream !== false
  const { scenario, entry, id } = exchange.begin(body.model, stream)
  const fault = FAULTS[scenario]
  const problem = fault ? undefined : findProblem(body)
  if (fault || problem) {
    entry.outcome = 'error'
    entry.status = fault?.[0] ?? 400
    return fail(exchange, entry.status, fault?.[1] ?? problem ?? '', fault?.[2])
  }
  const canon = toCanon(body, scenario)
  entry.promptTokens = canon.usage.text + canon.usage.cacheRead + canon.usage.cacheWrite + canon.usage.image
  entry.completionTokens = canon.usage.output + canon.usage.reasoning
  if (stream) return sendStream(exchange, entry, scenario, toLines(canon, body.model, id))
  if (scenario.startsWith('fault-')) return breakWhole(exchange, entry, scenario)
  send(exchange, 200, toWhole(canon, body.model, id))
  entry.sentTokens = entry.completionTokens
  entry.outcome = 'complete'
}

/** @type {Record<string, [number, string, Record<string, string>?]>} */
const FAULTS = {
  'fault-400': [400, 'invalid option provided: temperature'],
  'fault-401': [401, 'unauthorized'],
  'fault-404': [404, "model 'fault-404' not found"],
  'fault-429': [429, 'too many requests', { 'retry-after': '7' }],
  'fault-500': [500, 'llama runner process has terminated: exit status 2'],
  'fault-503': [503, 'server busy, please try again. maximum pending requests exceeded'],
  'fault-context-length': [400, 'the input length exceeds the context length'],
}

const ROLES = ['system', 'user', 'assistant', 'tool']

/** @param {any} body @returns {string | undefined} */
function findProblem({ messages, format, options, think }) {
  if (!Array.isArray(messages) || messages.length === 0) return 'messages are required'
  if (messages.some(({ role }) => !ROLES.includes(role))) return 'invalid role'
  if (messages.some(({ content }) => typeof content !== 'string'))
    return 'json: cannot unmarshal into Go struct field .content of type string'
  const images = messages.flatMap((message) => message.images ?? [])
  if (images.some((/** @type {string} */ image) => !/^[A-Za-z0-9+/]+=*$/.test(image))) return 'illegal base64 data'
  const calls = messages.flatMap((message) => message.tool_calls ?? [])
  if (calls.some((/** @type {any} */ call) => typeof call.function?.arguments !== 'object'))
    return "can't find closing '}' symbol"
  if (format !== undefined && format !== 'json' && typeof format !== 'object')
    return 'invalid format: expected "json" or a JSON Schema object'
  if (options !== undefined && Object.keys(options).some((name) => !/^[a-z_]+$/.test(name))) return 'invalid option provided'
  return think === undefined || [true, false, 'low', 'medium', 'high'].includes(think) ? undefined : 'invalid think value'
}

/** @param {any} body @param {string} scenario */
function toCanon({ messages, tools = [], format }, scenario) {
  const last = messages.findLastIndex((/** @type {any} */ { role }) => role === 'user')
  const rounds = messages.slice(last + 1).filter((/** @type {any} */ message) => message.tool_calls?.length)
  const canon = canonAnswer({
    scenario,
    tools: tools.map((/** @type {any} */ tool) => ({ name: tool.function.name, parameters: tool.function.parameters })),
    ...(typeof format === 'object' && { schema: format }),
    ...(format === 'json' && { json: true }),
    toolRounds: rounds.length,
  })
  const paced = /^paced-(\d+)-\d+$/.exec(scenario)
  return { ...canon, text: paced ? 'drop '.repeat(Number(paced[1])) : canon.text || canon.refusal }
}

/** @typedef {ReturnType<typeof toCanon>} Canon */

/** What the model thought is within eval_count. @param {Canon} canon @param {string} model @param {string} id */
function toEnd({ finish, usage }, model, id) {
  const { text, cacheRead, cacheWrite, image, output, reasoning } = usage
  const counts = { prompt_eval_count: text + cacheRead + cacheWrite + image, eval_count: output + reasoning }
  return {
    model,
    created_at: createdAt(id),
    done: true,
    done_reason: finish === 'length' ? 'length' : 'stop',
    ...TIMINGS,
    ...counts,
  }
}

/** @param {Canon} canon */
function toCalls({ calls }) {
  return calls.map(({ name, arguments: args }) => ({ function: { name, arguments: JSON.parse(args) } }))
}

/** @param {Canon} canon @param {string} model @param {string} id */
function toWhole(canon, model, id) {
  const { text, reasoning, calls } = canon
  const message = {
    role: 'assistant',
    content: text,
    ...(reasoning && { thinking: reasoning }),
    ...(calls.length > 0 && { tool_calls: toCalls(canon) }),
  }
  return { ...toEnd(canon, model, id), message }
}

/** @param {Canon} canon @param {string} model @param {string} id @returns {any[]} */
function toLines(canon, model, id) {
  const line = (/** @type {object} */ message) => ({
    model,
    created_at: createdAt(id),
    message: { role: 'assistant', content: '', ...message },
    done: false,
  })
  return [
    ...pieces(canon.reasoning).map((thinking) => line({ thinking })),
    ...pieces(canon.text).map((content) => line({ content })),
    ...toCalls(canon).map((call) => line({ tool_calls: [call] })),
    { ...toEnd(canon, model, id), message: { role: 'assistant', content: '' } },
  ]
}

/** @param {DialectExchange} exchange @param {import('../server.mjs').LedgerEntry} entry @param {string} scenario @param {any[]} lines */
async function sendStream({ response }, entry, scenario, lines) {
  response.writeHead(200, { 'content-type': 'application/x-ndjson' })
  const paceMs = Number(/^paced-\d+-(\d+)$/.exec(scenario)?.[1] ?? 0)
  const isFault = scenario === 'fault-cut-mid-stream' || scenario === 'fault-error-in-stream'
  for (const line of isFault ? lines.slice(0, 3) : lines) {
    if (response.destroyed) return
    await new Promise((resolve) => response.write(`${JSON.stringify(line)}\n`, () => resolve(undefined)))
    if (!line.done) entry.sentTokens++
    if (paceMs > 0) await pause(paceMs, response)
  }
  if (scenario === 'fault-cut-mid-stream') {
    entry.outcome = 'cut'
    return void response.destroy()
  }
  entry.outcome = isFault ? 'error' : 'complete'
  response.end(
    isFault ? `${JSON.stringify({ error: 'an error was encountered while running the model: unexpected EOF' })}\n` : undefined,
  )
}

/** @param {DialectExchange} exchange @param {import('../server.mjs').LedgerEntry} entry @param {string} scenario */
async function breakWhole(exchange, entry, scenario) {
  if (scenario === 'fault-error-in-stream') {
    entry.outcome = 'error'
    return fail(exchange, 500, 'an error was encountered while running the model: unexpected EOF')
  }
  const { response } = exchange
  response.writeHead(200, { 'content-type': 'application/json' })
  await new Promise((resolve) => response.write('{"model":', () => resolve(undefined)))
  entry.outcome = 'cut'
  response.destroy()
}

/** @param {number} ms @param {import('node:http').ServerResponse} response */
function pause(ms, response) {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms)
    response.once('close', () => {
      clearTimeout(timer)
      resolve(undefined)
    })
  })
}

/** @param {DialectExchange} exchange */
function embed(exchange) {
  const { body } = exchange
  const { entry, scenario } = exchange.begin(body.model, false)
  const fault = FAULTS[scenario]
  entry.outcome = fault ? 'error' : 'complete'
  if (fault) return fail(exchange, ...fault)
  /** @type {string[]} */
  const inputs = typeof body.input === 'string' ? [body.input] : body.input
  const embeddings = inputs.map((input) => toVector(input, body.dimensions ?? 8))
  const tokens = inputs.reduce((sum, input) => sum + Math.ceil(input.length / 4), 0)
  send(exchange, 200, {
    model: body.model,
    embeddings,
    total_duration: 14_143_917,
    load_duration: 1_019_500,
    prompt_eval_count: tokens,
  })
}

/** @param {string} text @param {number} size */
function toVector(text, size) {
  const digest = createHash('sha256').update(text).digest()
  return Array.from({ length: size }, (_, index) => (digest[index % digest.length] ?? 0) / 255)
}

/** @param {string} name */
function toModel(name) {
  return {
    name,
    model: name,
    modified_at: '2026-01-01T00:00:00Z',
    size: 3_825_819_519,
    digest: 'fe938a131f40',
    details: { family: 'llama' },
  }
}

/** @param {DialectExchange} exchange @param {number} status @param {unknown} body @param {Record<string, string>} [headers] */
function send({ response }, status, body, headers = {}) {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers }).end(JSON.stringify(body))
}

/** @param {DialectExchange} exchange @param {number} status @param {string} error @param {Record<string, string>} [headers] */
function fail(exchange, status, error, headers) {
  send(exchange, status, { error }, headers)
}
