/** Cohere's second version: https://docs.cohere.com/reference/chat */

import { setTimeout as wait } from 'node:timers/promises'
import { canonAnswer, pieces } from '../canon.mjs'
import { embed } from '../catalogue.mjs'
import { SCENARIO_NAMES } from '../scenarios.mjs'

/** @typedef {import('./dialect.d.mts').DialectExchange} Exchange */
/** @typedef {import('../canon.mjs').CanonAnswer} CanonAnswer */

/** Of its chat template, which it counts but does not bill. */
const TEMPLATE_TOKENS = 66

/** @type {import('./dialect.d.mts').Dialect} */
export const dialect = {
  prefix: '/cohere',
  async answer(exchange) {
    const { path, body, headers, response } = exchange
    if (!/^Bearer \S+$/.test(headers.authorization ?? '')) {
      return send(response, 401, { id: 'none', message: 'no api key supplied' })
    }
    if (path === '/v1/models') return send(response, 200, { models: SCENARIO_NAMES.map(toModel), next_page_token: '' })
    if (path === '/v2/chat' && body) return chat(exchange)
    if (path === '/v2/embed' && body) return answerEmbed(exchange)
    if (path === '/v2/rerank' && body) return rerank(exchange)
    return send(response, 404, { message: 'not found' })
  },
}

/** @param {Exchange} exchange */
async function chat({ body, response, begin }) {
  const { scenario, entry, id } = begin(String(body.model), body.stream === true)
  const wrong = findUnknown(body, CHAT_FIELDS) ?? findWrong(body)
  const fault = wrong ? { status: 400, body: { id, message: wrong }, headers: {} } : FAULTS[scenario]
  if (fault) return fail(response, entry, fault)
  const answer = canonAnswer({
    scenario,
    tools: body.tool_choice === 'NONE' ? [] : (body.tools ?? []).map((/** @type {any} */ tool) => tool.function),
    schema: body.response_format?.json_schema,
    json: body.response_format?.type === 'json_object',
    toolRounds: countRounds(body.messages),
  })
  const usage = toUsage(answer)
  entry.promptTokens = usage.billed_units.input_tokens
  entry.completionTokens = usage.billed_units.output_tokens
  if (body.stream) return stream(response, entry, scenario, answer, id, usage)
  const logprobs = body.logprobs ? pieces(answer.text).map(toLogprob) : undefined
  send(response, 200, { id, finish_reason: toFinish(answer), message: toMessage(answer), usage, logprobs })
  entry.sentTokens = usage.billed_units.output_tokens
  entry.outcome = 'complete'
}

/**
 * @param {import('node:http').ServerResponse} response @param {any} entry @param {string} scenario @param {CanonAnswer} answer @param {string} id
 * @param {object} usage
 */
async function stream(response, entry, scenario, answer, id, usage) {
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  /** @param {{ type: string }} event */
  const write = (event) => response.write(`event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`)
  const message = { role: 'assistant', content: [], tool_plan: '', tool_calls: [], citations: [] }
  write({ id, type: 'message-start', delta: { message } })
  const pace = /^paced-(\d+)-(\d+)$/.exec(scenario)
  const events = pace
    ? toTextEvents(
        Array.from({ length: Number(pace[1]) }, () => 'word '),
        0,
      )
    : toEvents(answer)
  for (const [index, event] of events.entries()) {
    if (pace && index > 1) await wait(Number(pace[2]))
    if (response.destroyed) return
    if (scenario.startsWith('fault-') && index === 3) return breakOff(response, entry, scenario, write)
    write(event)
    if (event.type.endsWith('-delta')) entry.sentTokens++
  }
  write({ type: 'message-end', delta: { finish_reason: toFinish(answer), usage } })
  response.end()
  entry.outcome = 'complete'
}

/** @param {import('node:http').ServerResponse} response @param {any} entry @param {string} scenario @param {(event: any) => void} write */
async function breakOff(response, entry, scenario, write) {
  entry.outcome = 'cut'
  await new Promise((resolve) => response.write(': \n\n', resolve))
  if (scenario === 'fault-error-in-stream') {
    write({ type: 'message-end', delta: { finish_reason: 'ERROR', error: 'the model failed' } })
    response.end()
  } else setImmediate(() => response.destroy())
}

/** @param {CanonAnswer} answer @returns {any[]} */
function toEvents(answer) {
  const thought = answer.reasoning ? toThoughtEvents(pieces(answer.reasoning), 0) : []
  const text = answer.text || answer.refusal
  return [
    ...thought,
    ...(text ? toTextEvents(pieces(text), thought.length > 0 ? 1 : 0) : []),
    ...answer.calls.flatMap(toCallEvents),
  ]
}

/** @param {string[]} words @param {number} index */
function toTextEvents(words, index) {
  return toContentEvents(
    index,
    { type: 'text', text: '' },
    words.map((text) => ({ text })),
  )
}

/** @param {string[]} words @param {number} index */
function toThoughtEvents(words, index) {
  return toContentEvents(
    index,
    { type: 'thinking', thinking: '' },
    words.map((thinking) => ({ thinking })),
  )
}

/** @param {number} index @param {object} first @param {object[]} contents */
function toContentEvents(index, first, contents) {
  return [
    { type: 'content-start', index, delta: { message: { content: first } } },
    ...contents.map((content) => ({ type: 'content-delta', index, delta: { message: { content } } })),
    { type: 'content-end', index },
  ]
}

/** @param {import('../canon.mjs').CanonCall} call @param {number} index */
function toCallEvents({ id, name, arguments: args }, index) {
  const start = { id, type: 'function', function: { name, arguments: '' } }
  return [
    { type: 'tool-call-start', index, delta: { message: { tool_calls: start } } },
    ...pieces(args).map((piece) => ({
      type: 'tool-call-delta',
      index,
      delta: { message: { tool_calls: { function: { arguments: piece } } } },
    })),
    { type: 'tool-call-end', index },
  ]
}

/** @param {CanonAnswer} answer */
function toMessage(answer) {
  const text = answer.text || answer.refusal
  const content = [
    ...(answer.reasoning ? [{ type: 'thinking', thinking: answer.reasoning }] : []),
    ...(text ? [{ type: 'text', text }] : []),
  ]
  const calls = answer.calls.map(({ id, name, arguments: args }) => ({
    id,
    type: 'function',
    function: { name, arguments: args },
  }))
  return { role: 'assistant', ...(content.length > 0 ? { content } : {}), ...(calls.length > 0 ? { tool_calls: calls } : {}) }
}

/** It has no word for what filters and refusals do. @param {CanonAnswer} answer */
function toFinish({ finish }) {
  return { stop: 'COMPLETE', length: 'MAX_TOKENS', tools: 'TOOL_CALL', filter: 'COMPLETE', refusal: 'COMPLETE' }[finish]
}

/** What is billed, what was counted, and what of the prompt its cache had; thinking is within the output. @param {CanonAnswer} answer */
function toUsage({ usage }) {
  const input = usage.text + usage.cacheRead + usage.cacheWrite + usage.image
  const output = usage.output + usage.reasoning
  return {
    billed_units: { input_tokens: input, output_tokens: output },
    tokens: { input_tokens: input + TEMPLATE_TOKENS, output_tokens: output },
    cached_tokens: usage.cacheRead,
  }
}

/** @param {string} text */
function toLogprob(text) {
  return { text, token_ids: [1], logprobs: [-0.25] }
}

/** @param {any[]} messages */
function countRounds(messages) {
  const user = messages.findLastIndex((message) => message.role === 'user')
  return messages.slice(user + 1).filter((message) => message.tool_calls?.length > 0).length
}

const CHAT_FIELDS = new Set([
  ...[
    'model',
    'messages',
    'tools',
    'strict_tools',
    'documents',
    'citation_options',
    'response_format',
    'safety_mode',
    'max_tokens',
  ],
  ...['stop_sequences', 'temperature', 'seed', 'frequency_penalty', 'presence_penalty', 'k', 'p', 'logprobs', 'tool_choice'],
  ...['thinking', 'priority', 'stream'],
])

/** @param {any} body @param {ReadonlySet<string>} fields */
function findUnknown(body, fields) {
  const unknown = Object.keys(body).find((name) => !fields.has(name))
  return unknown && `invalid request: unknown field: parameter '${unknown}' is not a valid field`
}

/** @param {any} body */
function findWrong({ messages, tools, tool_choice: choice }) {
  if (!Array.isArray(messages) || messages.length === 0) return 'invalid request: messages must not be empty.'
  if (choice === 'REQUIRED' && !tools?.length) return 'invalid request: tool_choice requires tools.'
  for (const message of messages) {
    if (!['user', 'assistant', 'system', 'tool'].includes(message.role)) return 'invalid request: unknown role.'
    if (message.role === 'assistant' && !message.content?.length && !message.tool_calls?.length) {
      return "invalid request: an assistant message must have 'content' or 'tool_calls'."
    }
    if (message.role === 'assistant' && message.tool_plan && !message.tool_calls?.length) {
      return "invalid request: 'tool_plan' requires 'tool_calls'."
    }
  }
  const called = new Set(messages.flatMap((message) => (message.tool_calls ?? []).map((/** @type {any} */ call) => call.id)))
  const lost = messages.find((message) => message.role === 'tool' && !called.has(message.tool_call_id))
  return lost && `invalid request: cannot find the tool call of tool_call_id ${lost.tool_call_id}.`
}

/** @type {Record<string, { status: number, body: object, headers: Record<string, string> }>} */
const FAULTS = {
  'fault-400': { status: 400, body: { message: 'invalid request: p must be between 0.01 and 0.99.' }, headers: {} },
  'fault-401': { status: 401, body: { message: 'invalid api token' }, headers: {} },
  'fault-404': {
    status: 404,
    body: { message: "model 'fault-404' not found, make sure the correct model ID was used" },
    headers: {},
  },
  'fault-429': {
    status: 429,
    body: { message: 'You are past the per minute request limit, please wait and try again later.' },
    headers: { 'retry-after': '7' },
  },
  'fault-500': { status: 500, body: { message: 'internal server error' }, headers: {} },
  'fault-503': { status: 503, body: { message: 'service unavailable' }, headers: {} },
  'fault-context-length': {
    status: 400,
    body: { message: 'too many tokens: total number of tokens in the prompt cannot exceed 4081 - received 4292.' },
    headers: {},
  },
}

/** @param {Exchange} exchange */
function answerEmbed({ body, response, begin }) {
  const { scenario, entry, id } = begin(String(body.model), false)
  const fault = FAULTS[scenario] ?? findWrongEmbed(body)
  if (fault) return fail(response, entry, fault)
  const { data, usage } = embed({ model: body.model, input: body.texts, dimensions: body.output_dimension })
  // That catalogue answers in the reverse order.
  const float = data.reverse().map(({ embedding }) => embedding)
  entry.outcome = 'complete'
  const meta = { api_version: { version: '2' }, billed_units: { input_tokens: usage.prompt_tokens } }
  return send(response, 200, { id, embeddings: { float }, texts: body.texts, meta, response_type: 'embeddings_by_type' })
}

const EMBED_FIELDS = new Set([
  'model',
  'texts',
  'input_type',
  'embedding_types',
  'output_dimension',
  'truncate',
  'max_tokens',
  'priority',
])

/** @param {any} body */
function findWrongEmbed(body) {
  const message =
    findUnknown(body, EMBED_FIELDS) ??
    (body.input_type ? undefined : 'invalid request: valid input_type must be provided with the provided model') ??
    (body.texts?.length > 96 ? 'invalid request: total number of texts must be at most 96' : undefined)
  return message && { status: 400, body: { message }, headers: {} }
}

/** By how many words a document shares with the query; one search for each hundred documents. @param {Exchange} exchange */
function rerank({ body, response, begin }) {
  const { scenario, entry, id } = begin(String(body.model), false)
  const fault = FAULTS[scenario]
  if (fault) return fail(response, entry, fault)
  const asked = new Set(words(body.query))
  const results = body.documents
    .map((/** @type {string} */ document, /** @type {number} */ index) => {
      const shared = words(document).filter((word) => asked.has(word)).length
      return { index, relevance_score: Math.min(shared / asked.size, 1) }
    })
    .sort((/** @type {any} */ one, /** @type {any} */ other) => other.relevance_score - one.relevance_score)
    .slice(0, body.top_n ?? body.documents.length)
  entry.outcome = 'complete'
  const meta = { api_version: { version: '2' }, billed_units: { search_units: Math.ceil(body.documents.length / 100) } }
  return send(response, 200, { id, results, meta })
}

/** @param {string} text @returns {string[]} */
function words(text) {
  return text.toLowerCase().match(/[a-z]+/g) ?? []
}

/** @param {string} name */
function toModel(name) {
  return { name, endpoints: ['chat'], finetuned: false, context_length: 128_000 }
}

/** @param {import('node:http').ServerResponse} response @param {any} entry @param {{ status: number, body: object, headers: Record<string, string> }} fault */
function fail(response, entry, { status, body, headers }) {
  entry.outcome = 'error'
  entry.status = status
  return send(response, status, body, headers)
}

/** @param {import('node:http').ServerResponse} response @param {number} status @param {unknown} value @param {Record<string, string>} [headers] */
function send(response, status, value, headers = {}) {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(value))
}
