import { request } from 'undici'
import { cpuBetween, readCpu } from './process-tree.mjs'

const GAUGE = 'weir_journal_pending_entries'
const QUIET_MS = 500
/** Idle timers of three processes stay below this in half a second; moving entries to the database does not. */
const QUIET_CPU_MICROS = 15_000
const AT_MOST_MS = 60_000

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms))

/** The gauge summed over its labels; undefined when these metrics have none. */
export function readGauge(metrics, name = GAUGE) {
  const lines = metrics.split('\n').filter((line) => line.startsWith(`${name} `) || line.startsWith(`${name}{`))
  return lines.length === 0 ? undefined : lines.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' ') + 1)), 0)
}

/**
 * Waits until what the load left behind is done: the processes are quiet for half a second and the journal is empty. Quiet comes first, so
 * that asking for metrics adds next to nothing to what is being measured. Answers `empty`, `quiet` when nobody tells of a journal, or
 * `late` when it took more than a minute.
 */
export async function waitUntilDrained({ processes, metricsUrl }) {
  const until = Date.now() + AT_MOST_MS
  while (Date.now() < until) {
    if (!(await isQuiet(processes))) continue
    const pending = await readPending(metricsUrl)
    if (pending === undefined) return 'quiet'
    if (pending === 0) return 'empty'
  }
  return 'late'
}

async function isQuiet(processes) {
  const before = processes.map(readCpu)
  await pause(QUIET_MS)
  return processes.reduce((sum, pid, index) => sum + cpuBetween(before[index], readCpu(pid)), 0) < QUIET_CPU_MICROS
}

async function readPending(metricsUrl) {
  if (!metricsUrl) return 0
  const answer = await request(metricsUrl, { headersTimeout: 5000, bodyTimeout: 5000 })
  return readGauge(await answer.body.text())
}
