import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

interface Owner {
  pid: number
  /** When the process started, by the kernel's clock, where /proc tells: a pid alone may have passed to another process. */
  startTime: string | null
}

const lockName = 'owner.lock'

/** A live process has the data folder. */
export class FolderInUseError extends Error {}

/** Makes this process the one owner of a data folder. Returns how to give it up. @throws FolderInUseError when another live process owns it */
export function lockDataDir(dataDir: string): () => void {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const path = join(dataDir, lockName)
  const own: Owner = { pid: process.pid, startTime: startTimeOf(process.pid) }
  for (let attempt = 0; attempt < 5; attempt++) {
    if (tryCreate(path, own)) return () => unlock(path, own)
    const owner = readOwner(path)
    if (owner !== null && isAlive(owner)) throw new FolderInUseError(inUse(dataDir, owner.pid))
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
  if (isZombie(pid)) return false
  const now = startTimeOf(pid)
  return startTime === null || now === null || now === startTime
}

/** Dead, though nobody has asked for its exit code yet. */
function isZombie(pid: number): boolean {
  return statOf(pid)?.[0] === 'Z'
}

function startTimeOf(pid: number): string | null {
  // Ticks count from the start of the machine, so two starts of it could give the same number.
  const ticks = statOf(pid)?.[19]
  return ticks === undefined ? null : `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()} ${ticks}`
}

/** /proc/PID/stat from its third field on: the command's name before it may hold spaces and parentheses. */
function statOf(pid: number): string[] | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  } catch {
    return null
  }
}

function unlock(path: string, own: Owner): void {
  const owner = readOwner(path)
  if (owner?.pid === own.pid && owner.startTime === own.startTime) rmSync(path, { force: true })
}
