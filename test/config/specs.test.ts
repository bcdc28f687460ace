import { describe, expect, it } from 'vitest'
import { parseSpec } from '../../src/config/specs.js'
import { loadConfig } from '../../src/config.js'
import type { ConfigKind } from '../../src/domain/control-plane.js'
import { GatewayError } from '../../src/domain/gateway-error.js'

function load(file: string, env: Record<string, string> = {}) {
  return loadConfig({ env, cwd: '/srv', cores: 1, readFile: () => file, loadSecret: () => 's'.repeat(40) })
}

function refusal(kind: ConfigKind, input: Record<string, unknown>): GatewayError {
  try {
    parseSpec(kind, input)
  } catch (error) {
    if (error instanceof GatewayError) return error
    throw error
  }
  throw new Error('It was accepted')
}

describe('a file', () => {
  it('says nothing of routing unless it is written', () => {
    expect(load('')).toMatchObject({
      deployments: [],
      network: { allow: [] },
      dataPolicy: {},
      auto: { objective: 'BALANCED' },
      health: { activeProbes: false },
      limits: { maxQueuedCalls: 1000, maxQueueMs: 5000 },
      previousSecret: undefined,
      region: undefined,
    })
  })

  it('declares routes whole, targets as words or mappings, words in any case', () => {
    const [route] = load(`
routes:
  - name: smart
    strategy: lowest-latency
    match: request.tools.size() > 0
    targets: [acme/large, { model: openai/gpt-5-mini, weight: 0.5 }]
    rules: [{ when: "principal.tier == 'free'", targets: [acme/small], strategy: weighted }]
    splits: [{ percent: 10, header: { name: X-Beta, value: "on" }, targets: [acme/next] }]
    stickyBy: api_key
    fallbacks: [{ models: [groq/x] }]
    retry: { attempts: 2 }
    dataPolicy: { regions: [EU], sensitive: [{ dataClass: Health, excludedProviders: [acme] }] }
    hedge: { afterMs: 200 }
    cascade: { minLogprob: -1.5, judge: { model: acme/judge } }
    shadow: { percent: 5 }
    continue: true
`).routes
    expect(route).toEqual({
      name: 'smart',
      strategy: 'LOWEST_LATENCY',
      match: 'request.tools.size() > 0',
      targets: [{ model: 'acme/large' }, { model: 'openai/gpt-5-mini', weight: 0.5 }],
      rules: [{ when: "principal.tier == 'free'", targets: [{ model: 'acme/small' }], strategy: 'WEIGHTED' }],
      splits: [{ percent: 10, header: { name: 'x-beta', value: 'on' }, targets: [{ model: 'acme/next' }] }],
      stickyBy: 'API_KEY',
      fallbacks: [{ on: ['ANY'], models: ['groq/x'] }],
      retry: { attempts: 2 },
      dataPolicy: { regions: ['eu'], sensitive: [{ dataClass: 'health', excludedProviders: ['acme'] }] },
      hedge: { afterMs: 200 },
      cascade: { minLogprob: -1.5, judge: { model: 'acme/judge' } },
      shadow: { percent: 5 },
      continue: true,
    })
  })

  it('declares deployments with their keys as a pool, and providers with one beside their key', () => {
    const { deployments, providers } = load(`
providers: [{ name: acme, kind: openai, apiKey: k1, apiKeys: [k1, k2], region: us, zeroRetention: true }]
deployments: [{ name: eu, provider: acme, model: large, region: EU, apiKey: k3, limits: { maxConcurrent: 3 } }]
`)
    expect(providers).toMatchObject([{ apiKey: 'k1', apiKeys: ['k1', 'k2'], region: 'us', zeroRetention: true }])
    expect(deployments).toEqual([
      { name: 'eu', provider: 'acme', model: 'large', region: 'eu', apiKeys: ['k3'], limits: { maxConcurrent: 3 } },
    ])
  })

  it('says what is known of models, aliases and quality included', () => {
    const { models } = load('models: { acme/large: { aliases: [big], quality: 0.9 } }')
    expect(models).toEqual({ 'acme/large': { aliases: ['big'], quality: 0.9 } })
  })

  it('takes the secret before from its variable', () => {
    expect(load('', { WEIR_SECRET_PREVIOUS: 'o'.repeat(32) }).previousSecret).toBe('o'.repeat(32))
  })

  it.each([
    [
      'two deployments of a name',
      'deployments: [{ name: a, provider: p, model: m }, { name: a, provider: p, model: n }]',
      'deployments[1].name',
    ],
    [
      'an unknown strategy',
      'routes: [{ name: a, strategy: best, targets: [b] }]',
      'routes[0].strategy: found "best", expected one of PRIORITY',
    ],
    [
      'a target that is none',
      'routes: [{ name: a, targets: ["b c"] }]',
      'routes[0].targets[0].model: found "b c", expected a model name',
    ],
    ['a range that is none', 'network: { allow: ["10.0.0.0/x"] }', 'network.allow[0]: found "10.0.0.0/x", expected an address'],
    [
      'a key with a space in a pool',
      'providers: [{ name: a, kind: b, apiKeys: ["se cret"] }]',
      'apiKeys[0]: found a text of 7 characters',
    ],
  ])('is refused with %s', (_, file, message) => {
    expect(() => load(file)).toThrow(message)
  })
})

describe('what the API declares', () => {
  it('is checked by the rules of the file, and null counts as absent', () => {
    const { spec } = parseSpec('ROUTE', { name: 'r', targets: [{ model: 'a/b', weight: null }], strategy: null })
    expect(spec).toEqual({ name: 'r', targets: [{ model: 'a/b' }] })
  })

  it('has its credentials apart', () => {
    expect(parseSpec('PROVIDER', { name: 'acme', kind: 'openai', apiKeys: ['k1', 'k2'] })).toEqual({
      spec: { name: 'acme', kind: 'openai', keys: [] },
      apiKeys: ['k1', 'k2'],
    })
    expect(parseSpec('DEPLOYMENT', { name: 'eu', provider: 'acme', model: 'm' }).apiKeys).toBeUndefined()
  })

  it.each<[string, ConfigKind, Record<string, unknown>, string, string]>([
    ['an unknown key', 'PROVIDER', { name: 'a', kind: 'b', baseurl: 'x' }, 'baseurl', 'did you mean baseUrl?'],
    [
      'splits beyond a hundred',
      'ROUTE',
      { name: 'a', targets: ['b'], splits: [60, 50].map((percent) => ({ percent, targets: ['b'] })) },
      'splits',
      'add up to at most 100',
    ],
    [
      'a split of nothing',
      'ROUTE',
      { name: 'a', targets: ['b'], splits: [{ targets: ['b'] }] },
      'splits',
      'a percent, a header or a condition',
    ],
    ['a model without a provider', 'MODEL', { id: 'large' }, 'id', 'expected a model such as openai/gpt-5-mini'],
    ['a price that is none', 'MODEL', { id: 'a/b', price: { input: 'cheap' } }, 'price.input', 'dollars per million tokens'],
    ['a quality beyond all', 'MODEL', { id: 'a/b', quality: 2 }, 'quality', 'a number from 0 to 1'],
    ['no targets', 'ROUTE', { name: 'a', targets: [] }, 'targets', 'a list of 1 to 32 models'],
  ])('is refused with %s, by path', (_, kind, input, path, message) => {
    expect(refusal(kind, input)).toMatchObject({ code: 'INVALID_REQUEST', path, message: expect.stringContaining(message) })
  })

  it('is refused without showing a key', () => {
    expect(refusal('PROVIDER', { name: 'a', kind: 'b', apiKey: 'hunter two', apiKeys: ['hunter three'] }).message).not.toContain(
      'hunter',
    )
  })
})
