import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { offer, warmUp } from './measure.mjs'
import { groupByPackage, summarizeProfile } from './profile-summary.mjs'

const WRITE_MS = 30_000
const TOP = 12
const PRELOAD = 'profile-on-signal.mjs'

/** One load a scenario under a profiler in every process of the gateway that takes it on. Figures of such a run would be the profiler's. */
export async function profileScenarios({ scenarios, side, driver, folder, say }) {
  mkdirSync(folder, { recursive: true })
  for (const scenario of scenarios) {
    await warmUp(side, scenario, driver)
    const { processes, ...target } = side.targetOf(scenario)
    const listening = processes.all.filter(hasProfiler)
    for (const pid of listening) process.kill(pid, 'SIGUSR2')
    await offer(target, scenario, driver, scenario)
    for (const pid of listening) process.kill(pid, 'SIGUSR2')
    for (const pid of listening) say(await nameProfile(folder, pid, scenario, roleOf(pid, processes)))
  }
}

/** What makes Node load the profiler, into the gateway and whatever it forks with its own arguments. */
export function profilerArguments(folder) {
  const preload = new URL(PRELOAD, import.meta.url)
  preload.searchParams.set('folder', folder)
  return ['--import', preload.href]
}

/** SIGUSR2 would end a process that does not listen for it. */
function hasProfiler(pid) {
  return readFileSync(`/proc/${pid}/cmdline`, 'latin1').includes(PRELOAD)
}

function roleOf(pid, { worker, all }) {
  if (pid === worker) return 'worker'
  return pid === all[0] ? 'primary' : `child-${all.indexOf(pid)}`
}

async function nameProfile(folder, pid, { name }, role) {
  const written = await findWritten(folder, pid)
  if (!written) return `${name}, ${role}: no profile came within ${WRITE_MS / 1000} s`
  const file = join(folder, `${name}-${role}.cpuprofile`)
  renameSync(join(folder, written), file)
  return `${name}, ${role}: ${file}\n${topOf(file)}`
}

/** A file is there before it is whole: a profile that parses is whole. */
async function findWritten(folder, pid) {
  const until = Date.now() + WRITE_MS
  while (Date.now() < until) {
    const name = readdirSync(folder).find((each) => each.startsWith(`${pid}-`))
    if (name && isWhole(join(folder, name))) return name
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  return undefined
}

function isWhole(file) {
  try {
    return existsSync(file) && JSON.parse(readFileSync(file, 'utf8')).samples.length >= 0
  } catch {
    return false
  }
}

function topOf(file) {
  const { rows, busyMicros } = summarizeProfile(JSON.parse(readFileSync(file, 'utf8')))
  const line = ({ name, share }) => `  ${(share * 100).toFixed(1).padStart(5)} %  ${name}`
  return [
    `  busy ${(busyMicros / 1000).toFixed(0)} ms`,
    ...rows.slice(0, TOP).map(line),
    '  by package or file',
    ...groupByPackage(rows).slice(0, TOP).map(line),
  ].join('\n')
}
