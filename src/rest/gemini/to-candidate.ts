import type { Choice } from '../../domain/completion.js'
import type { TokenLogprob } from '../../domain/completion-event.js'
import { toCitationMetadata } from './citation-metadata.js'
import { toFinishReason } from './finish-reason.js'

/** What Google says of a candidate beside its content, once it is whole. */
export function toCandidateEnd(choice: Choice): object {
  const { safetyRatings, logprobs, parts } = choice
  return {
    finishReason: toFinishReason(choice),
    ...(safetyRatings && { safetyRatings }),
    ...toCitationMetadata(parts),
    ...(logprobs && logprobs.length > 0 && toLogprobs(logprobs)),
  }
}

/** Of a candidate's fields without a canonical name, those that Google's plugin keeps beside the answer's own. */
const CANDIDATE_FIELDS = new Set(['groundingMetadata', 'urlContextMetadata', 'finishMessage', 'citationMetadata', 'avgLogprobs'])

export function isCandidateField(name: string): boolean {
  return CANDIDATE_FIELDS.has(name)
}

function toLogprobs(logprobs: readonly TokenLogprob[]): object {
  const sum = logprobs.reduce((total, { logprob }) => total + logprob, 0)
  return {
    avgLogprobs: sum / logprobs.length,
    logprobsResult: {
      logProbabilitySum: sum,
      chosenCandidates: logprobs.map(toLogprob),
      topCandidates: logprobs.map(({ top = [] }) => ({ candidates: top.map(toLogprob) })),
    },
  }
}

function toLogprob({ token, logprob }: Pick<TokenLogprob, 'token' | 'logprob'>): object {
  return { token, logProbability: logprob }
}
