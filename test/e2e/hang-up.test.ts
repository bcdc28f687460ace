import { type ClientRequest, request as httpRequest } from 'node:http'
import { createClient } from 'graphql-ws'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import WebSocket from 'ws'
import { type ProviderServer, startProviderServer } from '../support/provider-process/server.mjs'
import { eventually, graphql, type RunningWeir, startWeir } from '../support/start-weir.js'

let provider: ProviderServer
let weir: RunningWeir

beforeAll(async () => {
  provider = await startProviderServer()
  weir = await startWeir({
    config: { providers: [{ name: 'mock', kind: 'openai-compatible', baseUrl: provider.url, apiKey: 'sk-mock' }] },
  })
})
afterAll(async () => {
  await weir.stop()
  await provider.close()
})

/** A token each 20 ms for a long time. */
const MODEL = 'mock/paced-1000-20'
const SUBSCRIPTION = `subscription ($model: String!) {
  completionStream(input: { model: $model, messages: [{ role: USER, text: "Tell me a long story." }] }) {
    __typename ... on Started { callId } ... on TextDelta { text } }
}`

/** Posts and calls back with all that came so far, until the test hangs up. */
function post(path: string, accept: string, body: object, onText: (text: string) => void): ClientRequest {
  const request = httpRequest(`${weir.url}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${weir.adminKey}`, 'content-type': 'application/json', accept },
  })
  let text = ''
  request.on('response', (response) =>
    response.setEncoding('utf8').on('data', (chunk) => {
      text += chunk
      onText(text)
    }),
  )
  request.on('error', () => undefined) // our own hanging up
  request.end(JSON.stringify(body))
  return request
}

interface Door {
  readonly name: string
  /** Resolves with a hang-up once content has arrived. */
  open(): Promise<() => void>
}

const DOORS: Door[] = [
  {
    name: 'OpenAI REST',
    open: () =>
      new Promise((resolve) => {
        const body = { model: MODEL, stream: true, messages: [{ role: 'user', content: 'Tell me a long story.' }] }
        const request = post('/v1/chat/completions', '*/*', body, (text) => {
          if (text.split('data:').length > 4) resolve(() => request.destroy())
        })
      }),
  },
  {
    name: 'OpenAI REST, buffered',
    open: () =>
      new Promise((resolve) => {
        const body = { model: MODEL, messages: [{ role: 'user', content: 'Tell me a long story.' }] }
        const request = post('/v1/chat/completions', '*/*', body, () => undefined)
        const before = provider.ledger.length
        void eventually(
          async () => provider.ledger.length,
          (length) => length > before,
        ).then(() => resolve(() => request.destroy()))
      }),
  },
  {
    name: 'GraphQL over SSE',
    open: () =>
      new Promise((resolve) => {
        const request = post('/graphql', 'text/event-stream', { query: SUBSCRIPTION, variables: { model: MODEL } }, (text) => {
          if (text.includes('TextDelta')) resolve(() => request.destroy())
        })
      }),
  },
  {
    name: 'GraphQL over WebSocket, socket closed',
    open: () => subscribe((client) => client.terminate()),
  },
  {
    name: 'GraphQL over WebSocket, operation completed',
    open: () => subscribe((_, unsubscribe) => unsubscribe()),
  },
]

function subscribe(hangUp: (client: { terminate(): void }, unsubscribe: () => void) => void): Promise<() => void> {
  const client = createClient({
    url: `${weir.url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: { authorization: `Bearer ${weir.adminKey}` },
    retryAttempts: 0,
  })
  return new Promise((resolve) => {
    const unsubscribe = client.subscribe<{ completionStream: { __typename: string } }>(
      { query: SUBSCRIPTION, variables: { model: MODEL } },
      {
        next: ({ data }) => {
          if (data?.completionStream.__typename === 'TextDelta') resolve(() => hangUp(client, unsubscribe))
        },
        error: () => undefined, // our own hanging up
        complete: () => undefined,
      },
    )
  })
}

interface Calls {
  completions: { nodes: { id: string; status: string; usage: { source: string; totalTokens: number } }[] }
}

describe.each(DOORS)('hanging up: $name', ({ open }) => {
  it('closes the provider’s socket within a second and leaves one CLIENT_CANCELLED record, estimated', async () => {
    const before = provider.closedConnections.length
    const query = '{ completions(first: 50) { nodes { id status usage { source totalTokens } } } }'
    const earlier = (await graphql<Calls>(weir, query)).data.completions.nodes.length
    const hangUp = await open()
    const hungUpAt = performance.now()
    hangUp()
    await eventually(
      async () => provider.closedConnections.length,
      (closed) => closed > before,
      1_000,
    )
    const closedAfterMs = (provider.closedConnections.at(-1)?.at ?? Number.NaN) - hungUpAt
    console.log(`provider's socket closed ${closedAfterMs.toFixed(1)} ms after hanging up`)
    expect(closedAfterMs).toBeLessThan(1_000)
    const { completions } = (
      await eventually(
        () => graphql<Calls>(weir, query),
        ({ data }) => data.completions.nodes.length > earlier,
      )
    ).data
    expect(completions.nodes).toHaveLength(earlier + 1)
    expect(completions.nodes[0]).toMatchObject({ status: 'CLIENT_CANCELLED', usage: { source: 'ESTIMATED' } })
    expect(completions.nodes[0]?.usage.totalTokens).toBeGreaterThan(0)
  })
})
