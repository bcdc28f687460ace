import { describe, expect, it } from 'vitest'
import { buildSnapshot, DEFAULT_TIMEOUTS, type ProviderSource } from '../../src/routing/build-snapshot.js'
import { resolveTargets } from '../../src/routing/resolve-targets.js'
import { PRICE } from '../support/pipeline-builder.js'

const provider = (name: string, changes: Partial<ProviderSource> = {}): ProviderSource => ({
  name,
  kind: name,
  timeouts: {},
  models: undefined,
  listed: [],
  passThrough: true,
  priceOf: () => null,
  ...changes,
})
const listed = (...names: string[]) => names.map((name) => ({ name, displayName: null, contextWindow: null, price: null }))
const snapshot = buildSnapshot({
  version: 'v',
  providers: [
    provider('openai', { listed: listed('gpt-5', 'shared'), priceOf: (model) => (model === 'gpt-5' ? PRICE : null) }),
    provider('groq', { listed: listed('shared', 'org/slashed'), timeouts: { idleMs: 5 } }),
    provider('closed', { models: ['only'], passThrough: false, listed: listed('only', 'hidden') }),
  ],
  routes: [{ name: 'fast', targets: ['groq/shared', 'openai/gpt-5'], timeouts: { firstTokenMs: 7 } }],
})

describe('a model name', () => {
  it('is a provider and a model', () => {
    expect(resolveTargets(snapshot, 'openai/gpt-5')).toMatchObject({
      name: 'openai/gpt-5',
      route: null,
      targets: [{ model: { price: PRICE } }],
    })
  })

  it('may be bare when one provider alone has it, even with a slash in it', () => {
    expect(resolveTargets(snapshot, 'gpt-5').name).toBe('openai/gpt-5')
    expect(resolveTargets(snapshot, 'org/slashed').name).toBe('groq/org/slashed')
  })

  it('is refused with the candidates when it is bare and ambiguous', () => {
    expect(() => resolveTargets(snapshot, 'shared')).toThrow(/openai\/shared, groq\/shared/)
  })

  it('passes through when its provider lets it, unpriced', () => {
    expect(resolveTargets(snapshot, 'groq/brand-new').targets[0]?.model).toMatchObject({
      id: 'groq/brand-new',
      name: 'brand-new',
      price: null,
    })
  })

  it.each(['closed/hidden', 'nobody/x', 'nothing', 'groq/', '/x', ''])('%j is not found', (name) => {
    expect(() => resolveTargets(snapshot, name)).toThrow(expect.objectContaining({ code: 'MODEL_NOT_FOUND', path: 'model' }))
  })
})

describe('a route', () => {
  it('is its targets in order, with its own time-outs over the providers’', () => {
    const { route, targets } = resolveTargets(snapshot, 'fast')
    expect(route).toBe('fast')
    expect(targets.map((target) => target.model.id)).toEqual(['groq/shared', 'openai/gpt-5'])
    expect(targets[0]?.timeouts).toEqual({ ...DEFAULT_TIMEOUTS, idleMs: 5, firstTokenMs: 7 })
  })
})
