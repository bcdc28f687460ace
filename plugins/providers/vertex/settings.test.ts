import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { JsonObject } from '../../../src/plugin-api.js'
import { hostOf, isClaude, pathOf } from './addresses.js'
import { readSettings } from './settings.js'

const read = (settings: JsonObject, apiKey?: string) => readSettings({ name: 'local', kind: 'vertex', settings, apiKey })
const CREDENTIALS = { type: 'service_account', project_id: 'from-file', private_key: 'a secret' }

describe('settings', () => {
  let folder: string
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'vertex-'))
    writeFileSync(join(folder, 'key.json'), JSON.stringify(CREDENTIALS))
    writeFileSync(join(folder, 'broken.json'), '{"private_key":"a secret')
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  it('name project and location, which is global unless said otherwise', () => {
    expect(read({ project: 'mine' })).toEqual({ project: 'mine', location: 'global', credentials: undefined })
    expect(read({ credentials: CREDENTIALS, location: 'us-east5' })).toMatchObject({ project: 'from-file', location: 'us-east5' })
    expect(read({}, 'key')).toMatchObject({ project: undefined })
  })

  it('may name a file of credentials', () => {
    expect(read({ keyFile: join(folder, 'key.json') })).toMatchObject({ project: 'from-file', credentials: CREDENTIALS })
  })

  it.each([
    [{}, 'settings.project is needed'],
    [{ project: 'mine', region: 'x' }, 'settings.region is not known'],
    [{ project: 7 }, 'settings.project is not what is expected'],
    [{ project: 'a/../b' }, 'settings.project'],
    [{ project: 'mine', location: 'x.evil.example/' }, 'settings.location'],
    [{ project: 'mine', credentials: 'a secret' }, 'settings.credentials'],
    [{ project: 'mine', credentials: CREDENTIALS, keyFile: 'x' }, 'give one of them'],
    [{ project: 'mine', keyFile: '/nowhere/a secret.json' }, 'settings.keyFile cannot be read'],
  ])('of %j are refused in words that say what is wrong and repeat no secret', (settings, words) => {
    expect(() => read(settings)).toThrow(
      expect.objectContaining({ code: 'CONFIGURATION', message: expect.stringContaining(words) }),
    )
    expect(() => read(settings)).not.toThrow(/a secret/)
  })

  it('refuse a file that is no JSON, and a key beside credentials', () => {
    expect(() => read({ keyFile: join(folder, 'broken.json') })).toThrow(/settings.keyFile/)
    expect(() => read({ credentials: CREDENTIALS }, 'key')).toThrow(/one of them is enough/)
  })
})

describe('an address', () => {
  it.each([
    ['global', 'https://aiplatform.googleapis.com'],
    ['europe-west4', 'https://europe-west4-aiplatform.googleapis.com'],
    ['eu', 'https://aiplatform.eu.rep.googleapis.com'],
  ])('of %s is %s', (location, host) => {
    expect(hostOf({ project: 'mine', location })).toBe(host)
  })

  it.each([
    ['gemini-3-pro-preview', 'publishers/google/models/gemini-3-pro-preview', false],
    ['claude-opus-4-5@20251101', 'publishers/anthropic/models/claude-opus-4-5%4020251101', true],
    ['anthropic/agent', 'publishers/anthropic/models/agent', true],
    ['publishers/anthropic/models/x', 'publishers/anthropic/models/x', true],
    ['endpoints/123', 'endpoints/123', false],
    ['a?b', 'publishers/google/models/a%3Fb', false],
  ])('of the model %s is %s', (model, path, claude) => {
    const settings = { location: 'global', credentials: undefined }
    expect(pathOf({ ...settings, project: 'mine' })(model)).toBe(`/v1/projects/mine/locations/global/${path}`)
    expect(pathOf({ ...settings, project: undefined })(model)).toBe(`/v1/${path}`)
    expect(isClaude(model)).toBe(claude)
  })
})

describe('settings from outside', () => {
  const guard = { allows: () => true }
  const readGuarded = (settings: JsonObject, apiKey?: string) =>
    readSettings({ name: 'local', kind: 'vertex', settings, apiKey, guard })

  it('bring a key, or the key of a service account', () => {
    expect(readGuarded({}, 'key')).toMatchObject({ location: 'global' })
    const credentials = { ...CREDENTIALS, token_uri: 'https://oauth2.googleapis.com/token', universe_domain: 'googleapis.com' }
    expect(readGuarded({ credentials })).toMatchObject({ project: 'from-file', credentials })
  })

  it.each<[JsonObject, string]>([
    [{ project: 'mine' }, 'settings.credentials'],
    [{ project: 'mine', keyFile: '/etc/passwd' }, 'settings.keyFile'],
    [{ project: 'mine', credentials: { type: 'external_account' } }, 'settings.credentials.type'],
    [{ project: 'mine', credentials: { type: 'authorized_user', refresh_token: 'a secret' } }, 'settings.credentials.type'],
    [{ credentials: { ...CREDENTIALS, token_uri: 'http://169.254.169.254/token' } }, 'settings.credentials.token_uri'],
    [{ credentials: { ...CREDENTIALS, universe_domain: 'evil.example' } }, 'settings.credentials.universe_domain'],
  ])('may not be %j', (settings, path) => {
    expect(() => readGuarded(settings)).toThrow(expect.objectContaining({ code: 'CONFIGURATION', path }))
  })

  it('name no file even beside a key', () => {
    expect(() => readGuarded({ keyFile: '/etc/passwd' }, 'key')).toThrow(expect.objectContaining({ code: 'CONFIGURATION' }))
  })
})
