import { createUsage, type Usage } from '../../../src/plugin-api.js'
import type { Quirks } from './quirks.js'

export type WireUsage = Readonly<Record<string, unknown>>

/**
 * OpenAI counts cached and audio tokens within `prompt_tokens`, and reasoning and audio tokens within `completion_tokens`
 * (https://platform.openai.com/docs/api-reference/chat/object). Here each token is in one bucket only.
 * null when nothing was counted.
 */
export function toUsage(wire: WireUsage, quirks: Quirks): Usage | null {
  if (typeof wire['prompt_tokens'] !== 'number' && typeof wire['completion_tokens'] !== 'number') return null
  return createUsage({ input: toInput(wire), output: toOutput(wire, quirks) })
}

function toInput(wire: WireUsage): Partial<Usage['input']> {
  const details = record(wire['prompt_tokens_details'])
  const take = splitter(count(wire['prompt_tokens']))
  // DeepSeek and Moonshot report the cached tokens on the usage itself.
  const cacheRead = take(count(details['cached_tokens'] ?? wire['prompt_cache_hit_tokens'] ?? wire['cached_tokens']))
  const cacheWrite5m = take(count(details['cache_write_tokens'] ?? details['cache_creation_input_tokens']))
  const audio = take(count(details['audio_tokens']))
  return { cacheRead, cacheWrite5m, audio, text: take(Number.MAX_SAFE_INTEGER) }
}

function toOutput(wire: WireUsage, quirks: Quirks): Partial<Usage['output']> {
  const details = record(wire['completion_tokens_details'])
  const completion = count(wire['completion_tokens'])
  const stated = count(details['reasoning_tokens'] ?? wire['reasoning_tokens'] ?? impliedReasoning(wire, quirks))
  const take = splitter(excludesReasoning(wire, stated, quirks) ? completion + stated : completion)
  const reasoning = take(stated)
  const audio = take(count(details['audio_tokens']))
  const image = take(count(details['image_tokens']))
  return { reasoning, audio, image, text: take(Number.MAX_SAFE_INTEGER) }
}

/** Reasoning may be counted apart: the numbers tell where they can, the quirk decides where they cannot. */
function excludesReasoning(wire: WireUsage, reasoning: number, { reasoningExcluded }: Quirks): boolean {
  if (reasoning === 0) return false
  const completion = count(wire['completion_tokens'])
  const rest = beyondPromptAndCompletion(wire)
  if (rest === reasoning || reasoning > completion) return true
  return reasoningExcluded === 'completion-and-total' || (reasoningExcluded === 'completion' && rest !== 0)
}

/** Google's endpoint of this dialect shows thoughts in the total only. */
function impliedReasoning(wire: WireUsage, { reasoningExcluded }: Quirks): number {
  return reasoningExcluded === 'completion' ? beyondPromptAndCompletion(wire) : 0
}

function beyondPromptAndCompletion(wire: WireUsage): number {
  return count(wire['total_tokens']) - count(wire['prompt_tokens']) - count(wire['completion_tokens'])
}

/** Takes buckets out of a total until it is used up, so that the parts never exceed the whole. */
function splitter(total: number): (tokens: number) => number {
  let rest = total
  return (tokens) => {
    const taken = Math.min(tokens, rest)
    rest -= taken
    return taken
  }
}

function count(value: unknown): number {
  return typeof value === 'number' && value > 0 && Number.isFinite(value) ? Math.floor(value) : 0
}

function record(value: unknown): WireUsage {
  return typeof value === 'object' && value !== null ? (value as WireUsage) : {}
}
