import { judge } from './goals.mjs'
import { megabytes, percent, plain, table, withInterval } from './markdown.mjs'
import { asDifference, asRatio, compareRounds, median } from './statistics.mjs'

/** The tables of a gateway against its yardsticks. `samples` as from runRounds. */
export function reportAgainstYardstick({ scenarios, samples, subject, yardstick }) {
  const measured = scenarios.map((scenario) => {
    const sides = samples.get(scenario.name)
    return { scenario, ours: sides.get(subject), raw: sides.get(yardstick) }
  })
  return [
    section('Processor time', costTable(measured)),
    section('Latency and memory', latencyTable(measured)),
    section('Streams', streamTable(measured.filter(({ scenario }) => scenario.unit === 'token'))),
    troubleOf(measured),
  ]
    .filter(Boolean)
    .join('\n\n')
}

const section = (title, body) => body && `### ${title}\n\n${body}`
const middle = (rounds, of) => median(rounds.map(of))
const ratio = ({ ours, raw }, of) => compareRounds(ours, raw, of, asRatio)
const added = ({ ours, raw }, of) => compareRounds(ours, raw, of, asDifference)

function costTable(measured) {
  const head = ['scenario', 'per', 'yardstick us', 'worker us', 'worker x', 'goal', 'all us', 'all x', 'goal']
  return table(head, measured.map(costRow))
}

function costRow({ scenario, ours, raw }) {
  const worker = ratio({ ours, raw }, (sample) => sample.workerMicros)
  const all = ratio({ ours, raw }, (sample) => sample.allMicros)
  return [
    scenario.title,
    scenario.unit,
    plain(middle(raw, (sample) => sample.workerMicros)),
    plain(middle(ours, (sample) => sample.workerMicros)),
    withInterval(worker),
    judge(worker, scenario.goal.worker),
    plain(middle(ours, (sample) => sample.allMicros)),
    withInterval(all),
    judge(all, scenario.goal.all),
  ]
}

function latencyTable(measured) {
  const head = [
    'scenario',
    'yardstick p50 ms',
    'added p50 ms',
    'yardstick p99 ms',
    'added p99 ms',
    'yardstick MB',
    'worker MB',
    'all MB',
    'worker x',
    'all x',
  ]
  return table(head, measured.map(latencyRow))
}

function latencyRow({ scenario, ours, raw }) {
  const pair = { ours, raw }
  return [
    scenario.title,
    plain(
      middle(raw, (sample) => sample.latencyP50),
      2,
    ),
    withInterval(added(pair, (sample) => sample.latencyP50)),
    plain(
      middle(raw, (sample) => sample.latencyP99),
      2,
    ),
    withInterval(added(pair, (sample) => sample.latencyP99)),
    megabytes(middle(raw, (sample) => sample.workerBytes)),
    megabytes(middle(ours, (sample) => sample.workerBytes)),
    megabytes(middle(ours, (sample) => sample.allBytes)),
    withInterval(
      ratio(pair, (sample) => sample.workerBytes),
      { digits: 1 },
    ),
    withInterval(
      ratio(pair, (sample) => sample.allBytes),
      { digits: 1 },
    ),
  ]
}

function streamTable(measured) {
  if (measured.length === 0) return ''
  const head = [
    'scenario',
    'events a token: yardstick',
    'subject',
    'over 20 ms: yardstick',
    'subject',
    'added points',
    'added delay p50 ms',
    'added delay p99 ms',
  ]
  return table(head, measured.map(streamRow))
}

function streamRow({ scenario, ours, raw }) {
  const pair = { ours, raw }
  return [
    scenario.title,
    plain(
      middle(raw, (sample) => sample.eventsPerToken),
      3,
    ),
    plain(
      middle(ours, (sample) => sample.eventsPerToken),
      3,
    ),
    percent(middle(raw, (sample) => sample.lateShare)),
    percent(middle(ours, (sample) => sample.lateShare)),
    withInterval(added(pair, (sample) => sample.lateShare * 100)),
    withInterval(added(pair, (sample) => sample.delayP50)),
    withInterval(added(pair, (sample) => sample.delayP99)),
  ]
}

/** Errors and journals that did not drain make a figure worthless: they are said below the tables, never left out. */
function troubleOf(measured) {
  const lines = measured.flatMap(({ scenario, ours, raw }) => [
    ...troubles(scenario, 'subject', ours),
    ...troubles(scenario, 'yardstick', raw),
  ])
  return lines.length === 0 ? '' : `### Trouble\n\n${lines.join('\n')}`
}

function troubles({ title }, side, rounds) {
  const errors = rounds.reduce((sum, sample) => sum + sample.errors, 0)
  const undrained = rounds.filter((sample) => sample.drained === 'late').length
  const untold = side === 'subject' && rounds.some((sample) => sample.drained === 'quiet')
  const first = rounds.find((sample) => sample.firstError)?.firstError
  return [
    ...(errors > 0 ? [`- ${title}, ${side}: ${errors} requests failed, the first: ${first}`] : []),
    ...(undrained > 0 ? [`- ${title}, ${side}: in ${undrained} rounds the journal was not empty 60 s after the load`] : []),
    ...(untold ? [`- ${title}: its metrics do not tell of a journal; counted until its processes were quiet`] : []),
  ]
}
