import { describe, expect, it } from 'vitest'
import { answering, buildPipeline, failing } from '../support/pipeline-builder.js'
import { ask, CHEAP_COST, errorOf } from '../support/scripted-calls.js'

const routes = [
  {
    name: 'fast',
    aliases: ['quick'],
    targets: ['acme/model'],
    rules: [{ name: 'tagged', when: "'a' in request.tags", targets: [{ model: 'spare/model' }], strategy: 'WEIGHTED' as const }],
    splits: [{ name: 'canary', when: "'b' in request.tags", targets: [{ model: 'spare/model' }] }],
  },
]
const providers = { acme: answering('Hi'), spare: answering('Ho') }

describe('how a call was routed', () => {
  it.each([
    ['a rule', ['a'], { rule: 'tagged', split: null, strategy: 'WEIGHTED' }],
    ['a split', ['b'], { rule: null, split: 'canary', strategy: 'PRIORITY' }],
    ['nothing but the route', [], { rule: null, split: null, strategy: 'PRIORITY' }],
  ])('by %s is on the completion and on the record', async (_, tags, routing) => {
    const asked = await ask(buildPipeline({ providers, routes }), 'quick', { request: { tags } })
    expect(asked.completion).toMatchObject({
      route: 'fast',
      requestedModel: 'quick',
      routing: { ...routing, reason: expect.any(String) },
    })
    expect(asked.completion?.routing?.reason).not.toBe('')
    expect(asked.record.routing).toEqual(asked.completion?.routing)
    expect(asked.record.route).toBe('fast')
  })

  it('is null when a model was asked for by its own name', async () => {
    const asked = await ask(buildPipeline({ providers, routes }), 'acme/model')
    expect(asked.completion).toMatchObject({ route: null, routing: null })
    expect(asked.record.routing).toBeNull()
  })

  it('tells each attempt, where it went, why and what it cost', async () => {
    const built = buildPipeline({
      providers: { acme: failing(errorOf('PROVIDER_OVERLOADED')), spare: answering('Hi') },
      deployments: [{ name: 'spare-eu', provider: 'spare', model: 'model' }],
      routes: [{ name: 'fast', targets: ['acme/model', 'spare/model'] }],
    })
    const { record, completion } = await ask(built, 'fast')
    expect(record.attempts).toMatchObject([
      { target: 'acme/model', deployment: 'acme/model', role: 'PRIMARY', outcome: 'FAILED', firstTokenMs: null },
      { target: 'spare/model', deployment: 'spare-eu', role: 'NEXT', outcome: 'SUCCEEDED', costNanos: CHEAP_COST },
    ])
    expect(record.attempts[0]?.costNanos).toBeUndefined()
    expect(completion?.attempts).toEqual(record.attempts)
  })
})
