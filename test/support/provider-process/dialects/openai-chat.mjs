/** Chat completions in the form of canon.mjs: https://platform.openai.com/docs/api-reference/chat. Served under several prefixes. */

import { canonAnswer, pieces, sample } from '../canon.mjs'
import { CREATED, findFault, invalid, paceOf, refuse, send, writeStream } from './openai-parts.mjs'

/** @typedef {import('./dialect.d.mts').DialectExchange} Exchange */
/** @typedef {import('../canon.mjs').CanonAnswer} CanonAnswer */
/** @typedef {import('./openai-parts.mjs').Fault} Fault */
/** @typedef {import('./openai-parts.mjs').Frame} Frame */
/**
 * @typedef {{ showsReasoning?: boolean, check?: (body: any) => Fault | undefined, findFault?: (scenario: string) => Fault | undefined,
 *   ofAnswer?: object, ofChoice?: (answer: CanonAnswer) => object, model?: string }} ChatForm
 *   `ofAnswer` and `ofChoice`: fields that a vendor adds; `model`: where the path names it.
 */

/** @param {Exchange} exchange @param {ChatForm} [form] */
export async function answerChat({ body, response, begin }, form = {}) {
  const model = form.model ?? String(body.model)
  const { scenario, entry, id } = begin(model, body.stream === true)
  const fault = form.findFault?.(scenario) ?? findFault(scenario) ?? findWrong(body) ?? form.check?.(body)
  if (fault) return refuse(response, entry, fault)
  const answer = toAnswer(scenario, body)
  const usage = toUsage(answer)
  entry.promptTokens = usage.prompt_tokens
  entry.completionTokens = usage.completion_tokens
  const head = { id: `chatcmpl-${id}`, created: CREATED, model, system_fingerprint: 'fp_provider', ...form.ofAnswer }
  if (body.stream) return writeStream(response, entry, scenario, toFrames(answer, body, head, form, usage), ERROR_FRAME)
  const choice = {
    index: 0,
    message: toMessage(answer, form),
    logprobs: null,
    finish_reason: toFinish(answer),
    ...form.ofChoice?.(answer),
  }
  entry.sentTokens = usage.completion_tokens
  entry.outcome = 'complete'
  send(response, 200, { ...head, object: 'chat.completion', choices: [choice], usage })
}

const ERROR_FRAME = `data: ${JSON.stringify({ error: { message: 'The engine failed.', type: 'server_error', param: null, code: null } })}\n\n`

/** @param {string} scenario @param {any} body @returns {CanonAnswer} */
function toAnswer(scenario, body) {
  const tools = (body.tools ?? []).map((/** @type {any} */ tool) => tool.function)
  const forced = tools.find((/** @type {any} */ { name }) => name === body.tool_choice?.function?.name)
  const format = body.response_format
  const answer = canonAnswer({
    scenario,
    tools: body.tool_choice === 'none' ? [] : forced ? [forced] : tools,
    schema: format?.json_schema?.schema ?? (scenario === 'json-schema' ? forced?.parameters : undefined),
    json: format?.type === 'json_object',
    toolRounds: countRounds(body.messages),
  })
  const pace = paceOf(scenario)
  if (pace) return { ...answer, text: 'measured '.repeat(pace.count) }
  if (scenario !== 'json-schema' || format || !forced) return answer
  const call = { id: 'call_forced', name: forced.name, arguments: JSON.stringify(sample(forced.parameters ?? {})) }
  return { ...answer, text: '', calls: [call], finish: 'tools' }
}

/** Assistant turns with calls after the last message that the user wrote: images of a tool's result come as the user's. @param {any[]} messages */
export function countRounds(messages) {
  const written = messages.findLastIndex(
    ({ role, content }, index) => role === 'user' && !(messages[index - 1]?.role === 'tool' && isImages(content)),
  )
  return messages.slice(written + 1).filter(({ tool_calls: calls }) => calls?.length > 0).length
}

/** @param {unknown} content */
function isImages(content) {
  return Array.isArray(content) && content.every(({ type }) => type === 'image_url')
}

/** @param {any} body @returns {Fault | undefined} */
function findWrong({ messages, stream, stream_options: options }) {
  if (!Array.isArray(messages) || messages.length === 0) return invalid("Missing required parameter: 'messages'.", 'messages')
  if (options && !stream)
    return invalid("The 'stream_options' parameter is only allowed when 'stream' is enabled.", 'stream_options')
  return findWrongTools(messages)
}

/** Each call must be answered before anybody speaks, and nothing else may be. @param {any[]} messages */
function findWrongTools(messages) {
  /** @type {Set<string>} */
  let open = new Set()
  for (const [index, message] of messages.entries()) {
    const param = `messages.[${index}].role`
    if (message.role === 'tool') {
      if (!open.delete(message.tool_call_id))
        return invalid("Messages with role 'tool' must answer a preceding message with 'tool_calls'.", param)
      continue
    }
    if (open.size > 0)
      return invalid("An assistant message with 'tool_calls' must be followed by tool messages for each of them.", param)
    open = new Set((message.tool_calls ?? []).map((/** @type {any} */ { id }) => id))
  }
  return open.size > 0
    ? invalid("An assistant message with 'tool_calls' must be followed by tool messages for each of them.", 'messages')
    : undefined
}

/** @param {CanonAnswer} answer @param {ChatForm} form */
function toMessage({ text, refusal, reasoning, calls }, { showsReasoning }) {
  return {
    role: 'assistant',
    content: text || null,
    refusal: refusal || null,
    ...(showsReasoning && reasoning && { reasoning_content: reasoning }),
    ...(calls.length > 0 && { tool_calls: calls.map(toCall) }),
  }
}

/** @param {import('../canon.mjs').CanonCall} call */
function toCall({ id, name, arguments: args }) {
  return { id, type: 'function', function: { name, arguments: args } }
}

/** @param {CanonAnswer} answer @param {any} body @param {object} head @param {ChatForm} form @param {object} usage @returns {Frame[]} */
function toFrames(answer, body, head, { showsReasoning, ofChoice }, usage) {
  const own = { ...head, object: 'chat.completion.chunk' }
  const frame = (/** @type {object} */ value, isPiece = false) => ({ text: `data: ${JSON.stringify(value)}\n\n`, isPiece })
  const delta = (/** @type {object} */ piece, /** @type {string | null} */ finish = null, /** @type {object} */ rest = {}) => ({
    ...own,
    choices: [{ index: 0, delta: piece, logprobs: null, finish_reason: finish, ...rest }],
  })
  const deltas = [
    ...(showsReasoning ? pieces(answer.reasoning).map((text) => ({ reasoning_content: text })) : []),
    ...pieces(answer.text).map((content) => ({ content })),
    ...pieces(answer.refusal).map((refusal) => ({ refusal })),
    ...answer.calls.flatMap((call, index) => [
      { tool_calls: [{ ...toCall({ ...call, arguments: '' }), index }] },
      ...pieces(call.arguments).map((piece) => ({ tool_calls: [{ index, function: { arguments: piece } }] })),
    ]),
  ]
  return [
    frame(delta({ role: 'assistant', content: '' })),
    ...deltas.map((piece) => frame(delta(piece), true)),
    frame(delta({}, toFinish(answer), ofChoice?.(answer))),
    ...(body.stream_options?.include_usage ? [frame({ ...own, choices: [], usage })] : []),
    { text: 'data: [DONE]\n\n', isPiece: false },
  ]
}

/** @param {CanonAnswer} answer */
function toFinish({ finish }) {
  return { stop: 'stop', length: 'length', tools: 'tool_calls', filter: 'content_filter', refusal: 'stop' }[finish]
}

/** Cached tokens are within the prompt's, reasoning is within the completion's. @param {CanonAnswer} answer */
function toUsage({ usage }) {
  const prompt = usage.text + usage.cacheRead + usage.cacheWrite + usage.image
  const completion = usage.output + usage.reasoning
  return {
    prompt_tokens: prompt,
    completion_tokens: completion,
    total_tokens: prompt + completion,
    prompt_tokens_details: { cached_tokens: usage.cacheRead, cache_write_tokens: usage.cacheWrite, audio_tokens: 0 },
    completion_tokens_details: {
      reasoning_tokens: usage.reasoning,
      audio_tokens: 0,
      accepted_prediction_tokens: 0,
      rejected_prediction_tokens: 0,
    },
  }
}
