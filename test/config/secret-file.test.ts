import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { loadOrCreateSecret } from '../../src/config/secret-file.js'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'weir-secret-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

it('makes a secret that only its owner can read, in a folder that it makes', () => {
  const dataDir = join(folder, 'a', 'data')
  const secret = loadOrCreateSecret(dataDir)
  expect(secret).toMatch(/^[\w-]{43}$/)
  expect(statSync(join(dataDir, 'secret')).mode & 0o777).toBe(0o600)
  expect(statSync(dataDir).mode & 0o777).toBe(0o700)
  expect(readdirSync(dataDir)).toEqual(['secret'])
})

it('reads the same secret again', () => {
  expect(loadOrCreateSecret(folder)).toBe(loadOrCreateSecret(folder))
})

it.each([0o644, 0o640, 0o604])('refuses a secret that others can read (%o)', (mode) => {
  loadOrCreateSecret(folder)
  chmodSync(join(folder, 'secret'), mode)
  expect(() => loadOrCreateSecret(folder)).toThrow(/Others can read the secret file .*secret \(mode 06\d\d\)\. Run: chmod 600/)
})

it('refuses a short secret rather than replacing it', () => {
  writeFileSync(join(folder, 'secret'), 'short\n', { mode: 0o600 })
  expect(() => loadOrCreateSecret(folder)).toThrow(/fewer than 32 characters/)
  expect(readFileSync(join(folder, 'secret'), 'utf8')).toBe('short\n')
})

it('says what to do when the folder cannot be used', () => {
  writeFileSync(join(folder, 'file'), '')
  expect(() => loadOrCreateSecret(join(folder, 'file'))).toThrow(
    /cannot be used \(\w+\)\. Make the data folder writable, or set WEIR_SECRET/,
  )
  mkdirSync(join(folder, 'odd', 'secret'), { recursive: true, mode: 0o700 })
  expect(() => loadOrCreateSecret(join(folder, 'odd'))).toThrow(/Others can read|cannot be used/)
})
