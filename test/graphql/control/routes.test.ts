import { expect, it } from 'vitest'
import { CreateRouteDocument, RouteDocument, RoutesDocument, UpdateRouteDocument } from '../../generated/graphql.js'
import { startDoor } from '../support/start-door.js'

async function startAsAdmin() {
  const { ask, admin } = await startDoor()
  return { control: admin.control, ask: (query: unknown, variables = {}) => ask(String(query), variables, 'admin-key') }
}

/** As an admin would write it in the explorer. */
const WRITTEN = `mutation {
  createRoute(input: {
    name: "smart", strategy: WEIGHTED, match: "request.tools.size() > 0",
    targets: [{ model: "acme/large", weight: 3 }, { model: "openai/gpt-5-mini", weight: 1 }],
    rules: [{ when: "principal.tier == 'free'", targets: [{ model: "openai/gpt-5-mini" }] }],
    splits: [{ percent: 10, targets: [{ model: "acme/next" }] }],
    fallbacks: [{ on: [ANY], models: ["groq/llama"] }],
    retry: { attempts: 2 }, timeouts: { firstTokenMs: 2000, idleMs: 10000, totalMs: 60000 }
  }) { route { name version } changes { action } dryRun }
}`
const SMART = {
  name: 'smart',
  strategy: 'WEIGHTED',
  match: 'request.tools.size() > 0',
  targets: [
    { model: 'acme/large', weight: 3 },
    { model: 'openai/gpt-5-mini', weight: 1 },
  ],
  rules: [{ when: "principal.tier == 'free'", targets: [{ model: 'openai/gpt-5-mini' }] }],
  splits: [{ percent: 10, targets: [{ model: 'acme/next' }] }],
  fallbacks: [{ on: ['ANY'], models: ['groq/llama'] }],
  retry: { attempts: 2 },
  timeouts: { firstTokenMs: 2000, idleMs: 10_000, totalMs: 60_000 },
}

it('a route is created as it is written and deleted by its name', async () => {
  const { ask, control } = await startAsAdmin()
  const { data, errors } = await ask(WRITTEN)
  expect(errors).toBeUndefined()
  expect(data.createRoute).toEqual({ route: { name: 'smart', version: 1 }, changes: [{ action: 'CREATED' }], dryRun: false })
  expect(control.asked[0]).toEqual({ operation: 'create', kind: 'ROUTE', fields: SMART, options: { dryRun: false } })
  const deleted = await ask('mutation { deleteRoute(name: "smart") { deleted changes { kind name action } } }')
  expect(deleted.data.deleteRoute).toEqual({ deleted: 'smart', changes: [{ kind: 'ROUTE', name: 'smart', action: 'DELETED' }] })
  expect(control.asked[1]).toEqual({ operation: 'remove', kind: 'ROUTE', name: 'smart', options: { dryRun: false } })
})

it('a route is shown whole, with what holds where it says nothing', async () => {
  const { ask } = await startAsAdmin()
  await ask(WRITTEN)
  const { data, errors } = await ask(RouteDocument, { name: 'smart' })
  expect(errors).toBeUndefined()
  expect(data.route).toEqual({
    ...SMART,
    aliases: [],
    description: null,
    rules: [{ ...SMART.rules[0], name: null, strategy: null, targets: [{ model: 'openai/gpt-5-mini', weight: 1 }] }],
    splits: [
      { ...SMART.splits[0], name: null, header: null, when: null, strategy: null, targets: [{ model: 'acme/next', weight: 1 }] },
    ],
    stickyBy: 'END_USER',
    retry: { attempts: 2, baseMs: 250, maxMs: 8000 },
    timeouts: { ...SMART.timeouts, connectMs: null },
    dataPolicy: null,
    continue: false,
    ...{ hedge: null, cascade: null, shadow: null, cachePolicy: null, guardPolicies: [] },
    ...{ managedBy: 'API', version: 1 },
  })
})

it('every part of a route comes back as it was given', async () => {
  const { ask, control } = await startAsAdmin()
  const target = { model: 'a/b', weight: 1 }
  const input = {
    name: 'all',
    aliases: ['everything'],
    description: 'All of it.',
    strategy: 'CASCADE',
    match: null,
    targets: [target],
    rules: [{ name: 'r', when: 'true', targets: [target], strategy: 'AFFINITY' }],
    splits: [
      { name: 's', percent: 5.5, header: { name: 'x-beta', value: 'on' }, when: 'true', targets: [target], strategy: 'HEDGE' },
    ],
    stickyBy: 'CONVERSATION',
    fallbacks: [{ on: ['CONTEXT_WINDOW', 'TIMEOUT'], models: ['c/d'] }],
    retry: { attempts: 0, baseMs: 10, maxMs: 20 },
    timeouts: { connectMs: 1, firstTokenMs: 2, idleMs: 3, totalMs: 4 },
    dataPolicy: {
      regions: ['eu'],
      zeroRetention: true,
      excludedProviders: ['x'],
      sensitive: [{ dataClass: 'pii', excludedProviders: ['y'] }],
    },
    continue: true,
    hedge: { afterMs: 300 },
    cascade: { schema: false, refusal: true, minLogprob: -1.5, judge: { model: 'e/f', prompt: 'Good?', minScore: 0.5 } },
    shadow: { percent: 2 },
    cachePolicy: 'c',
    guardPolicies: ['g'],
  }
  const { data, errors } = await ask(CreateRouteDocument, { input })
  expect(errors).toBeUndefined()
  expect(data.createRoute.route).toEqual({ ...input, managedBy: 'API', version: 1 })
  const { match: _, ...given } = input
  expect(control.asked[0]!.fields).toEqual(given)
})

it('an update names what it changes: null removes a field, and a field is replaced whole', async () => {
  const { ask, control } = await startAsAdmin()
  await ask(WRITTEN)
  const changes = { match: null, rules: null, retry: { baseMs: 5, attempts: null }, targets: [{ model: 'a/b', weight: null }] }
  const { data } = await ask(UpdateRouteDocument, { input: { name: 'smart', version: 1, ...changes } })
  expect(control.asked[1]!.fields).toEqual({ match: null, rules: null, retry: { baseMs: 5 }, targets: [{ model: 'a/b' }] })
  expect(data.updateRoute.route).toMatchObject({
    match: null,
    rules: [],
    splits: [{ percent: 10 }],
    strategy: 'WEIGHTED',
    version: 2,
  })
})

it('a fallback that does not say what for is for any failure', async () => {
  const { ask, control } = await startAsAdmin()
  const input = { name: 'r', targets: [{ model: 'a/b' }], fallbacks: [{ models: ['c/d'] }] }
  await ask(CreateRouteDocument, { input })
  expect(control.asked[0]!.fields?.['fallbacks']).toEqual([{ on: ['ANY'], models: ['c/d'] }])
})

it('a page of routes with all that they say is within the limit of an operation', async () => {
  const { ask, control } = await startAsAdmin()
  for (let index = 0; index < 30; index++) control.declare('ROUTE', { name: `r${index}`, targets: [{ model: 'a/b' }] })
  const { data, errors } = await ask(RoutesDocument, { first: 20 })
  expect(errors).toBeUndefined()
  expect(data.routes.nodes).toHaveLength(20)
  const names = await ask('{ routes(first: 100) { nodes { name } } }')
  expect(names.data.routes.nodes).toHaveLength(30)
})
