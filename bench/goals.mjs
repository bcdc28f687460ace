/** With five rounds the chance that all fall on one side of the truth is one in sixteen; with fewer an interval proves nothing. */
const ENOUGH_ROUNDS = 5

/** Whether a ratio stays at or below its goal. The interval decides: when the goal lies inside it, this run cannot tell. */
export function judge({ median, low, high, rounds }, goal) {
  if (goal === undefined || !Number.isFinite(median)) return '-'
  if (rounds < ENOUGH_ROUNDS) return `${median <= goal ? 'below' : 'above'} (${goal}), too few rounds`
  if (high <= goal) return `met (${goal})`
  return low > goal ? `**not met** (${goal})` : `within noise (${goal})`
}

/** Whether head differs from base; 1 inside the interval shows nothing. */
export function judgeChange({ median, low, high, rounds }) {
  if (!Number.isFinite(median)) return '-'
  if (rounds < ENOUGH_ROUNDS) return 'too few rounds'
  if (high < 1) return 'less'
  return low > 1 ? '**more**' : 'no difference shown'
}
