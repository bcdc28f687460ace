import type { Target } from '../../domain/snapshot.js'

/**
 * The better of two that chance draws first, then the others from best to worst. What is known of targets is always a little old: if all calls went
 * to the best, it would drown before it is known to be the best no more. So none gets more than 2/n of the calls, and the worst gets none.
 */
export function chooseOfTwo(
  targets: readonly Target[],
  compare: (a: Target, b: Target) => number,
  chance: () => number,
): { readonly targets: readonly Target[]; readonly against: Target | undefined } {
  const one = Math.floor(chance() * targets.length)
  const step = 1 + Math.floor(chance() * (targets.length - 1))
  const a = targets[one]
  const b = targets[(one + step) % targets.length]
  if (!a || !b || a === b) return { targets, against: undefined }
  const [first, against] = compare(a, b) <= 0 ? [a, b] : [b, a]
  return { targets: [first, ...targets.filter((target) => target !== first).sort(compare)], against }
}
