import { randomInt } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { GatewayError } from '../domain/gateway-error.js'

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'
const NODE_ID = /^[0-9a-hjkmnp-tv-z]{5}$/

/**
 * Five characters that name this machine's gateway in call ids and in the journal, kept in `<dataDir>/node-id`.
 * @throws {GatewayError} CONFIGURATION when the file holds something else: with another id the journal of the old would be a stranger's
 */
export function loadOrCreateNodeId(dataDir: string): string {
  const path = join(dataDir, 'node-id')
  const found = readIfPresent(path)
  if (found === undefined) return createNodeId(dataDir, path)
  if (NODE_ID.test(found)) return found
  throw new GatewayError(
    'CONFIGURATION',
    `${path} does not hold a node id. Restore it: the first five characters of the folders in ${dataDir}/journal.`,
  )
}

function createNodeId(dataDir: string, path: string): string {
  const id = Array.from({ length: 5 }, () => ALPHABET.charAt(randomInt(ALPHABET.length))).join('')
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  writeFileSync(`${path}.${process.pid}`, `${id}\n`, { flush: true })
  renameSync(`${path}.${process.pid}`, path)
  return id
}

function readIfPresent(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8').trim()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}
