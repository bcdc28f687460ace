import type { Result } from './measures.js'
import type { Run } from './simulate.js'

const COLUMNS: readonly (readonly [name: string, show: (result: Result) => string])[] = [
  ['success', ({ successRate }) => `${(100 * successRate).toFixed(3)} %`],
  ['p50', ({ p50Ms }) => `${p50Ms.toFixed(0)} ms`],
  ['p95', ({ p95Ms }) => `${p95Ms.toFixed(0)} ms`],
  ['cost', ({ dollars }) => `$${dollars.toFixed(2)}`],
  ['cache hits', ({ cacheHitRate }) => `${(100 * cacheHitRate).toFixed(1)} %`],
  ['attempts', ({ attemptsPerCall }) => attemptsPerCall.toFixed(3)],
]

/** A row of means for each strategy, in Markdown. */
export function toTable(runs: readonly Run[]): string {
  const strategies = [...new Set(runs.map(({ strategy }) => strategy))]
  const rows = strategies.map((strategy) => {
    const mean = meanOf(runs.filter((run) => run.strategy === strategy))
    return [`\`${strategy}\``, ...COLUMNS.map(([, show]) => show(mean))]
  })
  const head = ['strategy', ...COLUMNS.map(([name]) => name)]
  return [head, head.map((_, index) => (index === 0 ? '---' : '---:')), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n')
}

/** Each seed of a strategy next to the same seed of another, in Markdown. */
export function toComparison(runs: readonly Run[], baseline: readonly Run[]): string {
  const rows = runs.map((run, index) => {
    const base = baseline[index]!
    const change = (of: (result: Result) => number) => `${(100 * (of(run) / of(base) - 1)).toFixed(1)} %`
    const success = 100 * (run.successRate - base.successRate)
    return `| ${run.seed} | ${change(({ p95Ms }) => p95Ms)} | ${change(({ dollars }) => dollars)} | ${success >= 0 ? '+' : ''}${success.toFixed(3)} |`
  })
  const head = [`| seed | p95 of \`${runs[0]?.strategy}\` | cost | success, points |`, '| --- | ---: | ---: | ---: |']
  return [...head, ...rows].join('\n')
}

function meanOf(results: readonly Result[]): Result {
  const mean = (of: (result: Result) => number) => results.reduce((sum, result) => sum + of(result), 0) / results.length
  return {
    calls: mean(({ calls }) => calls),
    successRate: mean(({ successRate }) => successRate),
    p50Ms: mean(({ p50Ms }) => p50Ms),
    p95Ms: mean(({ p95Ms }) => p95Ms),
    dollars: mean(({ dollars }) => dollars),
    cacheHitRate: mean(({ cacheHitRate }) => cacheHitRate),
    attemptsPerCall: mean(({ attemptsPerCall }) => attemptsPerCall),
  }
}
