import { describe, expect, it } from 'vitest'
import { compileCondition } from '../../plugins/conditions/index.js'
import { costOf, type Price } from '../../src/domain/cost.js'
import type { UnpricedPolicy } from '../../src/domain/snapshot.js'
import { createUsage } from '../../src/domain/usage.js'
import { buildCatalog, buildSnapshot } from '../../src/routing/build-snapshot.js'
import { compileRoute } from '../../src/routing/compile-route.js'
import { decideRoute } from '../../src/routing/decide-route.js'
import { principalWith, requestFor } from '../support/pipeline-builder.js'
import { CIRCUMSTANCES } from './circumstances.js'

const DOLLAR = 1_000_000_000n
const price = (input: bigint, output: bigint): Price => ({
  version: 'list',
  rates: { input: { text: input * DOLLAR }, output: { text: output * DOLLAR } },
})
const PRICES: Readonly<Record<string, Price>> = {
  'acme/cheap': price(1n, 2n),
  'acme/dear': { ...price(3n, 4n), tiers: [{ aboveInputTokens: 10, rates: { ...price(6n, 5n).rates } }] },
  'zeta/dearest': {
    version: 'list',
    rates: { input: { text: 9n * DOLLAR, audio: 40n * DOLLAR }, output: { text: 90n * DOLLAR } },
  },
}

function snapshotWith(unpriced: UnpricedPolicy, prices = PRICES) {
  const provider = (name: string, models: string[]) => ({
    name,
    kind: name,
    timeouts: {},
    models,
    listed: [],
    passThrough: false,
    keys: [],
    incarnation: '1',
    priceOf: (model: string) => prices[`${name}/${model}`] ?? null,
  })
  const catalog = buildCatalog({
    unpriced,
    providers: [provider('acme', ['cheap', 'dear', 'unknown']), provider('zeta', ['dearest']), provider('self', ['own'])],
  })
  const route = (name: string, ...models: string[]) =>
    compileRoute({ name, targets: models.map((model) => ({ model })) }, { managedBy: 'FILE', version: 0 }, compileCondition)
  return buildSnapshot(catalog, {
    version: 'v',
    routes: [route('mixed', 'acme/unknown', 'acme/cheap', 'self/own'), route('unknown', 'acme/unknown', 'self/own')],
  })
}

function targetsOf(unpriced: UnpricedPolicy, name: string) {
  const asked = { request: requestFor(name), operation: 'completion', stream: false, principal: principalWith() } as const
  return decideRoute(snapshotWith(unpriced), asked, CIRCUMSTANCES).targets.map(({ model }) => model.id)
}
const usage = createUsage({ input: { text: 1_000_000 }, output: { text: 1_000_000 } })

describe('a model without a price', () => {
  it('is served where it is allowed and flagged', () => {
    expect(targetsOf('ALLOW_AND_FLAG', 'acme/unknown')).toEqual(['acme/unknown'])
    expect(snapshotWith('ALLOW_AND_FLAG').models.get('acme/unknown')?.price).toBeNull()
  })

  it('is refused where it is blocked, with what to do', () => {
    expect(() => targetsOf('BLOCK', 'acme/unknown')).toThrow(
      expect.objectContaining({ code: 'UNPRICED_MODEL', path: 'model', message: expect.stringContaining('"prices"') }),
    )
  })

  it('falls out of a route where it is blocked, and the route is refused when nothing is left', () => {
    expect(targetsOf('BLOCK', 'mixed')).toEqual(['acme/cheap'])
    expect(() => targetsOf('BLOCK', 'unknown')).toThrow(expect.objectContaining({ code: 'UNPRICED_MODEL' }))
  })

  it('leaves a model with a price alone where it is blocked', () =>
    expect(targetsOf('BLOCK', 'acme/dear')).toEqual(['acme/dear']))

  it('is booked at the dearest rates of its provider, at any tier, where it is estimated', () => {
    const model = snapshotWith('ESTIMATE_AT_MAX').models.get('acme/unknown')
    // 1 million tokens in at $6, 1 million out at $5.
    expect(costOf(usage, model!.price)).toEqual({
      totalNanos: 11n * DOLLAR,
      currency: 'USD',
      priceVersion: 'estimate-at-max',
      estimated: true,
    })
  })

  it('is booked at the dearest rates of all where its provider has no price at all', () => {
    const model = snapshotWith('ESTIMATE_AT_MAX').models.get('self/own')
    expect(costOf(usage, model!.price)?.totalNanos).toBe(99n * DOLLAR)
  })

  it('stays unpriced where no price is known anywhere', () => {
    expect(snapshotWith('ESTIMATE_AT_MAX', {}).models.get('self/own')?.price).toBeNull()
  })
})

describe('a usage of a bucket without a rate', () => {
  const heard = createUsage({ input: { audio: 1_000_000 } })
  it('has an unknown cost', () => expect(costOf(heard, PRICES['acme/cheap'] ?? null)).toBeNull())

  it('is booked at the dearest known rate where it is estimated', () => {
    const model = snapshotWith('ESTIMATE_AT_MAX').models.get('acme/cheap')
    expect(costOf(heard, model!.price)).toMatchObject({ totalNanos: 40n * DOLLAR, estimated: true })
    expect(costOf(usage, model!.price)).toEqual({ totalNanos: 3n * DOLLAR, currency: 'USD', priceVersion: 'list' })
  })
})
