import { describe, expect, it } from 'vitest'
import type { Target } from '../../src/domain/snapshot.js'
import { createModel } from '../../src/routing/build-snapshot.js'
import { type ExclusionKind, refusalOf } from '../../src/routing/exclude-unfit.js'

const excluded = (...kinds: ExclusionKind[]) =>
  kinds.map((kind, index) => ({ kind, reason: `reason ${index}`, target: targetOf(`d${index}`) }))

function targetOf(id: string): Target {
  const model = createModel('acme', 'model')
  return {
    model,
    weight: 1,
    timeouts: { connectMs: 1, firstTokenMs: 1, idleMs: 1, totalMs: 1 },
    deployment: { id, incarnation: '1', model, region: null, zeroRetention: false, weight: 1, limits: {}, keys: [] },
  }
}

describe('a request that nothing may serve', () => {
  it.each([
    [['DATA_POLICY', 'MAX_COST'], 'INVALID_REQUEST', 'maxCost'],
    [['DATA_POLICY', 'UNPRICED'], 'UNPRICED_MODEL', 'model'],
    [['DATA_POLICY', 'NEED', 'CONTEXT'], 'NO_ELIGIBLE_TARGET', 'model'],
    [[], 'NO_ELIGIBLE_TARGET', 'model'],
  ] as const)('is refused by what came nearest to serving it: %j is %s', (kinds, code, path) => {
    expect(refusalOf('fast', excluded(...kinds))).toMatchObject({ code, path })
  })

  it('is told which deployment could not, and why, but no endless list', () => {
    const { message } = refusalOf('fast', excluded(...Array.from({ length: 7 }, () => 'NEED' as const)))
    expect(message).toContain('d4: reason 4')
    expect(message).not.toContain('d5')
    expect(message).toContain('and 2 more')
  })
})
