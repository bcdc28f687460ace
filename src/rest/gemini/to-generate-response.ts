import type { Choice, Completion } from '../../domain/completion.js'
import type { JsonObject } from '../../domain/json.js'
import { toWeirDetails } from '../openai/weir-details.js'
import { unknownFields } from '../read-json.js'
import { DIALECT } from './provider-state.js'
import { isCandidateField, toCandidateEnd } from './to-candidate.js'
import { toParts } from './to-parts.js'
import { toUsageMetadata } from './to-usage-metadata.js'

/** `details` adds the accounts under `weir`, which is no part of Google's format. */
export function toGenerateResponse(completion: Completion, details: boolean): object {
  const { candidate, answer } = toGeminiExtra(completion)
  return {
    ...answer,
    candidates: completion.choices.map((choice, index) => ({
      content: { parts: toParts(choice.parts), role: 'model' },
      ...toEnd(choice, index, candidate),
    })),
    ...toAnswerEnd(completion, details),
  }
}

/** Everything of a candidate but its content. */
export function toEnd(choice: Choice, index: number, extra: JsonObject): object {
  return { ...(index === 0 && extra), ...toCandidateEnd(choice), index }
}

export function toAnswerEnd(completion: Completion, details: boolean): object {
  return {
    usageMetadata: toUsageMetadata(completion.usage),
    modelVersion: completion.model,
    responseId: completion.id,
    ...(details && { weir: toWeirDetails(completion) }),
  }
}

const OWN_FIELDS = new Set(['candidates', 'usageMetadata', 'modelVersion', 'responseId', 'weir', 'error'])

/** Fields of the provider's answer that the canonical model has no name for, when it speaks this dialect. */
export function toGeminiExtra({ extra }: Completion): { readonly candidate: JsonObject; readonly answer: JsonObject } {
  if (extra?.dialect !== DIALECT) return { candidate: {}, answer: {} }
  const fields = Object.entries(unknownFields(extra.fields, OWN_FIELDS, '') ?? {})
  return {
    candidate: Object.fromEntries(fields.filter(([name]) => isCandidateField(name))),
    answer: Object.fromEntries(fields.filter(([name]) => !isCandidateField(name))),
  }
}
