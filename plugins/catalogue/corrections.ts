import { baseNames } from './base-names.js'
import type { Correction } from './correction.js'
import { CORRECTIONS } from './corrections-data.js'

/** In the order of the table: the first that tells a capability wins. */
export function correctionsOf(kind: string, modelName: string): readonly Correction[] {
  const own = CORRECTIONS.filter(({ kinds }) => kinds.includes(kind))
  if (own.length === 0) return []
  const names = baseNames(modelName).filter(({ dated }) => !dated)
  return own.filter(({ models }) => names.some(({ name }) => models.test(name)))
}

/** The models of a kind that no source lists. */
export function addedNames(kind: string): readonly string[] {
  return CORRECTIONS.flatMap(({ kinds, names = [] }) => (kinds.includes(kind) ? names : []))
}
