import { createUsage, type Usage } from '../../../src/plugin-api.js'

/** Voyage bills `total_tokens`, all of them input; null when nothing was counted. */
export function toUsage(wire: unknown): Usage | null {
  const { total_tokens: total } = (typeof wire === 'object' && wire !== null ? wire : {}) as { total_tokens?: unknown }
  return typeof total === 'number' && Number.isInteger(total) && total >= 0 ? createUsage({ input: { text: total } }) : null
}
