import { describe, expect, it } from 'vitest'
import { compileCondition } from '../../plugins/conditions/index.js'
import { buildCatalog, buildSnapshot, DEFAULT_TIMEOUTS, type ProviderSource } from '../../src/routing/build-snapshot.js'
import { compileRoute } from '../../src/routing/compile-route.js'
import { decideRoute } from '../../src/routing/decide-route.js'
import { PRICE, principalWith, requestFor } from '../support/pipeline-builder.js'
import { CIRCUMSTANCES } from './circumstances.js'

const provider = (name: string, changes: Partial<ProviderSource> = {}): ProviderSource => ({
  name,
  kind: name,
  timeouts: {},
  models: undefined,
  listed: [],
  passThrough: true,
  keys: [],
  incarnation: '1',
  priceOf: () => null,
  ...changes,
})
const listed = (...names: string[]) => names.map((name) => ({ name }))
const catalog = buildCatalog({
  providers: [
    provider('openai', { listed: listed('gpt-5', 'shared'), priceOf: (model) => (model === 'gpt-5' ? PRICE : null) }),
    provider('groq', { listed: listed('shared', 'org/slashed'), timeouts: { idleMs: 5 } }),
    provider('closed', { models: ['only'], passThrough: false, listed: listed('only', 'hidden') }),
  ],
})
const fast = {
  name: 'fast',
  targets: [{ model: 'groq/shared' }, { model: 'openai/gpt-5' }],
  timeouts: { firstTokenMs: 7 },
}
const snapshot = buildSnapshot(catalog, {
  version: 'v',
  routes: [compileRoute(fast, { managedBy: 'FILE', version: 0 }, compileCondition)],
})

function resolve(name: string) {
  const asked = { request: requestFor(name), operation: 'completion', stream: false, principal: principalWith() } as const
  return decideRoute(snapshot, asked, CIRCUMSTANCES)
}

describe('a model name', () => {
  it('is a provider and a model', () => {
    expect(resolve('openai/gpt-5')).toMatchObject({
      name: 'openai/gpt-5',
      route: null,
      targets: [{ model: { price: PRICE } }],
    })
  })

  it('may be bare when one provider alone has it, even with a slash in it', () => {
    expect(resolve('gpt-5').name).toBe('openai/gpt-5')
    expect(resolve('org/slashed').name).toBe('groq/org/slashed')
  })

  it('is refused with the candidates when it is bare and ambiguous', () => {
    expect(() => resolve('shared')).toThrow(/openai\/shared, groq\/shared/)
  })

  it('passes through when its provider lets it, unpriced', () => {
    expect(resolve('groq/brand-new').targets[0]?.model).toMatchObject({
      id: 'groq/brand-new',
      name: 'brand-new',
      price: null,
    })
  })

  it.each(['closed/hidden', 'nobody/x', 'nothing', 'groq/', '/x', ''])('%j is not found', (name) => {
    expect(() => resolve(name)).toThrow(expect.objectContaining({ code: 'MODEL_NOT_FOUND', path: 'model' }))
  })
})

describe('a route', () => {
  it('is its targets in order, with its own time-outs over the providers’', () => {
    const { route, targets } = resolve('fast')
    expect(route?.name).toBe('fast')
    expect(targets.map((target) => target.model.id)).toEqual(['groq/shared', 'openai/gpt-5'])
    expect(targets[0]?.timeouts).toEqual({ ...DEFAULT_TIMEOUTS, idleMs: 5, firstTokenMs: 7 })
  })
})
