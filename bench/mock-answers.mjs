import { createProse } from './prose.mjs'

const PROMPT_TOKENS = 250
const HEAD = { id: 'chatcmpl-bench', created: 1_750_000_000 }

function usageOf(plan) {
  return { prompt_tokens: PROMPT_TOKENS, completion_tokens: plan.tokens, total_tokens: PROMPT_TOKENS + plan.tokens }
}

/** Exactly so many words, each with its space. */
function wordsOf(plan) {
  return createProse(plan.tokens * 12, 7)
    .replaceAll('\n', ' ')
    .split(' ')
    .filter(Boolean)
    .slice(0, plan.tokens)
    .map((word) => `${word} `)
}

/** The whole answer of a buffered call, as bytes. */
export function createAnswer(model, plan) {
  const message = { role: 'assistant', content: wordsOf(plan).join('') }
  const choices = [{ index: 0, message, finish_reason: 'stop' }]
  return Buffer.from(JSON.stringify({ ...HEAD, object: 'chat.completion', model, choices, usage: usageOf(plan) }))
}

/** The events of a streamed call as bytes, made once for a model: `writes` are saturated groups of tokens, the rest frames paced ones. */
export function createStream(model, plan) {
  const event = (body) => `data: ${JSON.stringify({ ...HEAD, object: 'chat.completion.chunk', model, ...body })}\n\n`
  const delta = (content, finish_reason = null) => event({ choices: [{ index: 0, delta: content, finish_reason }] })
  const [beforeToken, afterToken] = delta({ content: '\u0000' }).split('\\u0000')
  return {
    opening: Buffer.from(delta({ role: 'assistant', content: '' })),
    writes: plan.pauseMs > 0 ? [] : group(wordsOf(plan), plan.eventsPerWrite).map((words) => toBytes(words, delta)),
    beforeToken,
    afterToken,
    closing: Buffer.from(`${delta({}, 'stop')}data: [DONE]\n\n`),
    closingWithUsage: Buffer.from(`${delta({}, 'stop')}${event({ choices: [], usage: usageOf(plan) })}data: [DONE]\n\n`),
  }
}

function group(items, size) {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size))
}

function toBytes(words, delta) {
  return Buffer.from(words.map((word) => delta({ content: word })).join(''))
}
