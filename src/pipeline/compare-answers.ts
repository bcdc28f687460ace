import type { Completion } from '../domain/completion.js'

/** How two answers to the same request compare. null: there was no second answer, or it is not known. */
export interface ShadowComparison {
  readonly sameText: boolean | null
  /** The share of words that both have, from 0 to 1. */
  readonly similarity: number | null
  readonly sameFinish: boolean | null
  readonly totalMs: number
  readonly shadowTotalMs: number | null
  readonly costNanos: bigint | null
  readonly shadowCostNanos: bigint | null
}

/** What is compared of a mirrored call, without a word of either answer. */
export interface ShadowReport extends ShadowComparison {
  readonly callId: string
  readonly shadowCallId: string | null
  readonly route: string | null
  readonly model: string
  readonly shadowModel: string
  readonly error: string | null
}

/** Words of an answer that are compared. */
const MOST_WORDS = 5_000

export function compareAnswers(shown: Completion, shadow: Completion | null): ShadowComparison {
  const [text, other] = [textOf(shown), shadow && textOf(shadow)]
  return {
    sameText: other === null ? null : text === other,
    similarity: other === null ? null : similarityOf(text, other),
    sameFinish: shadow && shown.choices[0]?.finishReason === shadow.choices[0]?.finishReason,
    totalMs: shown.timings.totalMs,
    shadowTotalMs: shadow?.timings.totalMs ?? null,
    costNanos: shown.cost?.totalNanos ?? null,
    shadowCostNanos: shadow?.cost?.totalNanos ?? null,
  }
}

function textOf({ choices }: Completion): string {
  const parts = choices[0]?.parts ?? []
  return parts
    .map((part) => (part.type === 'text' ? part.text : part.type === 'tool-call' ? `${part.name} ${part.arguments}` : ''))
    .join('')
}

/** Jaccard's index of the sets of words. */
function similarityOf(a: string, b: string): number {
  const [one, other] = [wordsOf(a), wordsOf(b)]
  const shared = [...one].filter((word) => other.has(word)).length
  const all = one.size + other.size - shared
  return all === 0 ? 1 : Math.round((shared / all) * 1000) / 1000
}

function wordsOf(text: string): Set<string> {
  return new Set(text.toLowerCase().split(/\W+/u, MOST_WORDS).filter(Boolean))
}
