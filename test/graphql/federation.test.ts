import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buildSubgraphSchema } from '@apollo/subgraph'
import { createGatewayRuntime, type GatewayRuntime } from '@graphql-hive/gateway'
import { composeServices } from '@theguild/federation-composition'
import { parse } from 'graphql'
import { createHandler } from 'graphql-http/lib/use/http'
import { describe, expect, it, onTestFinished } from 'vitest'
import { CALL_ID } from './support/answers.js'
import { PacedAnswer } from './support/paced-answer.js'
import { collectSse, openSse, type Payload } from './support/sse-client.js'
import { type Answered, post, type RunningDoor, startDoor, until } from './support/start-door.js'

const RATINGS = /* GraphQL */ `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.7", import: ["@key", "@external", "@requires", "@shareable"])
  type Query { newest: Completion  pages: PageInfo }
  type PageInfo @shareable { hasNextPage: Boolean! hasPreviousPage: Boolean! startCursor: String endCursor: String }
  type Completion @key(fields: "id") { id: ID!  rating: Int  verdict: String @requires(fields: "status")  status: CompletionStatus! @external }
  enum CompletionStatus { ABANDONED BLOCKED CLIENT_CANCELLED COMPLETED FAILED REFUSED TIMED_OUT UPSTREAM_TRUNCATED }
`

/** Another team's subgraph, which rates completions. */
async function startRatings(): Promise<string> {
  const schema = buildSubgraphSchema({
    typeDefs: parse(RATINGS),
    resolvers: {
      Query: { newest: () => ({ id: 'call_2' }), pages: () => null },
      Completion: {
        __resolveReference: (reference: object) => reference,
        rating: ({ id }: { id: string }) => id.length,
        verdict: ({ status }: { status: string }) => `was ${status}`,
      },
    },
  })
  const server = createServer(createHandler({ schema })).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  onTestFinished(() => void server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
}

interface Router {
  readonly door: RunningDoor
  readonly url: string
  ask(query: string, key?: string): Promise<Answered>
}

/** Hive Gateway over the door and the other subgraph, reached over HTTP. */
async function startRouter(subscriptions: 'WS' | 'SSE'): Promise<Router> {
  const door = await startDoor()
  const { data } = await door.ask('{ _service { sdl } }')
  const composed = composeServices([
    { name: 'weir', typeDefs: parse(data._service.sdl), url: door.url },
    { name: 'ratings', typeDefs: parse(RATINGS), url: await startRatings() },
  ])
  expect(composed.errors).toBeUndefined()
  const socket = {
    kind: 'ws',
    location: '/graphql',
    options: { connectionParams: { authorization: '{context.headers.authorization}' } },
  }
  const router: GatewayRuntime = createGatewayRuntime({
    supergraph: composed.supergraphSdl as string,
    logging: false,
    maskedErrors: false,
    propagateHeaders: {
      fromClientToSubgraphs: ({ request }) => ({ authorization: request.headers.get('authorization') ?? '' }),
    },
    ...(subscriptions === 'WS' && { transportEntries: { '*.http': { options: { subscriptions: socket } } } }),
  })
  const server = createServer(router).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  onTestFinished(async () => {
    await router[Symbol.asyncDispose]()
    server.closeAllConnections()
    server.close()
  })
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`
  return { door, url, ask: (query, key = 'reader-key') => post(url, { query }, key) }
}

const STREAM = `subscription { completionStream(input: { model: "demo/echo", messages: [{ role: USER, text: "hi" }] }) {
  __typename ... on TextDelta { seq text } ... on Completed { completion { id text rating verdict model { provider } } } } }`

describe('through a router', () => {
  it('another subgraph adds fields to completions', async () => {
    const { door, ask } = await startRouter('WS')
    for (const id of ['call_1', 'call_22']) door.admin.record(id)
    const { data, errors } = await ask('{ completions { nodes { id rating verdict model { id } } pageInfo { hasNextPage } } }')
    expect(errors).toBeUndefined()
    expect(data.completions.nodes).toEqual([
      { id: 'call_22', rating: 7, verdict: 'was COMPLETED', model: { id: 'demo/echo' } },
      { id: 'call_1', rating: 6, verdict: 'was COMPLETED', model: { id: 'demo/echo' } },
    ])
  })

  it('a completion that another subgraph names is resolved here, with the caller\u2019s permissions', async () => {
    const { door, ask } = await startRouter('WS')
    door.admin.record('call_2', { keyId: 'somebody-else' }, 'secret answer')
    const seen = await ask('{ newest { id rating status } }')
    expect(seen.errors).toBeUndefined()
    expect(seen.data.newest).toEqual({ id: 'call_2', rating: 6, status: 'COMPLETED' })
    const denied = await ask('{ newest { id text } }')
    expect(denied.data.newest).toEqual({ id: 'call_2', text: null })
    expect(denied.errors).toMatchObject([{ extensions: { code: 'ACCESS_DENIED' }, path: ['newest', 'text'] }])
    expect(denied.text).not.toContain('secret')
  })

  it('a mutation answers, and its errors keep their codes', async () => {
    const { ask } = await startRouter('WS')
    const mutation =
      'mutation { complete(input: { model: "demo/echo", messages: [{ role: USER, text: "hi" }] }) { ... on Completion { text rating } } }'
    expect((await ask(mutation, 'caller-key')).data).toEqual({ complete: { text: 'Hello, weir!', rating: CALL_ID.length } })
    expect((await ask(mutation, 'nobody')).errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }])
  })
})

describe.each(['WS', 'SSE'] as const)('a subscription through a router that speaks %s to the door', (protocol) => {
  it('streams, with the fields of the other subgraph', async () => {
    const { url, door } = await startRouter(protocol)
    const told = await collectSse(await openSse(url, { query: STREAM }))
    expect(told.filter(({ errors }) => errors)).toEqual([])
    const events = told.map(({ data }: Payload) => data.completionStream)
    expect(events.map(({ text = '' }) => text).join('')).toBe('Hello, weir!')
    const { completion } = events.at(-1)
    expect(completion).toMatchObject({
      text: 'Hello, weir!',
      rating: CALL_ID.length,
      verdict: 'was COMPLETED',
      model: { provider: 'demo' },
    })
    expect(door.pipeline.asked).toHaveLength(1)
  })

  it('aborts the call when the router\u2019s client hangs up', async () => {
    const { url, door } = await startRouter(protocol)
    const paced = new PacedAnswer()
    door.pipeline.answer = paced.answer
    paced.say('first')
    const stream = await openSse(url, { query: STREAM })
    await stream.events.next()
    stream.hangUp()
    await until(() => door.pipeline.log.length === 2)
    expect(door.pipeline.log).toEqual(['abort', 'return'])
  })

  it('is refused without a key, and opens no call', async () => {
    const { url, door } = await startRouter(protocol)
    const { events } = await openSse(url, { query: STREAM }, { authorization: '' })
    expect((await events.next()).value?.data).toContain('errors')
    expect(door.pipeline.asked).toEqual([])
  })
})
