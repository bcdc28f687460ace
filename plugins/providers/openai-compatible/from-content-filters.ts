import type { SafetyEvent, SafetyRating } from '../../../src/plugin-api.js'

/**
 * How Azure's filters judged an answer: an object of categories, each with a severity or with whether it was detected
 * (https://learn.microsoft.com/azure/ai-foundry/openai/concepts/content-filter). A stream brings it in pieces: the worst holds.
 */
export function toSafetyEvent(results: readonly unknown[], choice?: number): SafetyEvent | undefined {
  const ratings = new Map<string, SafetyRating>()
  for (const result of results) {
    if (typeof result !== 'object' || result === null) continue
    for (const [category, value] of Object.entries(result)) {
      const rating = toRating(category, value)
      if (rating && isWorse(rating, ratings.get(category))) ratings.set(category, rating)
    }
  }
  return ratings.size === 0 ? undefined : { type: 'safety', choice, ratings: [...ratings.values()] }
}

function toRating(
  category: string,
  value: { filtered?: unknown; severity?: unknown; detected?: unknown } | null,
): SafetyRating | undefined {
  if (typeof value?.filtered !== 'boolean') return undefined
  const { filtered: blocked, severity, detected } = value
  return {
    category,
    ...(typeof severity === 'string' && { severity }),
    ...(typeof detected === 'boolean' && { probability: detected ? 'detected' : 'not detected' }),
    blocked,
  }
}

const SEVERITIES = ['safe', 'low', 'medium', 'high']

function isWorse(rating: SafetyRating, known: SafetyRating | undefined): boolean {
  return known === undefined || rank(rating) > rank(known)
}

function rank({ blocked, severity = '', probability }: SafetyRating): number {
  return (blocked ? 10 : 0) + SEVERITIES.indexOf(severity) + (probability === 'detected' ? 1 : 0)
}
