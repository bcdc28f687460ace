import { describe, expect, it } from 'vitest'
import type { GatewayError } from '../../src/domain/gateway-error.js'
import type { Objective } from '../../src/domain/route.js'
import { circumstancesOf } from '../../src/pipeline/eligible-targets.js'
import { decideRoute } from '../../src/routing/decide-route.js'
import { answering, buildPipeline, type PipelineSetting, PRICE, principalWith, requestFor } from '../support/pipeline-builder.js'
import { DEAR } from '../support/scripted-calls.js'

const setting: PipelineSetting = {
  providers: { cheap: answering('a'), dear: answering('b'), unpriced: answering('c') },
  prices: { cheap: PRICE, dear: DEAR, unpriced: null },
  facts: { cheap: { quality: 0.2 }, dear: { quality: 0.9 }, unpriced: { quality: 1 } },
}

function decide(changes: PipelineSetting, models: string[] | null = null, objective?: Objective) {
  const { stages } = buildPipeline({ ...setting, ...changes })
  const principal = { ...principalWith(), models }
  const request = requestFor('auto', objective && { objective })
  return decideRoute(stages.snapshot(), { request, operation: 'completion', stream: true, principal }, circumstancesOf(stages))
}

const idsOf = (...asked: Parameters<typeof decide>) => decide(...asked).targets.map(({ deployment }) => deployment.id)

describe('model "auto"', () => {
  it.each([
    ['COST', 'cheap/model'],
    ['QUALITY', 'dear/model'],
  ] as const)('goes first to what serves %s best, among all that have a price', (objective, first) => {
    const ids = idsOf({}, null, objective)
    expect(ids[0]).toBe(first)
    expect([...ids].sort()).toEqual(['cheap/model', 'dear/model'])
  })

  it('has the objective of the operator where the caller names none, and says so', () => {
    const decision = decide({ auto: { objective: 'QUALITY' } })
    expect(decision.targets[0]?.deployment.id).toBe('dear/model')
    expect(decision).toMatchObject({
      route: null,
      routing: { rule: null, strategy: 'PRIORITY', reason: expect.stringContaining('quality') },
    })
  })

  it('means what the key may use: that is enough to ask for it', () => {
    expect(idsOf({}, ['dear/*'], 'COST')).toEqual(['dear/model'])
  })

  it('is denied to a key that may use nothing of it', () => {
    expect(() => decide({}, ['other/*'])).toThrowError(expect.objectContaining({ code: 'ACCESS_DENIED' }) as GatewayError)
  })

  it('means the list of the operator where there is one, for keys that may use "auto"', () => {
    const auto = { objective: 'QUALITY', models: ['dear/model', 'unpriced/model'] } as const
    expect([...idsOf({ auto }, ['auto'])].sort()).toEqual(['dear/model', 'unpriced/model'])
    expect(() => decide({ auto }, ['dear/*'])).toThrowError(expect.objectContaining({ code: 'ACCESS_DENIED' }) as GatewayError)
  })

  it('shares each model among its deployments by weight', () => {
    const deployments = [
      { name: 'eu', provider: 'cheap', model: 'model', weight: 0 },
      { name: 'us', provider: 'cheap', model: 'model', weight: 1 },
    ]
    expect(idsOf({ deployments }, null, 'COST')).toEqual(['us', 'eu', 'dear/model'])
  })

  it('keeps to the data policy', () => {
    expect(idsOf({ dataPolicy: { excludedProviders: ['cheap'] } }, null, 'COST')).toEqual(['dear/model'])
  })

  it('is a route where one has that name', () => {
    const decision = decide({ routes: [{ name: 'auto', targets: ['unpriced/model'] }] })
    expect(decision.route?.name).toBe('auto')
  })
})
