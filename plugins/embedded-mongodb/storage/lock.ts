import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

interface Owner {
  pid: number
  /** When the process started, by the kernel's clock, where /proc tells: a pid alone may have passed to another process. */
  startTime: string | null
}

const lockName = 'owner.lock'

/** Makes this process the one owner of a data folder. Returns how to give it up. @throws Error when another live process owns it */
export function lockDataDir(dataDir: string): () => void {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const path = join(dataDir, lockName)
  const own: Owner = { pid: process.pid, startTime: startTimeOf(process.pid) }
  for (let attempt = 0; attempt < 5; attempt++) {
    if (tryCreate(path, own)) return () => unlock(path, own)
    const owner = readOwner(path)
    if (owner !== null && isAlive(owner)) throw new Error(inUse(dataDir, owner.pid))
    removeStale(path, owner)
  }
  throw new Error(`The data folder ${dataDir} could not be locked: other processes keep taking it.`)
}

function inUse(dataDir: string, pid: number): string {
  return `The data folder ${dataDir} is in use by process ${pid}. Stop that process, or choose another folder with WEIR_DATA_DIR.`
}

/** A link appears whole or not at all: nobody reads a lock that is half written. */
function tryCreate(path: string, own: Owner): boolean {
  const draft = `${path}.${process.pid}`
  writeFileSync(draft, JSON.stringify(own), { mode: 0o600 })
  try {
    linkSync(draft, path)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  } finally {
    rmSync(draft, { force: true })
  }
}

/** Moved aside before it is removed: if another process took over meanwhile, it is that one's lock and goes back. */
function removeStale(path: string, stale: Owner | null): void {
  const aside = `${path}.stale.${process.pid}`
  try {
    renameSync(path, aside)
  } catch {
    return
  }
  const moved = readOwner(aside)
  if (moved !== null && (moved.pid !== stale?.pid || moved.startTime !== stale.startTime)) linkSync(aside, path)
  rmSync(aside, { force: true })
}

function readOwner(path: string): Owner | null {
  try {
    const { pid, startTime } = JSON.parse(readFileSync(path, 'utf8')) as Owner
    return Number.isSafeInteger(pid) && pid > 0 ? { pid, startTime: startTime ?? null } : null
  } catch {
    return null
  }
}

function isAlive({ pid, startTime }: Owner): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    // A process of another user exists too, though it takes no signal from us.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false
  }
  const now = startTimeOf(pid)
  return startTime === null || now === null || now === startTime
}

/** Field 22 of /proc/PID/stat, counted after the command's name, which may hold spaces and parentheses. */
function startTimeOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const ticks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]
    // Ticks count from the start of the machine, so two starts of it could give the same number.
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()} ${ticks}`
  } catch {
    return null
  }
}

function unlock(path: string, own: Owner): void {
  const owner = readOwner(path)
  if (owner?.pid === own.pid && owner.startTime === own.startTime) rmSync(path, { force: true })
}
