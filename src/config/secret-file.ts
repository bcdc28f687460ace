import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { GatewayError } from '../domain/gateway-error.js'

const MINIMUM_LENGTH = 32

/**
 * The secret in `<dataDir>/secret`, made when absent. A file that others can read, or that is too short, is refused rather than
 * replaced: with another secret no issued key would work any more.
 * @throws {GatewayError} CONFIGURATION
 */
export function loadOrCreateSecret(dataDir: string): string {
  const path = join(dataDir, 'secret')
  try {
    return readSecret(path) ?? createSecret(dataDir, path)
  } catch (error) {
    if (error instanceof GatewayError) throw error
    throw refuse(
      `The secret file ${path} cannot be used (${codeOf(error)}). Make the data folder writable, or set WEIR_SECRET.`,
      error,
    )
  }
}

function readSecret(path: string): string | undefined {
  const stat = statSync(path, { throwIfNoEntry: false })
  if (!stat) return undefined
  const mode = stat.mode & 0o777
  if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
    throw refuse(`Others can read the secret file ${path} (mode ${mode.toString(8).padStart(4, '0')}). Run: chmod 600 ${path}`)
  }
  const secret = readFileSync(path, 'utf8').trim()
  if (secret.length < MINIMUM_LENGTH) {
    throw refuse(
      `The secret file ${path} holds fewer than ${MINIMUM_LENGTH} characters. Restore it from a backup; without it no issued key works.`,
    )
  }
  return secret
}

/** Under another name first: a crash in between leaves no half secret. */
function createSecret(dataDir: string, path: string): string {
  const secret = randomBytes(32).toString('base64url')
  const draft = `${path}.${process.pid}`
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  writeFileSync(draft, `${secret}\n`, { mode: 0o600, flush: true })
  renameSync(draft, path)
  return secret
}

function refuse(message: string, cause?: unknown): GatewayError {
  return new GatewayError('CONFIGURATION', message, { cause })
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown error'
}
