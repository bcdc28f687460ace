import type { Target } from '../../domain/snapshot.js'

/** Begins with another target each turn, so that equals take turns wherever a stable sort follows. */
export function rotate(targets: readonly Target[], turn: number): Target[] {
  const first = turn % targets.length
  return [...targets.slice(first), ...targets.slice(0, first)]
}
