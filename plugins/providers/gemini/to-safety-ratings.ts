import type { SafetyRating } from '../../../src/plugin-api.js'

/** https://ai.google.dev/api/generate-content#SafetyRating; undefined when there is none. */
export function toSafetyRatings(wire: unknown): SafetyRating[] | undefined {
  if (!Array.isArray(wire) || wire.length === 0) return undefined
  return (wire as readonly (Readonly<Record<string, unknown>> | null)[]).flatMap((rating) => {
    if (typeof rating?.['category'] !== 'string') return []
    const { category, probability, severity, blocked } = rating as Readonly<Record<string, unknown>> & { category: string }
    return [
      {
        category,
        ...(typeof probability === 'string' && { probability }),
        ...(typeof severity === 'string' && { severity }),
        ...(typeof blocked === 'boolean' && { blocked }),
      },
    ]
  })
}
