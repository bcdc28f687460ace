import { readFileSync } from 'node:fs'
import { cpus, loadavg, totalmem } from 'node:os'

/** What a reader must know to compare figures with another run's: the machine's kind, nothing of its names. */
export function describeMachine() {
  const [first] = cpus()
  const size = `${cpus().length} x ${first.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GB`
  return `Node ${process.versions.node}, ${process.platform} ${process.arch}, ${size}`
}

/** How busy others kept the machine: the load before we began, and the share of time that the hypervisor took away meanwhile. */
export function watchMachine() {
  const [load] = loadavg()
  const before = readTimes()
  return () => {
    const after = readTimes()
    const stolen = (after.stolen - before.stolen) / (after.all - before.all)
    return `Load when it began ${load.toFixed(1)}, time taken by the hypervisor ${(stolen * 100).toFixed(1)} %`
  }
}

/** The first line of /proc/stat: user, nice, system, idle, iowait, irq, softirq, steal; guests' time is in user already. */
function readTimes() {
  const [line] = readFileSync('/proc/stat', 'latin1').split('\n')
  const times = line.trim().split(/\s+/).slice(1, 9).map(Number)
  return { stolen: times[7], all: times.reduce((sum, each) => sum + each, 0) }
}
