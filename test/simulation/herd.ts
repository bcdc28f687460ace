import type { Run } from './simulate.js'
import type { Part } from './traffic.js'

/** What a part of a hundred attempts differs by from one window to the next: three standard deviations. */
const noise = (part: number, total: number) => 3 * Math.sqrt((Math.max(part, 0.02) * (1 - Math.min(part, 0.98))) / total)

/**
 * Fallbacks add to what a strategy gives: when another deployment fails each second call, its calls come on top, and the strategy orders them too.
 */
const FALLBACKS = 1.25

export interface Herd {
  readonly deployment: string
  readonly at: Part
  readonly most: number
}

/**
 * Where a deployment that recovers got more than it should have. Two bounds hold in every window of two seconds until it is whole:
 * - the share that the health tracker lets it have, which rises from 0.1 to 1 in 20 s: also a strategy that gives all of its calls to one
 *   target gives them back step by step;
 * - the most that the strategy gives it when it is whole (the 99th percentile of those windows), if it ever did: its fair share, for strategies that
 *   spread. Idle and unmeasured, it is not to draw more than that.
 */
export function findHerds({ world, traffic }: Run): Herd[] {
  return world.outages.flatMap(({ id, from }) => {
    const parts = traffic.partsOf(id)
    const fair = mostWhenWhole(parts)
    return parts
      .filter((part) => part.from >= from && part.share < 1)
      .map((at) => ({ deployment: id, at, most: FALLBACKS * Math.min(at.share, fair ?? 1) }))
      .filter(({ at, most }) => at.part > most + noise(most, at.total))
  })
}

/** The windows of slow start that a run had: without any, there was nothing to find. */
export function countRecoveries({ world, traffic }: Run): number {
  return world.outages.reduce((sum, { id }) => sum + traffic.partsOf(id).filter(({ share }) => share < 1).length, 0)
}

function mostWhenWhole(parts: readonly Part[]): number | undefined {
  const whole = parts.filter(({ share }) => share === 1).map(({ part }) => part)
  return whole.sort((a, b) => a - b)[Math.floor(whole.length * 0.99)]
}
