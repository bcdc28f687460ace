import { describe, expect, it } from 'vitest'
import type { CompletionRequest } from '../../src/domain/completion-request.js'
import { GatewayError } from '../../src/domain/gateway-error.js'
import type { RouteSpec, RouteTarget } from '../../src/domain/route.js'
import { circumstancesOf } from '../../src/pipeline/eligible-targets.js'
import { considerRoute, type Decision, decideRoute } from '../../src/routing/decide-route.js'
import type { RouteRequest } from '../../src/routing/route-request.js'
import { answering, buildPipeline, type PipelineSetting, PRICE, principalWith, requestFor } from '../support/pipeline-builder.js'
import { DEAR } from '../support/scripted-calls.js'

const providers = Object.fromEntries(['a', 'b', 'c'].map((name) => [name, answering(name)]))

function decide(
  setting: PipelineSetting,
  model: string,
  asked: Partial<CompletionRequest> = {},
  more: Partial<RouteRequest> = {},
) {
  return decider(setting)(model, asked, more)
}

/** Several decisions of one process. */
function decider(setting: PipelineSetting) {
  const { stages } = buildPipeline({ providers, ...setting })
  return (model: string, asked: Partial<CompletionRequest> = {}, more: Partial<RouteRequest> = {}): Decision =>
    decideRoute(
      stages.snapshot(),
      { request: requestFor(model, asked), operation: 'completion', stream: true, principal: principalWith(), ...more },
      circumstancesOf(stages),
    )
}

const idsOf = ({ targets }: Pick<Decision, 'targets'>) => targets.map(({ deployment }) => deployment.id)
const to = (...models: string[]): RouteTarget[] => models.map((model) => ({ model: `${model}/model` }))
const route = (changes: Partial<RouteSpec>): NonNullable<PipelineSetting['routes']> => [
  { name: 'r', ...changes, targets: changes.targets ?? to('a') },
]
function codeOf(decideIt: () => unknown): string {
  try {
    decideIt()
  } catch (error) {
    if (error instanceof GatewayError) return error.code
    throw error
  }
  return 'none'
}

describe('rules', () => {
  const rules = [
    { name: 'long', when: 'request.maxOutputTokens > 100', targets: to('b') },
    { name: 'tagged', when: "'x' in request.tags", targets: to('c') },
  ]
  it.each([
    [{ maxOutputTokens: 200, tags: ['x'] }, 'b/model', 'long'],
    [{ tags: ['x'] }, 'c/model', 'tagged'],
    [{}, 'a/model', null],
  ])('are asked in order, and the first that holds decides: %j', (request, target, rule) => {
    const decision = decide({ routes: route({ rules }) }, 'r', request)
    expect(idsOf(decision)).toEqual([target])
    expect(decision.routing?.rule).toBe(rule)
  })

  it('come before splits', () => {
    const splits = [{ percent: 100, targets: to('b') }]
    expect(idsOf(decide({ routes: route({ rules, splits }) }, 'r'))).toEqual(['b/model'])
    expect(idsOf(decide({ routes: route({ rules, splits }) }, 'r', { tags: ['x'] }))).toEqual(['c/model'])
  })
})

describe('a route', () => {
  it('whose condition does not hold refuses the request', () => {
    const refusing = () => decide({ routes: route({ match: 'request.tools.size() > 0' }) }, 'r')
    expect(codeOf(refusing)).toBe('NO_ELIGIBLE_TARGET')
  })

  it('goes by its other names, and is allowed by its own', () => {
    const setting = { routes: route({ aliases: ['other'] }) }
    const principal = principalWith({ models: ['r'] })
    expect(decide(setting, 'other', {}, { principal }).route?.name).toBe('r')
    expect(codeOf(() => decide(setting, 'other', {}, { principal: principalWith({ models: ['a/model'] }) }))).toBe(
      'ACCESS_DENIED',
    )
  })

  it('splits off the callers whose header says so', () => {
    const routes = route({ splits: [{ name: 'canary', header: { name: 'x-canary', value: 'yes' }, targets: to('b') }] })
    expect(decide({ routes }, 'r', {}, { headers: { 'x-canary': 'yes' } }).routing?.split).toBe('canary')
    expect(decide({ routes }, 'r').routing?.split).toBeNull()
  })
})

describe('what may not serve a request', () => {
  const deployments = [
    { name: 'eu', provider: 'a', model: 'model', region: 'eu', zeroRetention: true },
    { name: 'us', provider: 'b', model: 'model', region: 'us' },
  ]
  const routes = route({ targets: to('a', 'b', 'c') })
  it.each<[string, Partial<PipelineSetting>, string[]]>([
    ['regions of the gateway', { dataPolicy: { regions: ['us'] } }, ['us']],
    ['regions of the route', { routes: route({ targets: to('a', 'b'), dataPolicy: { regions: ['eu'] } }) }, ['eu']],
    ['zero retention', { dataPolicy: { zeroRetention: true } }, ['eu']],
    ['excluded providers', { dataPolicy: { excludedProviders: ['a'] } }, ['us', 'c/model']],
    [
      'both',
      {
        dataPolicy: { excludedProviders: ['a'] },
        routes: route({ targets: to('a', 'b', 'c'), dataPolicy: { regions: ['us'] } }),
      },
      ['us'],
    ],
    ['price', { unpriced: 'BLOCK', prices: { a: null } }, ['us', 'c/model']],
    ['room', { facts: { b: { contextWindow: 10 } } }, ['eu', 'c/model']],
    ['tools', { facts: { a: { capabilities: { tools: false } as never } } }, ['us', 'c/model']],
  ])('by %s is left out', (_, setting, ids) => {
    const request = { maxOutputTokens: 100, tools: [{ name: 'look', parameters: {} }] }
    expect(idsOf(decide({ deployments, routes, ...setting }, 'r', request))).toEqual(ids)
  })

  it('by maxCost is left out', () => {
    const setting = { routes: route({ targets: to('a', 'b') }), prices: { a: DEAR, b: PRICE } }
    expect(idsOf(decide(setting, 'r', { maxOutputTokens: 10, maxCostNanos: 200_000n }))).toEqual(['b/model'])
  })

  it('is never asked in silence when nothing else is left: that is a typed refusal with the reasons', () => {
    const dataPolicy = { regions: ['ch'] }
    expect(codeOf(() => decide({ deployments, routes, dataPolicy }, 'r'))).toBe('NO_ELIGIBLE_TARGET')
    expect(codeOf(() => decide({ deployments, dataPolicy }, 'eu'))).toBe('NO_ELIGIBLE_TARGET')
    expect(codeOf(() => decide({ deployments, dataPolicy }, 'a/model'))).toBe('NO_ELIGIBLE_TARGET')
    const { stages } = buildPipeline({ providers, deployments, routes, dataPolicy })
    const asked = { request: requestFor('r'), operation: 'completion', stream: true, principal: principalWith() } as const
    const considered = considerRoute(stages.snapshot(), asked, circumstancesOf(stages))
    expect(considered.targets).toEqual([])
    expect(considered.excluded.map(({ kind }) => kind)).toEqual(['DATA_POLICY', 'DATA_POLICY', 'DATA_POLICY'])
  })

  it('is no fallback either', () => {
    const fallbacks = [{ on: ['ANY'] as const, models: ['a/model', 'b/model'] }]
    const decision = decide(
      { deployments, routes: route({ targets: to('c'), fallbacks }), dataPolicy: { excludedProviders: ['a'] } },
      'r',
    )
    expect(decision.fallbacksFor('TIMEOUT').map(({ deployment }) => deployment.id)).toEqual(['us'])
  })
})

describe('a name', () => {
  const deployments = ['eu', 'us'].map((name) => ({ name, provider: 'a', model: 'model' }))
  it('may be that of a model by another name, which the allow-list means', () => {
    const setting = { aliases: new Map([['best', 'a/model']]) }
    const decision = decide(setting, 'best', {}, { principal: principalWith({ models: ['a/*'] }) })
    expect(idsOf(decision)).toEqual(['a/model'])
    expect(decision).toMatchObject({ name: 'a/model', routing: null })
  })

  it('may be that of one deployment', () => {
    expect(idsOf(decide({ deployments }, 'us'))).toEqual(['us'])
  })

  it('may be that of a model with several deployments, which take turns by weight', () => {
    const weighted = [
      { ...deployments[0]!, weight: 3 },
      { ...deployments[1]!, weight: 1 },
    ]
    const ask = decider({ deployments: weighted })
    const first = Array.from({ length: 400 }, () => idsOf(ask('a/model'))[0])
    expect(first.filter((id) => id === 'eu').length).toBeGreaterThan(290)
    expect(first.filter((id) => id === 'us').length).toBeGreaterThan(90)
  })

  it('that means nothing is MODEL_NOT_FOUND', () => {
    expect(codeOf(() => decide({}, 'nobody/nothing'))).toBe('MODEL_NOT_FOUND')
  })
})

describe.each(['PRIORITY', 'HEDGE', 'CASCADE', 'SHADOW'] as const)('%s over a model with several deployments', (strategy) => {
  const deployments = [
    { name: 'eu', provider: 'a', model: 'model', weight: 3 },
    { name: 'us', provider: 'a', model: 'model', weight: 1 },
  ]
  it('keeps the order of the models, and shares each among its deployments by weight', () => {
    const ask = decider({ deployments, routes: route({ strategy, targets: to('a', 'b') }) })
    const orders = Array.from({ length: 400 }, () => idsOf(ask('r')))
    expect(orders.every((ids) => ids[2] === 'b/model')).toBe(true)
    expect(orders.filter(([id]) => id === 'eu').length).toBeGreaterThan(290)
    expect(orders.filter(([id]) => id === 'us').length).toBeGreaterThan(90)
  })

  it('keeps the order of deployments that are listed by name', () => {
    const ask = decider({ deployments, routes: route({ strategy, targets: [{ model: 'us' }, { model: 'eu' }] }) })
    for (let call = 0; call < 20; call++) expect(idsOf(ask('r'))).toEqual(['us', 'eu'])
  })
})

it('fallbacks that serve at once are asked in the order of their list, whatever the strategy', () => {
  const fallbacks = [{ on: ['CONTEXT_WINDOW'] as const, models: ['b/model', 'c/model'] }]
  const ask = decider({
    facts: { a: { contextWindow: 10 } },
    routes: route({ strategy: 'ROUND_ROBIN', targets: to('a'), fallbacks }),
  })
  for (let call = 0; call < 5; call++) expect(idsOf(ask('r', { maxOutputTokens: 100 }))).toEqual(['b/model', 'c/model'])
})
