import type { Json, ProviderEvent } from '../../../src/plugin-api.js'
import { badAnswer, cutAnswer } from '../../provider-transport/cut-answer.js'
import { createPartReader } from './from-part.js'
import { toCitations } from './to-citations.js'
import { toFinishReason } from './to-finish-reason.js'
import { toLogprobs } from './to-logprobs.js'
import { toSafetyRatings } from './to-safety-ratings.js'

export type WireCandidate = Readonly<Record<string, unknown>>

export interface CandidateOptions {
  /** The name of the provider, for messages. */
  readonly provider: string
  readonly responseId: string | undefined
}

/** Reads one alternative of an answer, piece by piece. */
export interface CandidateReader {
  read(wire: WireCandidate, out: ProviderEvent[]): void
  /** @throws {GatewayError} unless a reason to finish was read */
  end(out: ProviderEvent[], isWhole: boolean): void
  /** Fields that the canonical model has no name for. */
  readonly extra: Readonly<Record<string, Json>>
}

/** Shown by their names here, or noise. */
const KNOWN = new Set(['content', 'finishReason', 'index', 'safetyRatings', 'logprobsResult', 'tokenCount', 'score'])

export function createCandidateReader(index: number, { provider, responseId }: CandidateOptions): CandidateReader {
  const choice = index === 0 ? undefined : index
  const parts = createPartReader({ choice, responseId })
  const extra: Record<string, Json> = {}
  let finished = false
  let ratings = ''
  let citations = ''

  function readSafety(wire: WireCandidate, out: ProviderEvent[]): void {
    const found = toSafetyRatings(wire['safetyRatings'])
    if (!found) return
    const seen = JSON.stringify(found)
    if (seen !== ratings) out.push({ type: 'safety', choice, ratings: found })
    ratings = seen
  }

  /** Each piece of a stream may repeat the sources of those before. */
  function findCitations(wire: WireCandidate, text: string) {
    const found = toCitations(wire, text)
    const seen = JSON.stringify(found)
    if (found.length === 0 || seen === citations) return undefined
    citations = seen
    return found
  }

  return {
    extra,
    read(wire, out) {
      for (const [name, value] of Object.entries(wire)) if (!KNOWN.has(name) && value != null) extra[name] = value as Json
      const { content } = wire as { readonly content?: { readonly parts?: unknown } | null }
      parts.read(Array.isArray(content?.parts) ? content.parts : [], out, {
        logprobs: toLogprobs(wire['logprobsResult']),
        citations: (text) => findCitations(wire, text),
      })
      readSafety(wire, out)
      const native = wire['finishReason']
      if (typeof native !== 'string' || native === '' || finished) return
      finished = true
      out.push({ type: 'finish', choice, reason: toFinishReason(native, parts.hasCalls), nativeReason: native })
    },
    end(_, isWhole) {
      if (!finished) throw isWhole ? badAnswer(provider, 'without a reason to finish') : cutAnswer(provider)
    },
  }
}
