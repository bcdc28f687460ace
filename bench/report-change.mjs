import { judgeChange } from './goals.mjs'
import { table, withInterval } from './markdown.mjs'
import { asRatio, compareRounds } from './statistics.mjs'

const FIGURES = [
  ['processor time, worker', (sample) => sample.workerMicros],
  ['processor time, all', (sample) => sample.allMicros],
  ['latency p50', (sample) => sample.latencyP50],
  ['latency p99', (sample) => sample.latencyP99],
  ['memory, all', (sample) => sample.allBytes],
]

/** The table of one build against another: head divided by base, in rounds of the same run. */
export function reportChange({ scenarios, samples, head, base }) {
  const rows = scenarios.flatMap(({ name, title }) => {
    const sides = samples.get(name)
    return FIGURES.map(([figure, of]) => {
      const change = compareRounds(sides.get(head), sides.get(base), of, asRatio)
      return [
        title,
        figure,
        withInterval(change, { digits: 3 }),
        judgeChange(change),
        errorsOf(sides.get(head)),
        errorsOf(sides.get(base)),
      ]
    })
  })
  return table(['scenario', 'figure', 'head / base', 'change', 'errors head', 'errors base'], rows)
}

function errorsOf(rounds) {
  return rounds.reduce((sum, { errors }) => sum + errors, 0)
}
