import { expect, it } from 'vitest'
import { ExplainRouteDocument, ExplainRouteInsideDocument } from '../../generated/graphql.js'
import { explanationOf } from '../support/answers.js'
import { post, startDoor } from '../support/start-door.js'

const INPUT = { model: 'smart', messages: [{ role: 'USER', text: 'q' }] }

it('explainRoute tells a caller where its request goes, without a call', async () => {
  const { ask, pipeline } = await startDoor()
  const { data, errors } = await ask(String(ExplainRouteDocument), { input: INPUT })
  expect(errors).toBeUndefined()
  const estimate = { inputTokens: 12, maxOutputTokens: 100, inputCost: null, maxCost: { total: '0.015' } }
  expect(data.explainRoute).toEqual({
    ...{ route: 'smart', requestedModel: 'smart', rule: null, split: 'canary', strategy: 'WEIGHTED' },
    reason: 'Drawn by weight: 3 of 4.',
    targets: [{ deployment: 'echo-eu', model: 'demo/echo', region: 'eu', weight: 3, estimate }],
    fallbacks: [{ on: ['ANY'], targets: ['spare/text'] }],
    dataPolicies: [{ regions: ['eu'], zeroRetention: false, excludedProviders: [], sensitive: [] }],
    configVersion: 'config-1',
  })
  expect(pipeline.asked).toEqual([])
})

it('explainRoute keeps who is excluded and how targets fare for admins', async () => {
  const { ask } = await startDoor()
  const denied = await ask(String(ExplainRouteInsideDocument), { input: INPUT })
  expect(denied.data.explainRoute).toEqual({
    reason: 'Drawn by weight: 3 of 4.',
    targets: [{ deployment: 'echo-eu', health: null }],
    excluded: null,
    conditions: null,
  })
  expect(denied.errors.map(({ path }) => path.join('.')).sort()).toEqual(
    ['conditions', 'excluded', 'targets.0.health'].map((field) => `explainRoute.${field}`),
  )
  expect(denied.text).not.toContain('demo/tools')
  const { data, errors } = await ask(String(ExplainRouteInsideDocument), { input: INPUT }, 'admin-key')
  expect(errors).toBeUndefined()
  expect(data.explainRoute).toMatchObject({
    targets: [{ health: { deployment: 'echo-eu', circuit: 'CLOSED', inFlight: 2, firstTokenMs: 120, errorRate: 0.123 } }],
    excluded: [{ target: 'demo/tools', reason: 'Its region is not among eu.' }],
    conditions: [{ kind: 'RULE', name: 'free', source: "principal.tier == 'free'", holds: false, problem: null }],
  })
})

it('explainRoute says why nothing may serve a request', async () => {
  const { ask, pipeline } = await startDoor()
  pipeline.explanation = explanationOf({ targets: [], reason: 'No target is in a region of the data policy.' })
  const { data } = await ask(String(ExplainRouteDocument), { input: INPUT })
  expect(data.explainRoute).toMatchObject({ targets: [], reason: 'No target is in a region of the data policy.' })
})

it('explainRoute is for keys that may ask models', async () => {
  const { ask, pipeline } = await startDoor()
  const { errors } = await ask(String(ExplainRouteDocument), { input: INPUT }, 'finance-key')
  expect(errors).toMatchObject([{ extensions: { code: 'ACCESS_DENIED' } }])
  expect(pipeline.explained).toEqual([])
})

it('what a caller says of its request reaches the routing: data classes, objective, deadline and headers', async () => {
  const { ask, pipeline, url } = await startDoor()
  const input = { ...INPUT, model: 'auto', dataClasses: ['PII', 'health'], objective: 'LATENCY', deadlineMs: 1500 }
  const variables = { input }
  await ask('mutation ($input: CompletionInput!) { complete(input: $input) { __typename } }', variables)
  await ask(String(ExplainRouteDocument), variables)
  const said = { model: 'auto', dataClasses: ['pii', 'health'], objective: 'LATENCY' }
  expect(pipeline.asked).toMatchObject([{ request: said, options: { deadlineMs: 1500 } }])
  expect(pipeline.asked[0]!.request).not.toHaveProperty('deadlineMs')
  expect(pipeline.explained).toMatchObject([{ request: said }])
  const body = JSON.stringify({ query: String(ExplainRouteDocument), variables })
  const headers = { 'content-type': 'application/json', authorization: 'Bearer caller-key', 'X-Beta': 'on' }
  await fetch(url, { method: 'POST', headers, body })
  expect(pipeline.explained[1]!.options.headers).toMatchObject({ 'x-beta': 'on' })
})

it('a deadline in a header is that of a request which has none of its own', async () => {
  const { url, pipeline } = await startDoor()
  const query = 'mutation ($input: CompletionInput!) { complete(input: $input) { __typename } }'
  const send = async (deadline: string, input: object) => {
    const headers = { 'content-type': 'application/json', authorization: 'Bearer caller-key', 'x-weir-deadline-ms': deadline }
    return (await fetch(url, { method: 'POST', headers, body: JSON.stringify({ query, variables: { input } }) })).json()
  }
  await send('2500', INPUT)
  await send('2500', { ...INPUT, deadlineMs: 1500 })
  expect(pipeline.asked).toMatchObject([{ options: { deadlineMs: 2500 } }, { options: { deadlineMs: 1500 } }])
  const { errors } = await send('soon', INPUT)
  expect(errors).toMatchObject([{ extensions: { code: 'INVALID_REQUEST', path: 'x-weir-deadline-ms' } }])
})

it('what a browser gives for headers on its WebSocket reaches the routing', async () => {
  const { wsClient, pipeline } = await startDoor()
  const connectionParams = { authorization: 'Bearer caller-key', 'X-Beta': 'on', ignored: 7 }
  const query = 'subscription ($input: CompletionInput!) { completionStream(input: $input) { __typename } }'
  const extensions = { headers: { 'x-weir-region': 'eu' } }
  const stream = wsClient(null, { connectionParams }).iterate({ query, variables: { input: INPUT }, extensions })
  await stream.next()
  const { headers } = pipeline.asked[0]!.options
  expect(headers).toMatchObject({ 'x-beta': 'on', 'x-weir-region': 'eu', upgrade: 'websocket' })
  expect(headers).not.toHaveProperty('ignored')
  await stream.return?.()
})

it.each([
  [{ deadlineMs: 0 }, 'deadlineMs'],
  [{ deadlineMs: 86_400_001 }, 'deadlineMs'],
  [{ dataClasses: ['ok', 'not ok'] }, 'dataClasses[1]'],
  [{ dataClasses: Array.from({ length: 33 }, (_, index) => `class-${index}`) }, 'dataClasses[32]'],
])('a request that says %j is refused by its path', async (said, path) => {
  const { url, pipeline } = await startDoor()
  const query = 'mutation ($input: CompletionInput!) { complete(input: $input) { __typename } }'
  const { errors } = await post(url, { query, variables: { input: { ...INPUT, ...said } } }, 'caller-key')
  expect(errors).toMatchObject([{ extensions: { code: 'INVALID_REQUEST', path } }])
  expect(pipeline.asked).toEqual([])
})
