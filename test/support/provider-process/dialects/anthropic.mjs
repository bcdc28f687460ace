/** Claude's Messages API: https://platform.claude.com/docs/en/api/messages. */

import { setTimeout as wait } from 'node:timers/promises'
import { agentSignature, canonAnswer, pieces } from '../canon.mjs'
import { SCENARIO_NAMES } from '../scenarios.mjs'

/** @typedef {import('./dialect.d.mts').DialectExchange} Exchange */
/** @typedef {import('../canon.mjs').CanonAnswer} CanonAnswer */
/** @typedef {{ status: number, type: string, message: string, headers?: Record<string, string> }} Problem */

/** @type {import('./dialect.d.mts').Dialect} */
export const dialect = {
  prefix: '/anthropic',
  async answer(exchange) {
    const { path, headers, response, method, query, body } = exchange
    if (!headers['x-api-key']) return refuse(response, problem(401, 'authentication_error', 'x-api-key header is required'))
    const version = findWrongVersion(headers)
    if (version) return refuse(response, version)
    if (method === 'GET' && path === '/v1/models') return send(response, listModels(query))
    if (method === 'POST' && path === '/v1/messages') return answerMessages(exchange)
    if (method === 'POST' && path === '/v1/messages/count_tokens') return countTokens(response, body)
    return refuse(response, problem(404, 'not_found_error', 'Not found'))
  },
}

/** @param {Exchange} exchange */
function answerMessages({ body, response, begin }) {
  if (typeof body?.model !== 'string') return refuse(response, invalid('model: Field required'))
  const { scenario, entry, id } = begin(body.model, body.stream === true)
  return answerClaude({ scenario, entry, id, body, response, model: body.model, fields: FIELDS })
}

/**
 * Wherever Claude is served: `fields` are those that the body may have there.
 * @param {{ scenario: string, entry: import('../server.mjs').LedgerEntry, id: string, body: any, model: string,
 *   response: import('node:http').ServerResponse, fields: ReadonlySet<string> }} asked
 */
export async function answerClaude({ scenario, entry, id, body, model, response, fields }) {
  const wrong = FAULTS[scenario] ?? findWrong(body, fields) ?? findWrongSignature(scenario, body.messages)
  if (wrong) {
    entry.outcome = 'error'
    entry.status = wrong.status
    return refuse(response, wrong)
  }
  const answer = toAnswer(scenario, body)
  const message = toMessage(answer, body, `msg_${id}`, model)
  const { usage } = message
  entry.promptTokens = usage.input_tokens + usage.cache_read_input_tokens + usage.cache_creation_input_tokens
  entry.completionTokens = usage.output_tokens
  if (body.stream) return stream(response, entry, scenario, message)
  send(response, message)
  entry.sentTokens = usage.output_tokens
  entry.outcome = 'complete'
}

/** @param {string} scenario @param {any} body @returns {CanonAnswer} */
function toAnswer(scenario, body) {
  const tools = (body.tools ?? []).filter((/** @type {any} */ tool) => tool.input_schema)
  return canonAnswer({
    scenario,
    tools: body.tool_choice?.type === 'none' ? [] : tools.map(toCanonTool),
    schema: body.output_config?.format && withTold(body.output_config.format.schema),
    toolRounds: roundsOf(body.messages).length,
  })
}

/** @param {any} tool */
function toCanonTool({ name, input_schema }) {
  return { name, parameters: withTold(input_schema) }
}

/** A model reads constraints that a schema may not have in its description, as `{minimum: 18}`. @param {any} schema @returns {any} */
function withTold(schema) {
  if (Array.isArray(schema)) return schema.map(withTold)
  if (typeof schema !== 'object' || schema === null) return schema
  const minimum = /\{(?:[^{}]*, )?minimum: (-?\d+)/.exec(String(schema.description ?? ''))?.[1]
  const inner = Object.fromEntries(Object.entries(schema).map(([name, value]) => [name, withTold(value)]))
  return { ...inner, ...(minimum === undefined ? {} : { minimum: Number(minimum) }) }
}

// --- Answers

/** @param {CanonAnswer} answer @param {any} body @param {string} id @param {string} model */
function toMessage(answer, body, id, model) {
  return {
    id,
    type: 'message',
    role: 'assistant',
    model,
    content: toContent(answer),
    container: null,
    ...toStop(answer),
    usage: toUsage(answer, body),
  }
}

/** @param {CanonAnswer} answer @returns {any[]} */
function toContent({ reasoning, signature, redacted, text, calls }) {
  return [
    ...(redacted ? [{ type: 'redacted_thinking', data: redacted }] : []),
    ...(reasoning ? [{ type: 'thinking', thinking: reasoning, signature }] : []),
    ...(text ? [{ type: 'text', text, citations: null }] : []),
    ...calls.map(({ id, name, arguments: input }) => ({
      type: 'tool_use',
      id,
      name,
      input: JSON.parse(input),
      caller: { type: 'direct' },
    })),
  ]
}

/** What a filter stops is a refusal here too. @param {CanonAnswer} answer */
function toStop({ finish, refusal }) {
  const reasons = { stop: 'end_turn', length: 'max_tokens', tools: 'tool_use', filter: 'refusal', refusal: 'refusal' }
  const reason = reasons[finish]
  return {
    stop_reason: reason,
    stop_sequence: null,
    stop_details: reason === 'refusal' ? { type: 'refusal', category: null, explanation: refusal || null } : null,
  }
}

/** Cached tokens are counted apart from the input, thought within the output. @param {CanonAnswer} answer @param {any} body */
function toUsage({ usage }, body) {
  const hour = JSON.stringify(body).includes('"ttl":"1h"') ? usage.cacheWrite : 0
  return {
    input_tokens: usage.text + usage.image,
    cache_creation_input_tokens: usage.cacheWrite,
    cache_read_input_tokens: usage.cacheRead,
    cache_creation: { ephemeral_5m_input_tokens: usage.cacheWrite - hour, ephemeral_1h_input_tokens: hour },
    output_tokens: usage.output + usage.reasoning,
    output_tokens_details: { thinking_tokens: usage.reasoning },
    server_tool_use: null,
    service_tier: 'standard',
  }
}

/** @param {import('node:http').ServerResponse} response @param {any} entry @param {string} scenario @param {any} message */
async function stream(response, entry, scenario, message) {
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache' })
  const write = (/** @type {any} */ event) => response.write(`event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`)
  const { content, stop_reason, stop_sequence, stop_details, usage, ...head } = message
  const begun = { ...usage, output_tokens: 1, output_tokens_details: null }
  write({ type: 'message_start', message: { ...head, content: [], stop_reason: null, stop_sequence: null, usage: begun } })
  write({ type: 'ping' })
  const pace = /^paced-(\d+)-(\d+)$/.exec(scenario)
  const blocks = pace ? [{ type: 'text', text: 'word '.repeat(Number(pace[1])) }] : content
  const events = blocks.flatMap((/** @type {any} */ block, /** @type {number} */ index) => toEvents(block, index, pace ? 5 : 9))
  for (const [index, event] of events.entries()) {
    if (pace && index > 1) await wait(Number(pace[2]))
    if (response.destroyed) return
    if (scenario.startsWith('fault-') && index === 3) return breakOff(response, entry, scenario)
    write(event)
    if (event.type === 'content_block_delta') entry.sentTokens++
  }
  const { output_tokens, output_tokens_details, input_tokens, cache_creation_input_tokens, cache_read_input_tokens } = usage
  const counted = { input_tokens, cache_creation_input_tokens, cache_read_input_tokens, output_tokens, output_tokens_details }
  write({ type: 'message_delta', delta: { stop_reason, stop_sequence, stop_details, container: null }, usage: counted })
  write({ type: 'message_stop' })
  entry.outcome = 'complete'
  response.end()
}

/** @param {any} block @param {number} index @param {number} size */
function toEvents(block, index, size) {
  const delta = (/** @type {object} */ value) => ({ type: 'content_block_delta', index, delta: value })
  return [
    { type: 'content_block_start', index, content_block: toEmpty(block) },
    ...toDeltas(block, size).map(delta),
    { type: 'content_block_stop', index },
  ]
}

/** @param {any} block */
function toEmpty(block) {
  if (block.type === 'text') return { ...block, text: '' }
  if (block.type === 'thinking') return { ...block, thinking: '', signature: '' }
  return block.type === 'tool_use' ? { ...block, input: {} } : block
}

/** A tool without arguments streams an empty piece. @param {any} block @param {number} size @returns {object[]} */
function toDeltas({ type, text, thinking, signature, input }, size) {
  if (type === 'text') return pieces(text, size).map((piece) => ({ type: 'text_delta', text: piece }))
  if (type === 'thinking') {
    return [
      ...pieces(thinking, size).map((piece) => ({ type: 'thinking_delta', thinking: piece })),
      { type: 'signature_delta', signature },
    ]
  }
  if (type !== 'tool_use') return []
  const json = Object.keys(input).length === 0 ? [] : pieces(JSON.stringify(input), size)
  return ['', ...json].map((piece) => ({ type: 'input_json_delta', partial_json: piece }))
}

/** @param {import('node:http').ServerResponse} response @param {any} entry @param {string} scenario */
async function breakOff(response, entry, scenario) {
  entry.outcome = 'cut'
  await new Promise((resolve) => response.write(': \n\n', resolve))
  if (scenario === 'fault-error-in-stream') {
    const event = { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } }
    response.end(`event: error\ndata: ${JSON.stringify(event)}\n\n`)
  } else setImmediate(() => response.destroy())
}

// --- What the vendor refuses

const FIELDS = new Set([
  ...['model', 'messages', 'max_tokens', 'system', 'stream', 'stop_sequences', 'temperature', 'top_p', 'top_k', 'metadata'],
  ...['tools', 'tool_choice', 'thinking', 'output_config', 'service_tier', 'container', 'cache_control', 'inference_geo'],
  ...['context_management', 'mcp_servers', 'speed', 'diagnostics'],
])
const COUNTED = new Set([
  ...['model', 'messages', 'system', 'tools', 'tool_choice', 'thinking', 'output_config', 'cache_control', 'mcp_servers'],
])

/** @param {any} body @param {ReadonlySet<string>} fields @returns {Problem | undefined} */
function findWrong(body, fields) {
  if (!Number.isInteger(body.max_tokens) || body.max_tokens < 0) return invalid('max_tokens: Field required')
  return findWrongBody(body, fields) ?? findWrongThinking(body)
}

/** @param {any} body @param {ReadonlySet<string>} fields @returns {Problem | undefined} */
function findWrongBody(body, fields) {
  if (!Array.isArray(body.messages) || body.messages.length === 0) return invalid('messages: at least one message is required')
  const unknown = Object.keys(body).find((name) => !fields.has(name))
  if (unknown) return invalid(`${unknown}: Extra inputs are not permitted`)
  for (const [index, { role, content }] of body.messages.entries()) {
    if (!['user', 'assistant', 'system'].includes(role))
      return invalid(`messages.${index}.role: Input should be 'user' or 'assistant'`)
    if (typeof content !== 'string' && !Array.isArray(content)) return invalid(`messages.${index}.content: Field required`)
  }
  return findWrongBlock(body) ?? findWrongResults(body.messages)
}

/** @param {any} body @returns {Problem | undefined} */
function findWrongBlock({ messages, system, tools }) {
  const blocks = [...messages, { content: system ?? [] }].flatMap(blocksOf)
  for (const block of blocks) {
    if (block.type === 'text' && !block.text.trim())
      return invalid('messages: text content blocks must contain non-whitespace text')
    if (block.type === 'tool_use' && !/^[a-zA-Z0-9_-]+$/.test(block.id)) {
      return invalid("messages.content.tool_use.id: String should match pattern '^[a-zA-Z0-9_-]+$'")
    }
  }
  const marks = [...blocks, ...(tools ?? [])].filter((block) => block.cache_control).length
  return marks > 4 ? invalid(`A maximum of 4 blocks with cache_control may be provided. Found ${marks}.`) : undefined
}

/** Each result answers a call of the turn before, and each call has one. @param {any[]} messages @returns {Problem | undefined} */
function findWrongResults(messages) {
  for (const [index, message] of messages.entries()) {
    const called = index > 0 ? idsOf(messages[index - 1], 'tool_use', 'id') : []
    const answered = idsOf(message, 'tool_result', 'tool_use_id')
    const orphan = answered.find((id) => !called.includes(id))
    if (orphan) return invalid(`messages.${index}.content: unexpected \`tool_use_id\` found in \`tool_result\` blocks: ${orphan}`)
    const missing = called.filter((id) => !answered.includes(id))
    if (missing.length > 0) {
      return invalid(
        `messages.${index - 1}: \`tool_use\` ids were found without \`tool_result\` blocks immediately after: ${missing.join(', ')}`,
      )
    }
    const types = blocksOf(message).map((/** @type {any} */ block) => block.type === 'tool_result')
    if (types.lastIndexOf(true) > types.indexOf(false) && types.includes(false) && types.includes(true)) {
      return invalid(`messages.${index}: \`tool_result\` blocks must come first in the content of a turn`)
    }
  }
  return undefined
}

/** @param {any} body @returns {Problem | undefined} */
function findWrongThinking({ thinking, max_tokens, temperature, top_k, tool_choice }) {
  if (thinking?.type !== 'enabled' && thinking?.type !== 'adaptive') return undefined
  if (thinking.type === 'enabled' && !(thinking.budget_tokens >= 1024))
    return invalid('thinking.budget_tokens: Input should be at least 1024')
  if (thinking.budget_tokens >= max_tokens) return invalid('`max_tokens` must be greater than `thinking.budget_tokens`')
  if (temperature !== undefined && temperature !== 1)
    return invalid('`temperature` may only be set to 1 when thinking is enabled')
  if (top_k !== undefined) return invalid('`top_k` must be unset when thinking is enabled')
  if (['any', 'tool'].includes(tool_choice?.type)) return invalid('Thinking may not be enabled when tool_choice forces tool use.')
  return undefined
}

/** @param {string} scenario @param {any[]} messages @returns {Problem | undefined} */
function findWrongSignature(scenario, messages) {
  if (scenario !== 'agent') return undefined
  const wrong = roundsOf(messages).findIndex((message, turn) => {
    const thought = blocksOf(message).find((/** @type {any} */ block) => block.type === 'thinking')
    return thought?.signature !== agentSignature(turn)
  })
  return wrong < 0 ? undefined : invalid(`messages.${wrong}.content.0: Invalid \`signature\` in \`thinking\` block`)
}

/** The turns with calls since the user last wrote anything. @param {any[]} messages @returns {any[]} */
function roundsOf(messages) {
  const written = messages.findLastIndex(
    (message) => message.role === 'user' && blocksOf(message).some((/** @type {any} */ block) => block.type !== 'tool_result'),
  )
  return messages.slice(written + 1).filter((message) => idsOf(message, 'tool_use', 'id').length > 0)
}

/** @param {any} message @returns {any[]} */
function blocksOf({ content }) {
  return typeof content === 'string' ? [{ type: 'text', text: content }] : content
}

/** @param {any} message @param {string} type @param {string} field @returns {string[]} */
function idsOf(message, type, field) {
  return blocksOf(message).flatMap((/** @type {any} */ block) => (block.type === type ? [block[field]] : []))
}

/** @param {import('node:http').IncomingHttpHeaders} headers @returns {Problem | undefined} */
function findWrongVersion(headers) {
  const version = headers['anthropic-version']
  if (!version) return invalid('anthropic-version: header is required')
  return version === '2023-06-01' ? undefined : invalid(`anthropic-version: "${version}" is not a valid version`)
}

// --- Counting and models

/** A token for each four characters that decide it. @param {import('node:http').ServerResponse} response @param {any} body */
function countTokens(response, body) {
  const wrong = body ? findWrongBody(body, COUNTED) : invalid('model: Field required')
  if (wrong) return refuse(response, wrong)
  if (FAULTS[body.model]) return refuse(response, FAULTS[body.model])
  const { model: _, ...counted } = body
  return send(response, { input_tokens: Math.ceil(JSON.stringify(counted).length / 4) })
}

/** Pages of at most ten, whatever is asked for. @param {URLSearchParams} query */
function listModels(query) {
  const from = SCENARIO_NAMES.indexOf(query.get('after_id') ?? '') + 1
  const names = SCENARIO_NAMES.slice(from, from + Math.min(Number(query.get('limit') ?? 20), 10))
  return {
    data: names.map((id) => ({ type: 'model', id, display_name: id, created_at: '2026-01-01T00:00:00Z' })),
    has_more: from + names.length < SCENARIO_NAMES.length,
    first_id: names[0] ?? null,
    last_id: names.at(-1) ?? null,
  }
}

// --- Errors: https://platform.claude.com/docs/en/api/errors

/** @param {number} status @param {string} type @param {string} message @param {Record<string, string>} [headers] @returns {Problem} */
function problem(status, type, message, headers) {
  return { status, type, message, headers }
}

/** @param {string} message @returns {Problem} */
function invalid(message) {
  return problem(400, 'invalid_request_error', message)
}

/** @type {Record<string, Problem>} */
const FAULTS = {
  'fault-400': invalid('temperature: Input should be less than or equal to 1'),
  'fault-401': problem(401, 'authentication_error', 'invalid x-api-key'),
  'fault-404': problem(404, 'not_found_error', 'model: fault-404'),
  'fault-429': problem(429, 'rate_limit_error', 'This request would exceed the rate limit for your organization.', {
    'retry-after': '7',
  }),
  'fault-quota': invalid('Your credit balance is too low to access the Anthropic API.'),
  'fault-500': problem(500, 'api_error', 'Internal server error'),
  'fault-503': problem(529, 'overloaded_error', 'Overloaded'),
  'fault-context-length': invalid('prompt is too long: 210000 tokens > 200000 maximum'),
}

/** @param {import('node:http').ServerResponse} response @param {Problem} problem */
function refuse(response, { status, type, message, headers = {} }) {
  const body = { type: 'error', error: { type, message }, request_id: 'req_provider' }
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
}

/** @param {import('node:http').ServerResponse} response @param {unknown} value */
function send(response, value) {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value))
}
