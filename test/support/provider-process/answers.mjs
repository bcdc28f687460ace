/** What the process answers, in no wire form: choices of pieces. A piece is a token, so that counts are exact and repeatable. */

/**
 * @typedef {{ id: string, name: string, pieces: string[] }} Call
 * @typedef {{ tokens: string[], reasoning: string[], calls: Call[], refusal: string[], finish: string, logprobs: boolean }} Choice
 * @typedef {{ choices: Choice[], cached: number, reasoningTokens: number, hidden?: number, extra: Record<string, unknown> }} Answer
 *   `hidden`: tokens of reasoning that are counted and not shown.
 */

const WORDS = [
  'The ',
  'quiet ',
  'weir ',
  'holds, ',
  'measures ',
  'and ',
  'directs ',
  'the ',
  'flow ',
  'of ',
  'every ',
  'stream. ',
]

/** @param {number} count */
export function tokens(count) {
  return Array.from({ length: count }, (_, index) => WORDS[index % WORDS.length])
}

/** @param {Partial<Choice>} [choice] @returns {Choice} */
export function choice(choice = {}) {
  return { tokens: [], reasoning: [], calls: [], refusal: [], finish: 'stop', logprobs: false, ...choice }
}

/** @param {Partial<Answer>} [answer] @returns {Answer} */
export function answer(answer = {}) {
  return { choices: [choice({ tokens: tokens(12) })], cached: 0, reasoningTokens: 0, extra: {}, ...answer }
}

/** @param {any} body @param {number} [count] */
export function textAnswer(body, count = 12) {
  const choices = Array.from({ length: body.n ?? 1 }, () => choice({ tokens: tokens(count), logprobs: body.logprobs === true }))
  return answer({ choices })
}

/** Calls the first `count` tools that were offered, or the one that was named. @param {any} body @param {number} count */
export function toolAnswer(body, count) {
  const named = body.tool_choice?.function?.name
  const offered = (body.tools ?? []).map((/** @type {any} */ tool) => tool.function)
  const chosen = (named ? offered.filter((/** @type {any} */ tool) => tool.name === named) : offered).slice(0, count)
  const calls = chosen.map((/** @type {any} */ tool, /** @type {number} */ index) => ({
    id: `call_provider_${index}`,
    name: tool.name,
    pieces: split(JSON.stringify(sample(tool.parameters ?? { type: 'object' }))),
  }))
  return calls.length === 0 ? textAnswer(body) : answer({ choices: [choice({ calls, finish: 'tool_calls' })] })
}

/** @param {any} body */
export function schemaAnswer(body) {
  const schema = body.response_format?.json_schema?.schema ?? { type: 'object' }
  return answer({ choices: [choice({ tokens: split(JSON.stringify(sample(schema))) })] })
}

export function reasoningAnswer() {
  return answer({ choices: [choice({ reasoning: tokens(6), tokens: tokens(4) })], reasoningTokens: 6 })
}

export function refusalAnswer() {
  return answer({ choices: [choice({ refusal: ['I ', 'cannot ', 'help ', 'with ', 'that.'] })] })
}

/** What a real model would do with these: tools while none has answered, then a schema, then text. @param {any} body */
export function usualAnswer(body) {
  const last = body.messages?.at?.(-1)
  if (body.tools?.length && last?.role !== 'tool' && body.tool_choice !== 'none') return toolAnswer(body, 1)
  if (body.response_format?.type === 'json_schema') return schemaAnswer(body)
  return textAnswer(body)
}

/** @param {Answer} answer @param {any} body */
export function usageOf(answer, body) {
  const prompt = 3 + Math.ceil(JSON.stringify(body.messages ?? []).length / 4)
  const hidden = answer.hidden ?? 0
  const pieces = hidden + answer.choices.reduce((sum, choice) => sum + countPieces(choice), 0)
  return {
    prompt_tokens: prompt,
    completion_tokens: pieces,
    total_tokens: prompt + pieces,
    prompt_tokens_details: { cached_tokens: Math.min(answer.cached, prompt), audio_tokens: 0 },
    completion_tokens_details: { reasoning_tokens: answer.reasoningTokens + hidden, audio_tokens: 0 },
  }
}

/** @param {Choice} choice */
function countPieces(choice) {
  const called = choice.calls.reduce((sum, call) => sum + 1 + call.pieces.length, 0)
  return choice.tokens.length + choice.reasoning.length + choice.refusal.length + called
}

/** @param {string} text */
function split(text) {
  return text.match(/[\s\S]{1,8}/g) ?? []
}

/** The least that a schema allows. @param {any} schema @returns {unknown} */
function sample(schema) {
  if (schema.const !== undefined) return schema.const
  if (schema.enum) return schema.enum[0]
  if (schema.type === 'object' || schema.properties) {
    return Object.fromEntries(Object.entries(schema.properties ?? {}).map(([name, inner]) => [name, sample(inner)]))
  }
  if (schema.type === 'array') return [sample(schema.items ?? {})]
  if (schema.type === 'integer' || schema.type === 'number') return schema.minimum ?? 1
  if (schema.type === 'boolean') return true
  return schema.type === 'null' ? null : 'sample'
}
