import { describe, expect, it } from 'vitest'
import { compileCondition } from '../../plugins/conditions/index.js'
import type { RouteSpec } from '../../src/domain/route.js'
import { checkRoutes } from '../../src/gateway/check-routes.js'
import type { EffectiveConfig } from '../../src/gateway/effective-config.js'
import { buildCatalog, buildSnapshot } from '../../src/routing/build-snapshot.js'
import { compileRoute } from '../../src/routing/compile-route.js'

const DEPLOYMENT = { name: 'eu', provider: 'acme', model: 'small', keys: [], managedBy: 'FILE' as const }

function check(spec: Partial<RouteSpec>, deployments: EffectiveConfig['deployments'] = [DEPLOYMENT]): void {
  const route = { name: 'smart', targets: [{ model: 'acme/small' }], ...spec }
  const provider = { kind: 'acme', timeouts: {}, listed: [], keys: [], incarnation: '1', priceOf: () => null }
  const catalog = buildCatalog({
    providers: [
      { ...provider, name: 'acme', models: ['small'], passThrough: false },
      { ...provider, name: 'open', models: undefined, passThrough: true },
    ],
  })
  const snapshot = buildSnapshot(catalog, {
    version: 'v',
    routes: [compileRoute(route, { managedBy: 'FILE', version: 0 }, compileCondition)],
    deployments: deployments.map((deployment) => ({ ...deployment, keys: [], incarnation: '1' })),
  })
  const routes = [{ spec: route, managedBy: 'FILE' as const, version: 0 }]
  checkRoutes(snapshot, { providers: [], models: {}, prices: {}, routes, deployments })
}

describe('a route', () => {
  it.each([
    ['targets[1]', { targets: [{ model: 'acme/small' }, { model: 'acme/none' }] }],
    ['rules[0].targets[0]', { rules: [{ when: 'true', targets: [{ model: 'acme/none' }] }] }],
    [
      'splits[1].targets[0]',
      {
        splits: [
          { percent: 1, targets: [{ model: 'eu' }] },
          { percent: 1, targets: [{ model: 'acme/none' }] },
        ],
      },
    ],
    ['fallbacks[0].models[1]', { fallbacks: [{ on: ['ANY'], models: ['acme/small', 'acme/none'] }] }],
    ['cascade.judge.model', { cascade: { judge: { model: 'acme/none' } } }],
  ] as [string, Partial<RouteSpec>][])(
    'whose %s means nothing is refused there, with the providers that are on',
    (path, spec) => {
      expect(() => check(spec)).toThrow(
        expect.objectContaining({
          code: 'INVALID_REQUEST',
          path,
          message: expect.stringMatching(/"smart".*"acme\/none".*acme, open/),
        }),
      )
    },
  )

  it('may name models, deployments, bare names, and whatever a provider passes through', () => {
    const targets = ['acme/small', 'eu', 'small', 'open/anything'].map((model) => ({ model }))
    expect(() => check({ targets })).not.toThrow()
  })
})

it('a deployment at a provider that is not on is refused, with those that are', () => {
  expect(() => check({}, [{ ...DEPLOYMENT, provider: 'gone' }])).toThrow(
    expect.objectContaining({ path: 'provider', message: expect.stringMatching(/"eu".*"gone".*acme, open/) }),
  )
})
