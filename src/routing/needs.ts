import type { RouteFacts } from '../domain/condition.js'
import type { Model } from '../domain/model.js'

/** What decides whether a model can serve a request at all; the facts of a call are such needs. */
export type RequestNeeds = Pick<
  RouteFacts['request'],
  'operation' | 'tools' | 'modalities' | 'promptTokens' | 'maxOutputTokens'
> & {
  /** What `promptTokens` cannot exceed: where that fits, the prompt need not be counted. */
  readonly mostPromptTokens?: number
}

/**
 * The prompt is counted by characters: a token for four of ASCII and one for each other. Of written language that is up to 3.5 times too many
 * (measured with o200k: Hindi 3.5, Russian 3.5, Greek 2.4, English and Chinese 1.4), so a quarter of it is what a prompt takes at least.
 * Not so where it is mostly long runs of one character (up to 32 times) or images of low detail (up to 9): such a prompt may be
 * excluded though it would fit. What is kept though it does not fit, the provider refuses, and a fallback for CONTEXT_WINDOW follows.
 */
const USUALLY_OVERCOUNTED_AT_MOST = 4

const REFUSES: Readonly<Record<Exclude<RequestNeeds['operation'], 'completion'>, readonly [keyof Capable, string]>> = {
  embedding: ['embeddings', 'makes no embeddings'],
  rerank: ['rerank', 'does not rerank'],
  moderation: ['moderation', 'does not moderate'],
}
type Capable = Pick<Model['capabilities'], 'embeddings' | 'rerank' | 'moderation'>

/**
 * Why a model cannot serve a request, in a sentence of which it is the subject, or null. What is unknown of a model never excludes it. A JSON schema is no
 * reason: a model that knows none is asked by other means.
 */
export function unmetNeed(needs: RequestNeeds, model: Model): string | null {
  return unmetOperation(needs, model) ?? unmetCapability(needs, model) ?? unmetLength(needs, model)
}

function unmetOperation({ operation }: RequestNeeds, { capabilities }: Model): string | null {
  if (operation === 'completion') return capabilities.output?.includes('text') === false ? 'it does not answer in text' : null
  const [capability, refusal] = REFUSES[operation]
  return capabilities[capability] === false ? `it ${refusal}` : null
}

function unmetCapability(needs: RequestNeeds, { capabilities }: Model): string | null {
  if (capabilities.tools === false && needs.tools.length > 0) return 'it cannot call tools'
  const known: readonly string[] | null = capabilities.input
  const unseen =
    known === null ? undefined : needs.modalities.find((modality) => modality !== 'text' && !known.includes(modality))
  return unseen === undefined ? null : `it takes no input of the kind ${unseen}`
}

export function unmetLength(needs: RequestNeeds, { contextWindow, maxOutputTokens }: Model): string | null {
  if (maxOutputTokens !== null && needs.maxOutputTokens > maxOutputTokens) {
    return `it answers with at most ${maxOutputTokens} tokens, and ${needs.maxOutputTokens} were asked for`
  }
  if (contextWindow === null) return null
  const { mostPromptTokens = Number.POSITIVE_INFINITY } = needs
  if (mostPromptTokens / USUALLY_OVERCOUNTED_AT_MOST + needs.maxOutputTokens <= contextWindow) return null
  const least = Math.floor(needs.promptTokens / USUALLY_OVERCOUNTED_AT_MOST) + needs.maxOutputTokens
  return least > contextWindow ? `it has room for ${contextWindow} tokens, and the request takes at least ${least}` : null
}
