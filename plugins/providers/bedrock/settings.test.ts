import { describe, expect, it, vi } from 'vitest'
import type { GatewayError, JsonObject, ProviderOptions } from '../../../src/plugin-api.js'
import { createAddressGuard } from '../../address-guard/index.js'
import { createBedrock } from './create-bedrock.js'
import { type Credentials, createCredentialSource } from './credentials.js'
import { readSettings } from './settings.js'

const read = (settings: JsonObject, options: Partial<ProviderOptions> = {}) =>
  readSettings({ name: 'aws', kind: 'bedrock', settings, ...options })

function problemOf(settings: JsonObject, options: Partial<ProviderOptions> = {}): GatewayError {
  try {
    read(settings, options)
  } catch (error) {
    return error as GatewayError
  }
  throw new Error('It was accepted')
}

describe('the settings of bedrock', () => {
  it('make the addresses of a region', () => {
    expect(read({ region: 'eu-central-1' })).toMatchObject({
      baseUrl: 'https://bedrock-runtime.eu-central-1.amazonaws.com',
      controlPlaneUrl: 'https://bedrock.eu-central-1.amazonaws.com',
    })
    expect(read({ region: 'cn-north-1' }).baseUrl).toBe('https://bedrock-runtime.cn-north-1.amazonaws.com.cn')
  })

  it('find the region in an address of AWS', () => {
    const settings = read({}, { baseUrl: 'https://bedrock-runtime-fips.us-east-1.amazonaws.com' })
    expect(settings).toMatchObject({ region: 'us-east-1' })
    expect(settings.controlPlaneUrl).toBeUndefined()
  })

  it.each<[JsonObject, Partial<ProviderOptions>, string]>([
    [{}, {}, 'settings.region'],
    [{ region: 'Europe' }, {}, 'settings.region'],
    [{ region: 'us-east-1', regoin: 'x' }, {}, 'settings.regoin'],
    [{ region: 'us-east-1', accessKeyId: 'AKID' }, {}, 'settings.secretAccessKey'],
    [{ region: 'us-east-1', accessKeyId: 'AKID', secretAccessKey: 'hush' }, { apiKey: 'key' }, 'settings.bearerToken'],
    [{ region: 'us-east-1', accessKeyId: 'AKID', secretAccessKey: 'hush', profile: 'work' }, {}, 'settings.profile'],
    [{ region: 'us-east-1', credentialsTimeoutMs: 1 }, {}, 'settings.credentialsTimeoutMs'],
  ])('%j is refused by name, without its values', (settings, options, path) => {
    const error = problemOf(settings, options)
    expect(error.code).toBe('CONFIGURATION')
    expect(error.message).toContain(path)
    expect(error.message).not.toContain('hush')
  })
})

describe('the settings of bedrock from outside', () => {
  const guard = { allows: () => true }
  const keys = { accessKeyId: 'AKID', secretAccessKey: 'hush' }

  it('bring their own credentials', () => {
    expect(read({ region: 'us-east-1', ...keys }, { guard })).toMatchObject({ keys })
    expect(read({ region: 'us-east-1' }, { guard, apiKey: 'key' })).toMatchObject({ bearerToken: 'key' })
  })

  it.each<[JsonObject, string]>([
    [{ region: 'us-east-1' }, 'settings.accessKeyId'],
    [{ region: 'us-east-1', profile: 'work' }, 'settings.profile'],
  ])('may not be %j, which would lend those of the machine', (settings, path) => {
    const error = problemOf(settings, { guard })
    expect(error.code).toBe('CONFIGURATION')
    expect(error.message).toContain(path)
  })

  it('name addresses that the guard is asked for', async () => {
    const settings = { region: 'us-east-1', controlPlaneUrl: 'http://127.0.0.1:9' }
    const provider = createBedrock({ name: 'aws', kind: 'bedrock', apiKey: 'key', guard: createAddressGuard([]), settings })
    await expect(provider.listModels?.(new AbortController().signal)).rejects.toThrow(/network\.allow/)
    await provider.close()
  })
})

describe('the credentials of bedrock', () => {
  const settings = read({ region: 'us-east-1', credentialsTimeoutMs: 100 })
  const never = () => new Promise<Credentials>(() => {})

  it('time out when the chain stays silent', async () => {
    const source = createCredentialSource('aws', settings, never)
    await expect(source(new AbortController().signal)).rejects.toMatchObject({ code: 'PROVIDER_TIMEOUT' })
  })

  it('are not waited for once the caller has gone', async () => {
    const controller = new AbortController()
    const reason = new Error('The caller has gone')
    const pending = createCredentialSource('aws', { ...settings, credentialsTimeoutMs: 60_000 }, never)(controller.signal)
    controller.abort(reason)
    await expect(pending).rejects.toBe(reason)
  })

  it('that do not exist are the operator’s affair', async () => {
    const nothing = () =>
      Promise.reject(Object.assign(new Error('Could not load credentials'), { name: 'CredentialsProviderError' }))
    const source = createCredentialSource('aws', settings, nothing)
    await expect(source(new AbortController().signal)).rejects.toMatchObject({
      code: 'PROVIDER_AUTHENTICATION',
      message: expect.stringContaining('settings.accessKeyId'),
    })
  })

  it('come from the vendor’s chain where nothing is given', async () => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDOFTHEENVIRONMENT')
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'hush')
    const source = createCredentialSource('aws', read({ region: 'us-east-1' }))
    expect(await source(new AbortController().signal)).toMatchObject({ accessKeyId: 'AKIDOFTHEENVIRONMENT' })
    vi.unstubAllEnvs()
  })

  it('given in the settings are taken as they are', async () => {
    const keys = { accessKeyId: 'AKID', secretAccessKey: 'hush' }
    const source = createCredentialSource('aws', read({ region: 'us-east-1', ...keys }), never)
    expect(await source(new AbortController().signal)).toEqual(keys)
  })
})
