import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { descendantsOf, parsePeakMemory, parseSchedstat, parseStat } from './proc-files.mjs'

/** What a tick of 10 ms and threads that ended may leave between the two clocks before the finer one is mistrusted. */
const CLOCKS_APART_MICROS = 30_000

const readProc = (pid, file) => readFileSync(`/proc/${pid}/${file}`, 'latin1')

/** The process and everything below it. The worker is the one that Node's cluster module started, or else the process itself. */
export function findProcesses(root) {
  const all = descendantsOf(root, parentsOfAll())
  const worker = all.find((pid) => pid !== root && readProc(pid, 'environ').includes('NODE_UNIQUE_ID='))
  return { worker: worker ?? root, all }
}

function parentsOfAll() {
  const parents = new Map()
  for (const name of readdirSync('/proc')) {
    if (/^\d+$/.test(name)) parents.set(Number(name), parentOf(name))
  }
  return parents
}

function parentOf(pid) {
  try {
    return parseStat(readProc(pid, 'stat')).parent
  } catch {
    return 0 // it ended while we looked
  }
}

/** Processor time so far: exact to the tick from `stat`, and finer from the scheduler's clock of each thread where the kernel has it. */
export function readCpu(pid) {
  return { ticked: parseStat(readProc(pid, 'stat')).cpuMicros, fine: fineCpu(pid) }
}

function fineCpu(pid) {
  try {
    return readdirSync(`/proc/${pid}/task`).reduce(
      (sum, task) => sum + parseSchedstat(readProc(pid, `task/${task}/schedstat`)),
      0,
    )
  } catch {
    return Number.NaN
  }
}

/** Microseconds of processor time between two readings. */
export function cpuBetween(before, after) {
  const ticked = after.ticked - before.ticked
  const fine = after.fine - before.fine
  return Math.abs(fine - ticked) <= CLOCKS_APART_MICROS ? fine : ticked
}

/** Lets the peak be that of the next load. Where the kernel refuses, the peak stays that of the whole run. */
export function resetPeakMemory(pid) {
  try {
    writeFileSync(`/proc/${pid}/clear_refs`, '5')
  } catch {
    return false
  }
  return true
}

export function readPeakMemory(pid) {
  return parsePeakMemory(readProc(pid, 'status'))
}
