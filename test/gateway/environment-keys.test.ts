import { afterEach, describe, expect, it } from 'vitest'
import { checkDestinations } from '../../src/admin/control-plane/check-destinations.js'
import { resolveProviders } from '../../src/config.js'
import { EMPTY_CONTENT } from '../../src/domain/control-plane.js'
import { declareOwn } from '../../src/gateway/declare-own.js'
import { configOf, contentOf, hold, storedConfig, VENDORS } from './config-parts.js'

const ENV = { ACME_API_KEY: 'key-of-the-environment' }
const ELSEWHERE = 'https://elsewhere.example/v1'
const DEPLOYMENT = { name: 'far', provider: 'acme', model: 'small', baseUrl: ELSEWHERE }

let stop: (() => Promise<void>) | undefined
afterEach(async () => stop?.())

describe('a key of the environment never goes to an address of the API’s', () => {
  it('not by a provider without a key of its own', async () => {
    const { held, made } = await hold({ env: ENV })
    stop = held.stop
    await held.onStored(storedConfig(1, { providers: [{ name: 'eu', kind: 'acme', baseUrl: ELSEWHERE, keys: [] }] }))
    expect(made.find(({ name }) => name === 'eu')).toMatchObject({ baseUrl: ELSEWHERE, apiKey: undefined })
  })

  it('not by a deployment: such a change is refused', () => {
    const config = configOf()
    const declared = declareOwn(config, resolveProviders(config, VENDORS, ENV))
    expect(() => checkDestinations(EMPTY_CONTENT, contentOf({ deployments: [DEPLOYMENT] }), declared)).toThrow(
      expect.objectContaining({ code: 'INVALID_REQUEST', path: 'apiKey' }),
    )
  })

  it('not by a deployment that was declared when the provider of that name was the API’s', async () => {
    const { held, made } = await hold({ env: ENV })
    stop = held.stop
    await held.onStored(storedConfig(1, { deployments: [DEPLOYMENT] })).catch(() => undefined)
    const sent = made.filter(({ baseUrl, apiKey }) => baseUrl === ELSEWHERE && apiKey === ENV.ACME_API_KEY)
    expect(sent).toEqual([])
  })

  it('and neither does what the settings of the operator’s provider hold', async () => {
    const file = 'providers: [{ name: ours, kind: inner, settings: { token: token-of-the-file } }]'
    const { held, made } = await hold({ file })
    stop = held.stop
    await held.onStored(storedConfig(1, { deployments: [{ ...DEPLOYMENT, provider: 'ours' }] })).catch(() => undefined)
    const sent = made.filter(({ baseUrl, settings }) => baseUrl === ELSEWHERE && settings?.['token'] !== undefined)
    expect(sent).toEqual([])
  })

  it('and what the API declares is guarded, what the operator declares is not', async () => {
    const { held, made } = await hold({ env: ENV })
    stop = held.stop
    await held.onStored(storedConfig(1, { providers: [{ name: 'eu', kind: 'acme', keys: [{ id: 'k1', lastFour: '' }] }] }))
    expect(made.map(({ name, guard }) => [name, guard !== undefined])).toEqual([
      ['acme', false],
      ['eu', true],
    ])
  })
})
