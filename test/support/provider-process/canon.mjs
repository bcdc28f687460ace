/**
 * What every dialect of the provider process answers, in no vendor's words, so that a test can expect the same content and the same usage from
 * each of them. The model's name is the scenario; anything else answers like `text`.
 */

/**
 * @typedef {{ id: string, name: string, arguments: string }} CanonCall
 * @typedef {{ text: number, cacheRead: number, cacheWrite: number, image: number, output: number, reasoning: number }} CanonUsage
 *   Disjoint, as in src/domain/usage.ts: a dialect adds up what its vendor reports together.
 * @typedef {{ reasoning: string, signature: string, redacted: string, text: string, refusal: string, calls: CanonCall[],
 *   finish: 'stop' | 'length' | 'tools' | 'filter' | 'refusal', usage: CanonUsage }} CanonAnswer
 *   `signature` is base64 and '' without reasoning; `redacted` is the data of a withheld block.
 * @typedef {{ name: string, parameters?: any }} CanonTool
 * @typedef {{ scenario: string, tools: CanonTool[], schema?: any, json?: boolean, toolRounds: number }} CanonAsk
 *   `toolRounds`: how many assistant turns with tool calls follow the last message that the user wrote; `schema`: the JSON schema that the
 *   answer must have, however the dialect was told.
 */

const TEXT = 'The quiet weir holds, measures and directs the flow of every stream.'
const REASONING = 'A weir holds water. So a gateway holds calls.'

/** @param {CanonAsk} ask @returns {CanonAnswer} */
export function canonAnswer(ask) {
  switch (ask.scenario) {
    case 'tools':
      return ask.toolRounds > 0 || ask.tools.length === 0
        ? said(TEXT, { text: 60 })
        : called(ask.tools.slice(0, 1), { text: 30, output: 10 })
    case 'parallel-tools':
      return ask.toolRounds > 0 || ask.tools.length === 0
        ? said(TEXT, { text: 70 })
        : called(ask.tools.slice(0, 2), { text: 34, output: 18 })
    case 'images':
      return said(TEXT, { text: 320 })
    case 'json-schema':
      return said(JSON.stringify(sample(ask.schema ?? { type: 'object' })), { text: 40, output: 14 })
    case 'reasoning':
      return { ...said(TEXT, { text: 25, reasoning: 30 }), ...thought(0) }
    case 'redacted':
      return { ...said(TEXT, { text: 25, reasoning: 30 }), redacted: Buffer.from('withheld').toString('base64') }
    case 'agent':
      return agent(ask)
    case 'cached':
      return said(TEXT, { text: 100, cacheRead: 900 })
    case 'cache-write':
      return said(TEXT, { text: 50, cacheWrite: 1000 })
    case 'length':
      return { ...said('The quiet weir', { output: 3 }), finish: 'length' }
    case 'filtered':
      return { ...said('', { output: 0 }), finish: 'filter' }
    case 'refusal':
      return { ...said('', { output: 6 }), refusal: 'I cannot help with that.', finish: 'refusal' }
    default:
      return said(TEXT, {})
  }
}

/**
 * Three turns of an agent: two tools at once, after thought; another, after thought; the answer. A dialect with signatures answers 400 when an earlier
 * turn comes back without the signature it gave, as its vendor does: `agentSignature` tells which that is.
 * @param {CanonAsk} ask @returns {CanonAnswer}
 */
function agent({ tools, toolRounds }) {
  if (tools.length === 0 || toolRounds >= 2) return { ...said(TEXT, { text: 220, reasoning: 8 }), ...thought(2) }
  const chosen = toolRounds === 0 ? tools.slice(0, 2) : tools.slice(-1)
  const usage = toolRounds === 0 ? { text: 120, output: 24, reasoning: 16 } : { text: 170, output: 12, reasoning: 9 }
  return { ...called(chosen, usage, toolRounds), ...thought(toolRounds) }
}

/** The signature of the agent's turn of a number, counted from 0. @param {number} turn */
export function agentSignature(turn) {
  return Buffer.from(`the signature of turn ${turn}`).toString('base64')
}

/** @param {number} turn */
function thought(turn) {
  return { reasoning: REASONING, signature: agentSignature(turn) }
}

/** @param {string} text @param {Partial<CanonUsage>} usage @returns {CanonAnswer} */
function said(text, usage) {
  return { reasoning: '', signature: '', redacted: '', text, refusal: '', calls: [], finish: 'stop', usage: count(usage) }
}

/** @param {CanonTool[]} tools @param {Partial<CanonUsage>} usage @param {number} [round] @returns {CanonAnswer} */
let answers = 0
function called(tools, usage, round = 0) {
  // As vendors do: no id comes again.
  const answer = (++answers).toString(36)
  const calls = tools.map(({ name, parameters }, index) => ({
    id: `call_${answer}_${round}_${index}_${name}`.slice(0, 40),
    name,
    arguments: JSON.stringify(sample(parameters ?? { type: 'object' })),
  }))
  return { ...said('', usage), calls, finish: 'tools' }
}

/** @param {Partial<CanonUsage>} usage @returns {CanonUsage} */
function count(usage) {
  return { text: 20, cacheRead: 0, cacheWrite: 0, image: 0, output: 12, reasoning: 0, ...usage }
}

/** Pieces of a text as a stream brings them. @param {string} text @param {number} [size] */
export function pieces(text, size = 9) {
  return text.match(new RegExp(`[\\s\\S]{1,${size}}`, 'g')) ?? []
}

/** The least that a schema allows. @param {any} schema @returns {unknown} */
export function sample(schema) {
  if (schema.const !== undefined) return schema.const
  if (schema.enum) return schema.enum[0]
  const type = String(Array.isArray(schema.type) ? schema.type[0] : (schema.type ?? '')).toLowerCase()
  if (type === 'object' || schema.properties) {
    return Object.fromEntries(Object.entries(schema.properties ?? {}).map(([name, inner]) => [name, sample(inner)]))
  }
  if (type === 'array') return [sample(schema.items ?? {})]
  if (type === 'integer' || type === 'number') return schema.minimum ?? 1
  if (type === 'boolean') return true
  return type === 'null' ? null : 'sample'
}
