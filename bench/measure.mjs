import { readAttempts } from './attempt-counts.mjs'
import { waitUntilDrained } from './journal-drain.mjs'
import { cpuBetween, readCpu, readPeakMemory, resetPeakMemory } from './process-tree.mjs'
import { median, quantile } from './statistics.mjs'

const DEADLINE_MS = 60_000
const LATE_MS = 20
const PROBE_SLICES = 4

/**
 * One round of a scenario: the load goes to every side in turn, in slices, so that what the machine does meanwhile it does to all of them.
 * Each side's processor time counts from before the first slice until the journals of all sides are empty after the last: so long for
 * each, since what a side does while it idles counts too. Then, at a low rate, comes how long an answer takes. Gives a sample by side's name.
 */
export async function measureRound(sides, scenario, driver) {
  const runs = sides.map((side) => startRun(side, scenario))
  for (let slice = 0; slice < scenario.slices; slice++) {
    for (const run of turn(runs, slice)) addTo(run.seen, await offer(run.target, scenario, driver, sliceOf(scenario)))
  }
  const drained = await Promise.all(runs.map(drain))
  const costs = runs.map(readCost)
  const samples = new Map()
  for (const [index, run] of runs.entries())
    samples.set(run.side.name, await toSample(run, scenario, costs[index], drained[index]))
  if (scenario.probe) await probe(runs, scenario, driver, samples)
  await closeConnections(driver)
  return samples
}

/** Runs the code hot, so that no round pays for compiling it. */
export async function warmUp(side, scenario, driver) {
  const target = side.targetOf(scenario)
  const { requests: _, ...pace } = sliceOf(scenario)
  const seen = await offer(target, scenario, driver, { ...pace, requests: scenario.warmUp })
  await closeConnections(driver)
  if (seen.answered === 0) throw new Error(`${side.name} answered nothing in ${scenario.name}: ${seen.firstError}`)
  await waitUntilDrained({ processes: target.processes.all, metricsUrl: target.metricsUrl })
}

const closeConnections = (driver) => driver.ask({ close: true, deadlineMs: 5000 })

/** The items in a ring, from another one on: who goes first changes. */
export const turn = (items, by) => [...items.slice(by % items.length), ...items.slice(0, by % items.length)]
const sliceOf = ({ requests, slices, ratePerSecond }) => ({ requests: Math.ceil(requests / slices), ratePerSecond })

export function offer({ kind, port, authorization, model }, scenario, driver, { requests, ratePerSecond }) {
  const { bodyBytes, concurrency } = scenario
  const { tokens } = scenario.model
  return driver.ask({
    kind,
    port,
    authorization,
    model,
    bodyBytes,
    tokens,
    requests,
    concurrency,
    ratePerSecond,
    deadlineMs: DEADLINE_MS,
  })
}

function startRun(side, scenario) {
  const target = side.targetOf(scenario)
  for (const pid of target.processes.all) resetPeakMemory(pid)
  const before = new Map(target.processes.all.map((pid) => [pid, readCpu(pid)]))
  return { side, target, before, seen: createSeen() }
}

function createSeen() {
  return { latenciesMs: [], delaysMs: [], tokens: 0, events: 0, answered: 0, errors: 0, firstError: null }
}

function addTo(seen, slice) {
  seen.latenciesMs = seen.latenciesMs.concat(slice.latenciesMs)
  seen.delaysMs = seen.delaysMs.concat(slice.delaysMs)
  for (const count of ['tokens', 'events', 'answered', 'errors']) seen[count] += slice[count]
  seen.firstError ??= slice.firstError
}

function drain({ target }) {
  return waitUntilDrained({ processes: target.processes.all, metricsUrl: target.metricsUrl })
}

function readCost({ target, before }) {
  return new Map(target.processes.all.map((pid) => [pid, cpuBetween(before.get(pid), readCpu(pid))]))
}

async function toSample({ target, seen }, scenario, cpu, drained) {
  const { worker, all } = target.processes
  const units = scenario.unit === 'token' ? seen.tokens : seen.answered
  return {
    workerMicros: cpu.get(worker) / units,
    allMicros: sum([...cpu.values()]) / units,
    workerBytes: readPeakMemory(worker),
    allBytes: sum(all.map(readPeakMemory)),
    errors: seen.errors,
    firstError: seen.firstError,
    drained,
    attempts: await readAttempts(target.metricsUrl),
    ...latencyOf(seen),
    ...streamOf(seen),
  }
}

async function probe(runs, scenario, driver, samples) {
  const probes = runs.map((run) => ({ ...run, seen: createSeen() }))
  for (let slice = 0; slice < PROBE_SLICES; slice++) {
    for (const { target, seen } of turn(probes, slice)) addTo(seen, await offer(target, scenario, driver, scenario.probe))
  }
  for (const { side, target, seen } of probes) {
    const sample = samples.get(side.name)
    const errors = sample.errors + seen.errors
    samples.set(side.name, { ...sample, ...latencyOf(seen), errors, firstError: sample.firstError ?? seen.firstError })
    await waitUntilDrained({ processes: target.processes.all, metricsUrl: target.metricsUrl })
  }
}

function streamOf({ delaysMs, events, tokens }) {
  const late = delaysMs.filter((delay) => delay > LATE_MS).length
  return {
    eventsPerToken: events / tokens,
    lateShare: delaysMs.length === 0 ? Number.NaN : late / delaysMs.length,
    delayP50: median(delaysMs),
    delayP99: quantile(delaysMs, 0.99),
  }
}

function latencyOf({ latenciesMs }) {
  return { latencyP50: median(latenciesMs), latencyP99: quantile(latenciesMs, 0.99) }
}

function sum(numbers) {
  return numbers.reduce((total, number) => total + number, 0)
}
