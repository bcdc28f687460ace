/** The Responses API in the form of canon.mjs: https://platform.openai.com/docs/api-reference/responses. Served under several prefixes. */

import { agentSignature, canonAnswer, pieces, sample } from '../canon.mjs'
import { CREATED, findFault, findUnknown, invalid, paceOf, refuse, send, writeStream } from './openai-parts.mjs'

/** @typedef {import('./dialect.d.mts').DialectExchange} Exchange */
/** @typedef {import('../canon.mjs').CanonAnswer} CanonAnswer */
/** @typedef {import('./openai-parts.mjs').Fault} Fault */
/** @typedef {import('./openai-parts.mjs').Frame} Frame */
/** @typedef {{ findFault?: (scenario: string) => Fault | undefined, ofAnswer?: (answer: CanonAnswer) => object }} ResponseForm */

const FIELDS = new Set([
  ...[
    'background',
    'conversation',
    'include',
    'input',
    'instructions',
    'max_output_tokens',
    'max_tool_calls',
    'metadata',
    'model',
  ],
  ...[
    'parallel_tool_calls',
    'previous_response_id',
    'prompt',
    'prompt_cache_key',
    'prompt_cache_options',
    'prompt_cache_retention',
  ],
  ...[
    'reasoning',
    'safety_identifier',
    'service_tier',
    'store',
    'stream',
    'stream_options',
    'temperature',
    'text',
    'tool_choice',
  ],
  ...['tools', 'top_logprobs', 'top_p', 'truncation', 'user', 'context_management', 'moderation'],
])

/** @param {Exchange} exchange @param {ResponseForm} [form] */
export async function answerResponse({ body, response, begin }, form = {}) {
  const { scenario, entry, id } = begin(String(body.model), body.stream === true)
  const items = typeof body.input === 'string' ? [{ role: 'user', content: body.input }] : body.input
  const fault = form.findFault?.(scenario) ?? findFault(scenario) ?? findWrong(body, items) ?? findWrongState(scenario, items)
  if (fault) return refuse(response, entry, fault)
  const rounds = toRounds(items)
  const answer = toAnswer(scenario, body, rounds.length)
  const usage = toUsage(answer)
  entry.promptTokens = usage.input_tokens
  entry.completionTokens = usage.output_tokens
  const head = toHead(`resp_${id}`, body)
  const output = toOutput(answer, body, rounds.length)
  const end = { ...head, ...toEnd(answer), output, usage, ...form.ofAnswer?.(answer) }
  if (body.stream) return writeStream(response, entry, scenario, toFrames(head, output, end), ERROR_FRAME)
  entry.sentTokens = usage.output_tokens
  entry.outcome = 'complete'
  send(response, 200, end)
}

const ERROR_FRAME = toFrame({
  type: 'error',
  code: 'server_error',
  message: 'The engine failed.',
  param: null,
  sequence_number: 99,
})

/** @param {any} body @param {any} items @returns {Fault | undefined} */
function findWrong(body, items) {
  if (!Array.isArray(items)) return invalid("Missing required parameter: 'input'.", 'input', 'missing_required_parameter')
  if (body.max_output_tokens < 16) return invalid('Expected a value >= 16.', 'max_output_tokens', 'integer_below_min_value')
  for (const [index, tool] of (body.tools ?? []).entries()) {
    if (tool.type === 'function' && typeof tool.name !== 'string')
      return invalid('Missing name.', `tools[${index}].name`, 'missing_required_parameter')
  }
  return findUnknown(body, FIELDS) ?? findWrongCalls(items)
}

/** @param {any[]} items @returns {Fault | undefined} */
function findWrongCalls(items) {
  const calls = new Set(items.flatMap(({ type, call_id: id }) => (type === 'function_call' ? [id] : [])))
  const outputs = new Set(items.flatMap(({ type, call_id: id }) => (type === 'function_call_output' ? [id] : [])))
  for (const id of outputs) if (!calls.has(id)) return invalid('No tool call found for function call output.', 'input')
  for (const id of calls) if (!outputs.has(id)) return invalid('No tool output found for function call.', 'input')
  return undefined
}

const WITHHELD = Buffer.from('withheld').toString('base64')

/** What it encrypted it reads again; of an agent's turns it wants all of it back. @param {string} scenario @param {any[]} items */
function findWrongState(scenario, items) {
  const known = new Set([agentSignature(0), agentSignature(1), agentSignature(2), WITHHELD])
  for (const [index, { type, encrypted_content: content }] of items.entries()) {
    if (type !== 'reasoning') continue
    if (!content) return invalid('Item not found. Items are not persisted when `store` is set to false.', 'input')
    if (!known.has(content))
      return invalid('The encrypted content could not be verified.', `input[${index}]`, 'invalid_encrypted_content')
  }
  if (scenario !== 'agent') return undefined
  const wrong = toRounds(items).findIndex(
    (round, turn) =>
      !round.some(
        (item) => item.type === 'reasoning' && item.id === `rs_turn_${turn}` && item.encrypted_content === agentSignature(turn),
      ),
  )
  return wrong === -1
    ? undefined
    : invalid(`A function call of turn ${wrong} was provided without its required 'reasoning' item.`, 'input')
}

/** Turns with calls after the last message of the user, each with what belongs to it. @param {any[]} items @returns {any[][]} */
function toRounds(items) {
  /** @type {any[][]} */
  const rounds = []
  let isOpen = false
  for (const item of items.slice(items.findLastIndex(({ role }) => role === 'user') + 1)) {
    if (item.type === 'function_call_output') isOpen = false
    else if (isOpen) rounds.at(-1)?.push(item)
    else {
      isOpen = true
      rounds.push([item])
    }
  }
  return rounds.filter((round) => round.some(({ type }) => type === 'function_call'))
}

/** @param {string} scenario @param {any} body @param {number} toolRounds @returns {CanonAnswer} */
function toAnswer(scenario, body, toolRounds) {
  const tools = (body.tools ?? []).filter((/** @type {any} */ { type }) => type === 'function')
  const forced = tools.find(
    (/** @type {any} */ { name }) => body.tool_choice?.type === 'function' && name === body.tool_choice.name,
  )
  const format = body.text?.format
  const answer = canonAnswer({
    scenario,
    tools: body.tool_choice === 'none' ? [] : forced ? [forced] : tools,
    schema: format?.schema ?? (scenario === 'json-schema' ? forced?.parameters : undefined),
    json: format?.type === 'json_object',
    toolRounds,
  })
  const pace = paceOf(scenario)
  if (pace) return { ...answer, text: 'measured '.repeat(pace.count) }
  if (scenario !== 'json-schema' || format || !forced) return answer
  const call = { id: 'call_forced', name: forced.name, arguments: JSON.stringify(sample(forced.parameters ?? {})) }
  return { ...answer, text: '', calls: [call], finish: 'tools' }
}

/** What is answered repeats what was asked. @param {string} id @param {any} body */
function toHead(id, body) {
  return {
    id,
    object: 'response',
    created_at: CREATED,
    status: 'in_progress',
    background: false,
    error: null,
    incomplete_details: null,
    instructions: body.instructions ?? null,
    max_output_tokens: body.max_output_tokens ?? null,
    model: body.model,
    output: [],
    parallel_tool_calls: body.parallel_tool_calls ?? true,
    previous_response_id: null,
    reasoning: { effort: body.reasoning?.effort ?? null, summary: body.reasoning?.summary ?? null },
    service_tier: 'auto',
    store: body.store ?? true,
    temperature: body.temperature ?? 1,
    text: body.text ?? { format: { type: 'text' } },
    tool_choice: body.tool_choice ?? 'auto',
    tools: body.tools ?? [],
    top_p: body.top_p ?? 1,
    truncation: 'disabled',
    usage: null,
    metadata: body.metadata ?? {},
  }
}

/** @param {CanonAnswer} answer */
function toEnd({ finish }) {
  const reason = finish === 'length' ? 'max_output_tokens' : finish === 'filter' ? 'content_filter' : null
  const end = reason ? { status: 'incomplete', incomplete_details: { reason } } : { status: 'completed' }
  return { ...end, service_tier: 'default' }
}

/** @param {CanonAnswer} answer @param {any} body @param {number} turn @returns {any[]} */
function toOutput(answer, body, turn) {
  const said = answer.refusal
    ? { type: 'refusal', refusal: answer.refusal }
    : { type: 'output_text', text: answer.text, annotations: [], logprobs: [] }
  return [
    ...(answer.signature || answer.redacted ? [toReasoning(answer, body, turn)] : []),
    ...(answer.text || answer.refusal
      ? [
          {
            id: `msg_turn_${turn}`,
            type: 'message',
            status: answer.finish === 'length' ? 'incomplete' : 'completed',
            role: 'assistant',
            content: [said],
          },
        ]
      : []),
    ...answer.calls.map((call) => ({
      id: `fc_${call.id}`,
      type: 'function_call',
      status: 'completed',
      call_id: call.id,
      name: call.name,
      arguments: call.arguments,
    })),
  ]
}

/** The summary comes to those who ask for it, and so does the encrypted whole. @param {CanonAnswer} answer @param {any} body @param {number} turn */
function toReasoning({ reasoning, signature, redacted }, body, turn) {
  const isEncrypted = body.include?.includes('reasoning.encrypted_content')
  const summary = body.reasoning?.summary && reasoning ? [{ type: 'summary_text', text: reasoning }] : []
  return { id: `rs_turn_${turn}`, type: 'reasoning', summary, ...(isEncrypted && { encrypted_content: signature || redacted }) }
}

/** @param {object} head @param {any[]} output @param {any} end @returns {Frame[]} */
function toFrames(head, output, end) {
  const events = [
    { type: 'response.created', response: head },
    { type: 'response.in_progress', response: head },
    ...output.flatMap(toItemEvents),
    { type: end.status === 'incomplete' ? 'response.incomplete' : 'response.completed', response: end },
  ]
  return events.map((event, index) => ({
    text: toFrame({ ...event, sequence_number: index }),
    isPiece: event.type.endsWith('.delta'),
  }))
}

/** @param {{ type: string }} event */
function toFrame(event) {
  return `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`
}

/** @param {any} item @param {number} outputIndex @returns {{ type: string }[]} */
function toItemEvents(item, outputIndex) {
  const place = { item_id: item.id, output_index: outputIndex }
  const empty = {
    message: { content: [] },
    reasoning: { summary: [], encrypted_content: undefined },
    function_call: { arguments: '' },
  }
  const begun = {
    ...item,
    ...empty[/** @type {keyof typeof empty} */ (item.type)],
    ...(item.status && { status: 'in_progress' }),
  }
  return /** @type {{ type: string }[]} */ ([
    { type: 'response.output_item.added', output_index: outputIndex, item: begun },
    ...toPieces(item, place),
    { type: 'response.output_item.done', output_index: outputIndex, item },
  ])
}

/** @param {any} item @param {object} place @returns {object[]} */
function toPieces(item, place) {
  if (item.type === 'function_call') {
    return [
      ...pieces(item.arguments).map((delta) => ({ type: 'response.function_call_arguments.delta', ...place, delta })),
      { type: 'response.function_call_arguments.done', ...place, name: item.name, arguments: item.arguments },
    ]
  }
  if (item.type === 'reasoning') {
    return item.summary.flatMap((/** @type {any} */ part, /** @type {number} */ index) => [
      { type: 'response.reasoning_summary_part.added', ...place, summary_index: index, part: { ...part, text: '' } },
      ...pieces(part.text).map((delta) => ({
        type: 'response.reasoning_summary_text.delta',
        ...place,
        summary_index: index,
        delta,
      })),
      { type: 'response.reasoning_summary_text.done', ...place, summary_index: index, text: part.text },
      { type: 'response.reasoning_summary_part.done', ...place, summary_index: index, part },
    ])
  }
  return item.content.flatMap((/** @type {any} */ part, /** @type {number} */ index) =>
    toContentPieces(part, { ...place, content_index: index }),
  )
}

/** @param {any} part @param {object} place @returns {object[]} */
function toContentPieces(part, place) {
  const isRefusal = part.type === 'refusal'
  const name = isRefusal ? 'response.refusal' : 'response.output_text'
  const text = isRefusal ? part.refusal : part.text
  const logprobs = isRefusal ? {} : { logprobs: [] }
  return [
    { type: 'response.content_part.added', ...place, part: { ...part, ...(isRefusal ? { refusal: '' } : { text: '' }) } },
    ...pieces(text).map((delta) => ({ type: `${name}.delta`, ...place, delta, ...logprobs })),
    { type: `${name}.done`, ...place, ...(isRefusal ? { refusal: text } : { text }), ...logprobs },
    { type: 'response.content_part.done', ...place, part },
  ]
}

/** Cached tokens are within the input's, reasoning is within the output's. @param {CanonAnswer} answer */
function toUsage({ usage }) {
  const input = usage.text + usage.cacheRead + usage.cacheWrite + usage.image
  const output = usage.output + usage.reasoning
  return {
    input_tokens: input,
    input_tokens_details: { cached_tokens: usage.cacheRead, cache_write_tokens: usage.cacheWrite },
    output_tokens: output,
    output_tokens_details: { reasoning_tokens: usage.reasoning },
    total_tokens: input + output,
  }
}
