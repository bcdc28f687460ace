import type { SafetyRating } from '../../../src/plugin-api.js'

type Wire = Readonly<Record<string, unknown>>

/** Where each policy keeps what it found; words that matched are the prompt's own and stay out. */
const POLICIES: readonly (readonly [policy: string, list: string, name: string])[] = [
  ['topicPolicy', 'topics', 'name'],
  ['contentPolicy', 'filters', 'type'],
  ['wordPolicy', 'managedWordLists', 'type'],
  ['sensitiveInformationPolicy', 'piiEntities', 'type'],
  ['contextualGroundingPolicy', 'filters', 'type'],
]

/**
 * What a guardrail found, on the way in and on the way out.
 * Source: https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_GuardrailAssessment.html
 */
export function toSafetyRatings(trace: unknown): readonly SafetyRating[] {
  const guardrail = record(record(trace)['guardrail'])
  const assessments = [guardrail['inputAssessment'], guardrail['outputAssessments']].flatMap((group) =>
    Object.values(record(group)).flat(),
  )
  return assessments.flatMap((assessment) => POLICIES.flatMap((row) => toRatings(record(assessment), row)))
}

function toRatings(assessment: Wire, [policy, list, name]: (typeof POLICIES)[number]): SafetyRating[] {
  const found = record(assessment[policy])[list]
  return (Array.isArray(found) ? found : []).flatMap((value) => {
    const row = record(value)
    if (typeof row[name] !== 'string') return []
    const probability = typeof row['confidence'] === 'string' ? { probability: row['confidence'] } : {}
    return [{ category: row[name], ...probability, blocked: row['action'] === 'BLOCKED' }]
  })
}

function record(value: unknown): Wire {
  return typeof value === 'object' && value !== null ? (value as Wire) : {}
}
