import fs from 'node:fs'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { GatewayError } from '../domain/gateway-error.js'

const LOCK = 'owner'
const POLL_MS = 20

/**
 * Takes a writer's directory for this process, also from one that is dead; waits for one that is just ending. The answer releases it.
 * @throws {GatewayError} CONFIGURATION when a living process has it.
 */
export async function lockWriter(directory: string, timeoutMs: number): Promise<() => void> {
  const file = path.join(directory, LOCK)
  for (let waitedMs = 0; livingOwner(file) !== null; waitedMs += POLL_MS) {
    if (waitedMs >= timeoutMs) throw inUse(directory, livingOwner(file))
    await pause(POLL_MS)
  }
  const mine = identify(process.pid)
  fs.writeFileSync(file, mine, { mode: 0o600 })
  return () => {
    if (readOwner(file) === mine) fs.rmSync(file, { force: true })
  }
}

function inUse(directory: string, owner: number | null): GatewayError {
  return new GatewayError(
    'CONFIGURATION',
    `The journal in ${directory} is in use by process ${owner}. Stop that process, or give this gateway a data folder of its own.`,
  )
}

function livingOwner(file: string): number | null {
  const owner = readOwner(file)
  const pid = Number.parseInt(owner ?? '', 10)
  if (!owner || !(pid > 0) || !isAlive(pid)) return null
  return identify(pid) === owner ? pid : null
}

function readOwner(file: string): string | null {
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : null
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return processState(pid)?.state !== 'Z'
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** A process id is used again after a while, or at once in a new container; with the time of its start it is not. */
function identify(pid: number): string {
  return `${pid} ${processState(pid)?.startTime ?? ''}`
}

function processState(pid: number): { state: string; startTime: string } | null {
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return { state: fields[0] ?? '', startTime: fields[19] ?? '' }
  } catch {
    return null
  }
}
