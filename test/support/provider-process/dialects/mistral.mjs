/** Mistral: https://docs.mistral.ai/api/ */

import { createHash } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { canonAnswer, pieces } from '../canon.mjs'
import { embed } from '../catalogue.mjs'
import { SCENARIO_NAMES } from '../scenarios.mjs'

/** @typedef {import('./dialect.d.mts').DialectExchange} Exchange */
/** @typedef {import('../canon.mjs').CanonAnswer} CanonAnswer */

/** @type {import('./dialect.d.mts').Dialect} */
export const dialect = {
  prefix: '/mistral',
  async answer(exchange) {
    const { path, body, headers, response } = exchange
    if (!/^Bearer \S+$/.test(headers.authorization ?? '')) {
      return send(response, 401, { detail: 'Unauthorized' })
    }
    if (path === '/v1/models') return send(response, 200, { object: 'list', data: SCENARIO_NAMES.map(toModel) })
    if (path === '/v1/chat/completions' && body) return chat(exchange)
    if (path === '/v1/embeddings' && body) return answerEmbed(exchange)
    if (path === '/v1/moderations' && body) return moderate(exchange)
    return send(response, 404, { detail: 'Not Found' })
  },
}

/** The schema is closed. */
const FIELDS = new Set([
  ...['model', 'messages', 'temperature', 'top_p', 'max_tokens', 'stream', 'stop', 'random_seed', 'metadata', 'response_format'],
  ...['tools', 'tool_choice', 'presence_penalty', 'frequency_penalty', 'n', 'prediction', 'parallel_tool_calls', 'prompt_mode'],
  ...['reasoning_effort', 'safe_prompt', 'prompt_cache_key', 'guardrails'],
])

/** @param {Exchange} exchange */
async function chat({ body, response, begin }) {
  const { scenario, entry, id } = begin(String(body.model), body.stream === true)
  const wrong = findUnknown(body) ?? findWrong(body.messages)
  const fault = wrong ?? FAULTS[scenario]
  if (fault) {
    entry.outcome = 'error'
    entry.status = fault.status
    return send(response, fault.status, fault.body, fault.headers)
  }
  const answer = canonAnswer({
    scenario,
    tools: (body.tools ?? []).map((/** @type {any} */ tool) => tool.function),
    schema: body.response_format?.json_schema?.schema,
    json: body.response_format?.type === 'json_object',
    toolRounds: countRounds(body.messages),
  })
  const usage = toUsage(answer)
  entry.promptTokens = usage.prompt_tokens
  entry.completionTokens = usage.completion_tokens
  const head = {
    id,
    object: body.stream ? 'chat.completion.chunk' : 'chat.completion',
    created: 1_767_225_600,
    model: body.model,
  }
  if (!body.stream) {
    send(response, 200, { ...head, choices: [{ index: 0, message: toMessage(answer), finish_reason: toFinish(answer) }], usage })
    entry.sentTokens = usage.completion_tokens
    entry.outcome = 'complete'
    return
  }
  await stream(response, entry, scenario, answer, head, usage)
}

/** @param {import('node:http').ServerResponse} response @param {any} entry @param {string} scenario @param {CanonAnswer} answer @param {object} head @param {object} usage */
async function stream(response, entry, scenario, answer, head, usage) {
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  /** @param {object} delta @param {string | null} finish @param {object} [rest] */
  const write = (delta, finish, rest = {}) =>
    response.write(`data: ${JSON.stringify({ ...head, choices: [{ index: 0, delta, finish_reason: finish }], ...rest })}\n\n`)
  const pace = /^paced-(\d+)-(\d+)$/.exec(scenario)
  const deltas = pace ? Array.from({ length: Number(pace[1]) }, () => ({ content: 'word ' })) : toDeltas(answer)
  write({ role: 'assistant', content: '' }, null)
  for (const [index, delta] of deltas.entries()) {
    if (pace && index > 0) await wait(Number(pace[2]))
    if (response.destroyed) return
    if (scenario.startsWith('fault-') && index === 2) return breakOff(response, entry, scenario)
    write(delta, null)
    entry.sentTokens++
  }
  write({ content: '' }, toFinish(answer), { usage })
  response.end('data: [DONE]\n\n')
  entry.outcome = 'complete'
}

/** @param {import('node:http').ServerResponse} response @param {any} entry @param {string} scenario */
async function breakOff(response, entry, scenario) {
  entry.outcome = 'cut'
  await new Promise((resolve) => response.write(': \n\n', resolve))
  if (scenario === 'fault-error-in-stream') {
    const error = { object: 'error', message: 'The engine failed.', type: 'internal_server_error', param: null, code: '1000' }
    response.end(`data: ${JSON.stringify(error)}\n\n`)
  } else setImmediate(() => response.destroy())
}

/** @param {CanonAnswer} answer @returns {object[]} */
function toDeltas(answer) {
  return [
    ...pieces(answer.reasoning).map((text) => ({ content: [thinking(text)] })),
    ...pieces(answer.text || answer.refusal).map((content) => ({ content })),
    // Whole calls: https://docs.mistral.ai/capabilities/function_calling/
    ...(answer.calls.length > 0 ? [{ content: '', tool_calls: answer.calls.map(toCall) }] : []),
  ]
}

/** @param {CanonAnswer} answer */
function toMessage(answer) {
  const text = answer.text || answer.refusal
  const content = answer.reasoning ? [thinking(answer.reasoning), ...(text ? [{ type: 'text', text }] : [])] : text
  return { role: 'assistant', content, tool_calls: answer.calls.length > 0 ? answer.calls.map(toCall) : null }
}

/** @param {string} text */
function thinking(text) {
  return { type: 'thinking', thinking: [{ type: 'text', text }] }
}

/** Nine letters and digits. @param {import('../canon.mjs').CanonCall} call @param {number} index */
function toCall(call, index) {
  const id = createHash('sha256').update(call.id).digest('hex').slice(0, 9)
  return { id, type: 'function', function: { name: call.name, arguments: call.arguments }, index }
}

/** It has no word for what filters and refusals do. @param {CanonAnswer} answer */
function toFinish({ finish }) {
  return { stop: 'stop', length: 'length', tools: 'tool_calls', filter: 'stop', refusal: 'stop' }[finish]
}

/** Cached tokens are within the prompt's, thinking is within the completion's. @param {CanonAnswer} answer */
function toUsage({ usage }) {
  const prompt = usage.text + usage.cacheRead + usage.cacheWrite + usage.image
  const completion = usage.output + usage.reasoning
  return {
    prompt_tokens: prompt,
    completion_tokens: completion,
    total_tokens: prompt + completion,
    ...(usage.cacheRead > 0 ? { prompt_tokens_details: { cached_tokens: usage.cacheRead } } : {}),
  }
}

/** @param {any[]} messages */
function countRounds(messages) {
  const user = messages.findLastIndex((message) => message.role === 'user')
  return messages.slice(user + 1).filter((message) => message.tool_calls?.length > 0).length
}

/** @param {any} body */
function findUnknown(body) {
  const unknown = Object.keys(body).find((name) => !FIELDS.has(name))
  if (unknown === undefined) return undefined
  return invalid([{ type: 'extra_forbidden', loc: ['body', unknown], msg: 'Extra inputs are not permitted', input: null }])
}

/** @param {any} messages */
function findWrong(messages) {
  if (!Array.isArray(messages) || messages.length === 0) {
    return invalid([{ type: 'missing', loc: ['body', 'messages'], msg: 'Field required', input: null }])
  }
  const last = messages.at(-1)
  if (last.role !== 'user' && last.role !== 'tool' && !(last.role === 'assistant' && last.prefix === true)) {
    return refused(
      `Expected last role User or Tool (or Assistant with prefix True) for serving but got ${last.role}`,
      'invalid_request_message_order',
      '3230',
    )
  }
  for (const message of messages) {
    for (const id of [message.tool_call_id, ...(message.tool_calls ?? []).map((/** @type {any} */ call) => call.id)]) {
      if (id !== undefined && !/^[a-zA-Z0-9]{9}$/.test(id)) {
        return refused(`Tool call id was ${id} but must be a-z, A-Z, 0-9, with a length of 9.`, 'invalid_function_call', '3280')
      }
    }
  }
  return findUnanswered(messages)
}

/** @param {any[]} messages */
function findUnanswered(messages) {
  const called = messages.flatMap((message) => (message.tool_calls ?? []).map((/** @type {any} */ call) => call.id))
  const answered = new Set(messages.flatMap((message) => message.tool_call_id ?? []))
  if (called.every((id) => answered.has(id))) return undefined
  return refused('Not the same number of function calls and responses', 'invalid_request_message_order', '3230')
}

/** @param {object[]} detail */
function invalid(detail) {
  return { status: 422, body: { detail }, headers: {} }
}

/** @param {string} message @param {string} type @param {string} code */
function refused(message, type, code) {
  return { status: 400, body: { object: 'error', message, type, param: null, code, raw_status_code: 400 }, headers: {} }
}

/** @type {Record<string, { status: number, body: object, headers: Record<string, string> }>} */
const FAULTS = {
  'fault-400': refused('Unsupported value.', 'invalid_request_error', '3001'),
  'fault-401': { status: 401, body: { detail: 'Unauthorized' }, headers: {} },
  'fault-404': refused('Invalid model: fault-404', 'invalid_model', '1500'),
  'fault-429': {
    status: 429,
    body: { object: 'error', message: 'Rate limit exceeded', type: 'rate_limited', param: null, code: '1300' },
    headers: { 'retry-after': '7' },
  },
  'fault-500': {
    status: 500,
    body: { object: 'error', message: 'Internal server error', type: 'internal_server_error', param: null, code: '1000' },
    headers: {},
  },
  'fault-503': {
    status: 503,
    body: { object: 'error', message: 'Service unavailable.', type: 'internal_server_error', param: null, code: '1001' },
    headers: {},
  },
  'fault-context-length': refused(
    'Prompt contains 40000 tokens and 0 draft tokens, too large for model with 32768 maximum context length',
    'invalid_request_prompt_too_long',
    '3051',
  ),
}

/** @param {Exchange} exchange */
function answerEmbed({ body, response, begin }) {
  const { scenario, entry, id } = begin(String(body.model), false)
  const unknown = Object.keys(body).find(
    (name) => !['model', 'input', 'output_dimension', 'output_dtype', 'encoding_format', 'metadata'].includes(name),
  )
  const fault =
    FAULTS[scenario] ??
    (unknown && invalid([{ type: 'extra_forbidden', loc: ['body', unknown], msg: 'Extra inputs are not permitted' }]))
  if (fault) return send(response, fault.status, fault.body, fault.headers)
  entry.outcome = 'complete'
  const { usage, ...answer } = embed({ ...body, dimensions: body.output_dimension })
  return send(response, 200, { id, ...answer, usage: { ...usage, completion_tokens: 0 } })
}

/** @param {Exchange} exchange */
function moderate({ body, response, begin }) {
  const { scenario, entry, id } = begin(String(body.model), false)
  const fault = FAULTS[scenario]
  if (fault) return send(response, fault.status, fault.body, fault.headers)
  const inputs = Array.isArray(body.input) ? body.input : [body.input]
  entry.outcome = 'complete'
  return send(response, 200, {
    id,
    model: body.model,
    results: inputs.map(judge),
    usage: { prompt_tokens: 9, completion_tokens: 0, total_tokens: 9 },
  })
}

/** @param {string} text */
function judge(text) {
  const violent = /attack/i.test(text)
  return {
    categories: { sexual: false, violence_and_threats: violent, pii: false },
    category_scores: { sexual: 0.01, violence_and_threats: violent ? 0.98 : 0.02, pii: 0.03 },
  }
}

/** @param {string} id */
function toModel(id) {
  const capabilities = { completion_chat: true, function_calling: true, vision: true }
  return { id, object: 'model', type: 'base', created: 1_767_225_600, owned_by: 'mistralai', capabilities }
}

/** @param {import('node:http').ServerResponse} response @param {number} status @param {unknown} value @param {Record<string, string>} [headers] */
function send(response, status, value, headers = {}) {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(value))
}
