import { describe, expect, it } from 'vitest'
import type { Price } from '../../src/domain/cost.js'
import type { UnpricedPolicy } from '../../src/domain/snapshot.js'
import { collect } from '../../src/pipeline/collect.js'
import { createPipeline } from '../../src/pipeline/create-pipeline.js'
import { answering, type BuiltPipeline, buildPipeline, PRICE, principalWith, requestFor } from '../support/pipeline-builder.js'

/** The pipeline under a policy, and how often its provider was asked. */
function pipelineWith(unpriced: UnpricedPolicy, price: Price | null) {
  let asked = 0
  const answer = answering('Hello')
  const built: BuiltPipeline = buildPipeline({
    price,
    providers: {
      acme: (call) => {
        asked++
        return answer(call)
      },
    },
  })
  const snapshot = { ...built.stages.snapshot(), unpriced }
  const leaseSnapshot = () => ({ snapshot, end: () => undefined })
  const pipeline = createPipeline({ ...built.stages, snapshot: () => snapshot, leaseSnapshot }, built.pipeline.authenticate)
  const signal = new AbortController().signal
  return {
    ended: built.ended,
    asked: () => asked,
    complete: () => collect(pipeline.complete(principalWith(), requestFor(), { door: 'OPENAI', stream: false, signal })),
    estimate: () => pipeline.estimate(principalWith(), requestFor(), { signal, ask: false }),
  }
}

const ESTIMATED: Price = { ...PRICE, version: 'estimate-at-max', estimated: true }

describe('a call for a model without a price', () => {
  it('is refused before any provider is asked, and on record, where it is blocked', async () => {
    const { complete, estimate, asked, ended } = pipelineWith('BLOCK', null)
    expect(await complete()).toMatchObject({ type: 'failed', error: { code: 'UNPRICED_MODEL', status: 403 } })
    await expect(estimate()).rejects.toMatchObject({ code: 'UNPRICED_MODEL' })
    expect(asked()).toBe(0)
    expect(ended).toMatchObject([{ record: { status: 'REFUSED', error: { code: 'UNPRICED_MODEL' }, cost: null } }])
  })

  it('is served and flagged where it is allowed', async () => {
    const { complete, ended } = pipelineWith('ALLOW_AND_FLAG', null)
    expect(await complete()).toMatchObject({ completion: { cost: null, warnings: [{ code: 'UNPRICED_MODEL' }] } })
    expect(ended).toMatchObject([{ record: { cost: null, unpriced: true } }])
  })

  it('is booked, flagged and counted as unpriced where its price is an estimate', async () => {
    const { complete, ended } = pipelineWith('ESTIMATE_AT_MAX', ESTIMATED)
    // 10 tokens in at $1 and 5 out at $2 a million.
    const cost = { totalNanos: 20_000n, priceVersion: 'estimate-at-max', estimated: true }
    expect(await complete()).toMatchObject({ completion: { cost, warnings: [{ code: 'UNPRICED_MODEL' }] } })
    expect(ended).toMatchObject([{ record: { cost, unpriced: true } }])
  })
})

it('a call for a model with a price is served under every policy, without a flag', async () => {
  for (const policy of ['BLOCK', 'ESTIMATE_AT_MAX', 'ALLOW_AND_FLAG'] as const) {
    const { complete, ended } = pipelineWith(policy, PRICE)
    expect(await complete()).toMatchObject({ type: 'completed', completion: { warnings: [] } })
    expect(ended).toMatchObject([{ record: { unpriced: false, cost: { priceVersion: 'test-1' } } }])
  }
})
