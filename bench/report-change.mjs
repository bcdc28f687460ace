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
  const changes = table(['scenario', 'figure', 'head / base', 'change', 'errors head', 'errors base'], rows)
  return [changes, ...[head, base].map((side) => describeAttempts(side, scenarios, samples))].join('\n\n')
}

/** Whether a side had calm weather: what is retried or left alone costs something else than what is measured here. */
function describeAttempts(side, scenarios, samples) {
  const counts = scenarios.flatMap(({ name }) =>
    samples
      .get(name)
      .get(side)
      .flatMap(({ attempts }) => attempts ?? []),
  )
  if (counts.length === 0) return `Its metrics do not tell of the attempts of ${side}.`
  const most = (count) => Math.max(...counts.map(count))
  const unsuccessful = most((each) => each.unsuccessful)
  const open = most((each) => each.circuitsNotClosed)
  if (unsuccessful + open === 0) return `Each attempt of ${side} succeeded, so none was repeated; no circuit opened.`
  return `**Of ${side}, in one round, up to ${unsuccessful} attempts did not succeed, and up to ${open} circuits were not closed.**`
}

function errorsOf(rounds) {
  return rounds.reduce((sum, { errors }) => sum + errors, 0)
}
