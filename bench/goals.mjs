/**
 * Whether a ratio stays at or below its goal. The interval decides: when the goal lies inside it, this run cannot tell.
 */
export function judge({ median, low, high }, goal) {
  if (goal === undefined || !Number.isFinite(median)) return '-'
  if (high <= goal) return `met (${goal})`
  return low > goal ? `**not met** (${goal})` : `within noise (${goal})`
}

/** Whether head differs from base; 1 inside the interval shows nothing. */
export function judgeChange({ median, low, high }) {
  if (!Number.isFinite(median)) return '-'
  if (high < 1) return 'less'
  return low > 1 ? '**more**' : 'no difference shown'
}
