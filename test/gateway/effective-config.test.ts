import { describe, expect, it } from 'vitest'
import { type Config, resolveProviders } from '../../src/config.js'
import type { ConfigContent } from '../../src/domain/control-plane.js'
import { keyRefsOf, toEffective } from '../../src/gateway/effective-config.js'
import { configOf, contentOf, VENDORS } from './config-parts.js'

const ENV = { ACME_API_KEY: 'key-of-the-environment' }
const FILE = `
providers: [{ name: eu, kind: acme, apiKey: key-of-the-file, region: eu }]
deployments: [{ name: near, provider: eu, model: small, apiKeys: [key-of-the-deployment] }]
routes: [{ name: smart, targets: [eu/small] }]
prices: { eu/small: { input: 1, output: 2 } }
models: { eu/small: { contextWindow: 9 } }
`
const byApi: ConfigContent = {
  ...contentOf({
    providers: [
      { name: 'eu', kind: 'acme', baseUrl: 'https://elsewhere.example', region: 'us', keys: [{ id: 'k1', lastFour: '1111' }] },
      { name: 'acme', kind: 'acme', baseUrl: 'https://elsewhere.example', keys: [] },
      {
        name: 'us',
        kind: 'acme',
        keys: [
          { id: 'k2', lastFour: '2222' },
          { id: 'gone', lastFour: '3333' },
        ],
      },
    ],
    deployments: [
      { name: 'near', provider: 'us', model: 'large' },
      { name: 'far', provider: 'us', model: 'large' },
    ],
    routes: [
      { name: 'smart', targets: [{ model: 'us/large' }] },
      { name: 'cheap', targets: [{ model: 'us/large' }] },
    ],
  }),
  MODEL: {
    'eu/small': modelEntry({ id: 'eu/small', contextWindow: 1, price: { input: '7', output: '7' } }),
    'us/large': modelEntry({ id: 'us/large', contextWindow: 2, price: { input: '3', output: '4' } }),
  },
}

function modelEntry<Spec>(spec: Spec) {
  return { spec, version: 1, createdAt: new Date(0), updatedAt: new Date(0), updatedBy: 'key_1' }
}

function effective(config: Config = configOf(FILE), content = byApi) {
  const open = new Map([
    ['k1', 'text of k1'],
    ['k2', 'text of k2'],
  ])
  return toEffective(config, resolveProviders(config, VENDORS, ENV), content, open)
}

describe('what the file, the environment and the API declare', () => {
  it('stands side by side, and under one name what the file says wins', () => {
    const { deployments, routes, models, prices } = effective()
    expect(deployments).toMatchObject([
      { name: 'near', provider: 'eu', managedBy: 'FILE' },
      { name: 'far', provider: 'us', managedBy: 'API' },
    ])
    expect(routes).toMatchObject([
      { spec: { name: 'smart', targets: [{ model: 'eu/small' }] }, managedBy: 'FILE', version: 0 },
      { spec: { name: 'cheap' }, managedBy: 'API', version: 1 },
    ])
    expect(models).toMatchObject({ 'eu/small': { contextWindow: 9 }, 'us/large': { contextWindow: 2 } })
    expect(prices).toMatchObject({ 'eu/small': { input: '1' }, 'us/large': { input: '3', output: '4' } })
  })

  it('wins as a whole: of a provider of the same name nothing of the API’s is taken, be it of the file or of the environment', () => {
    const { providers } = effective()
    expect(providers.filter(({ name }) => name === 'eu')).toEqual([
      expect.objectContaining({ region: 'eu', managedBy: 'FILE', keys: [expect.objectContaining({ text: 'key-of-the-file' })] }),
    ])
    expect(providers.find(({ name }) => name === 'eu')).not.toHaveProperty('baseUrl', 'https://elsewhere.example')
    const fromEnvironment = effective(configOf('')).providers.filter(({ name }) => name === 'acme')
    expect(fromEnvironment).toMatchObject([{ managedBy: 'ENVIRONMENT', keys: [{ text: ENV.ACME_API_KEY }] }])
    expect(fromEnvironment[0]?.baseUrl).not.toBe('https://elsewhere.example')
  })

  it('has the keys of the API opened, without those that are gone', () => {
    expect(effective().providers.find(({ name }) => name === 'us')?.keys).toEqual([
      { id: 'k2', lastFour: '2222', text: 'text of k2' },
    ])
  })

  it('names the credentials of the API alone, those of deployments too', () => {
    const keys = [{ id: 'k3', lastFour: '4444' }]
    const content = contentOf({
      providers: [{ name: 'us', kind: 'acme', keys: [{ id: 'k2', lastFour: '2222' }] }],
      deployments: [{ name: 'far', provider: 'us', model: 'large', keys }],
    })
    expect(keyRefsOf(content).map(({ id }) => id)).toEqual(['k2', 'k3'])
  })
})
