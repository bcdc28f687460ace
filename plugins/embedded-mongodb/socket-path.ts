import { createHash } from 'node:crypto'
import { lstatSync, mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

/** macOS takes 103 bytes, Linux 107; longer paths are cut short in silence by some systems. */
const longestSocketPath = 100

/** Where the socket of a data folder lies: inside it, or, when that path is too long for a socket, in a private temporary folder. */
export function toSocketPath(dataDir: string, temporaryDir = tmpdir()): string {
  const folder = resolve(dataDir)
  const inside = join(folder, 'socket', 'mongodb.sock')
  if (Buffer.byteLength(inside) <= longestSocketPath) return inside
  const name = createHash('sha256').update(folder).digest('hex').slice(0, 24)
  const outside = join(temporaryDir, `weir-${name}`, 'mongodb.sock')
  if (Buffer.byteLength(outside) <= longestSocketPath) return outside
  throw new Error(
    `No path for the database socket is short enough: neither ${inside} nor ${outside} has at most ${longestSocketPath} bytes.`,
  )
}

/** Makes the folder, for this user only. @throws Error when somebody else made one of that name, as anybody can in a temporary folder */
export function makePrivateFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const { uid, mode } = lstatSync(folder)
  const link = !lstatSync(folder).isDirectory()
  if (link || uid !== process.getuid?.() || (mode & 0o077) !== 0) {
    throw new Error(`The folder ${folder} has to belong to this user, with mode 0700, and be no link.`)
  }
}

/** A connection string that the driver, mongoose and mongosh take. */
export function toUri(socketPath: string, database = 'weir'): string {
  return `mongodb://${encodeURIComponent(socketPath)}/${database}?directConnection=true`
}
