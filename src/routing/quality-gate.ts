import type { Choice } from '../domain/completion.js'
import type { CascadeGate } from '../domain/route.js'

/** How models begin when they decline; only looked for at the beginning of a short answer. */
const DECLINES =
  /^(?:i['’]m sorry|i am sorry|sorry|i apologi[sz]e|unfortunately)?[,.!]?\s*(?:but\s+)?i(?:['’]m| am)?\s*(?:cannot|can['’]t|can not|unable to|not able to|won['’]t)\b/i
const LONGEST_REFUSAL = 400

/** Why an answer of a cheap model will not do, in a few words; undefined when it will. A broken JSON schema is a failure before this. */
export function faultOf(choices: readonly Choice[], { refusal = true, minLogprob }: CascadeGate): string | undefined {
  for (const choice of choices) {
    if (refusal && isRefusal(choice)) return 'it refuses'
    const mean = meanLogprob(choice)
    if (minLogprob !== undefined && mean !== null && mean < minLogprob) {
      return `its mean log probability is ${mean.toFixed(2)}, below ${minLogprob}`
    }
  }
  return undefined
}

function isRefusal({ parts, finishReason }: Choice): boolean {
  if (finishReason === 'CONTENT_FILTER' || finishReason === 'REFUSAL') return true
  if (parts.some(({ type }) => type === 'refusal')) return true
  if (parts.some(({ type }) => type === 'tool-call')) return false
  const text = parts.reduce((all, part) => (part.type === 'text' ? all + part.text : all), '').trim()
  return text.length <= LONGEST_REFUSAL && DECLINES.test(text)
}

function meanLogprob({ logprobs = [] }: Choice): number | null {
  if (logprobs.length === 0) return null
  return logprobs.reduce((sum, { logprob }) => sum + logprob, 0) / logprobs.length
}
