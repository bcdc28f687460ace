import type { ExecutionResult } from 'graphql'
import { describe, expect, it } from 'vitest'
import { GatewayError } from '../../src/domain/gateway-error.js'
import { type CompletionInput, CompletionStreamDocument } from '../generated/graphql.js'
import { CALL_ID, completionOf } from './support/answers.js'
import { PacedAnswer } from './support/paced-answer.js'
import { collectSse, openSse, type Payload } from './support/sse-client.js'
import { type RunningDoor, startDoor, until } from './support/start-door.js'

const QUERY = String(CompletionStreamDocument)
const ASK: CompletionInput = { model: 'demo/echo', messages: [{ role: 'USER', text: 'hi' }] }
const OPERATION = { query: QUERY, variables: { input: ASK } }

async function collectWs({ wsClient }: RunningDoor, operation = OPERATION, key?: string | null): Promise<Payload[]> {
  const results: Payload[] = []
  for await (const result of wsClient(key).iterate(operation)) results.push(result as Payload)
  return results
}

/** The same claims for both transports. */
const TRANSPORTS: [string, (door: RunningDoor) => Promise<Payload[]>][] = [
  ['WebSocket', (door) => collectWs(door)],
  ['SSE', async ({ url }) => collectSse(await openSse(url, OPERATION))],
]

describe.each(TRANSPORTS)('completionStream over %s', (_name, collect) => {
  it('tells the answer as it comes, numbered without a gap', async () => {
    const door = await startDoor()
    const events = (await collect(door)).map(({ data }) => data.completionStream)
    expect(events[0]).toMatchObject({ __typename: 'Started', callId: CALL_ID, target: 'demo/echo' })
    expect(events.at(-1)).toMatchObject({
      __typename: 'Completed',
      completion: { text: 'Hello, weir!', cost: { total: '0.0015' } },
    })
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index))
    expect(events.map(({ text = '' }) => text).join('')).toBe('Hello, weir!')
    expect(door.pipeline.asked[0]?.options).toMatchObject({ stream: true, door: 'GRAPHQL' })
  })

  it('tells every kind of event', async () => {
    const door = await startDoor()
    const { usage } = completionOf('')
    const error = new GatewayError('PROVIDER_ERROR', 'Broke.')
    door.pipeline.answer = () => [
      [{ type: 'started', callId: CALL_ID, model: 'a/b', createdAt: new Date(0) }],
      [{ type: 'route-switched', from: 'a/b', to: 'demo/echo', error }],
      [{ type: 'response-metadata', providerModel: 'echo-2026' }],
      [{ type: 'reasoning-delta', text: 'hm' }],
      [{ type: 'text-delta', text: 'yes', choice: 1 }],
      [{ type: 'refusal-delta', text: 'no' }],
      [{ type: 'tool-call-delta', index: 0, id: 't', name: 'find', argumentsDelta: '{' }],
      [{ type: 'usage', usage }],
      [{ type: 'failed', callId: CALL_ID, error, attempts: [], partial: completionOf('yes') }],
    ]
    const events = (await collect(door)).map(({ data }) => data.completionStream)
    expect(events).toEqual([
      { __typename: 'Started', seq: 0, callId: CALL_ID, target: 'a/b', createdAt: '1970-01-01T00:00:00.000Z' },
      { __typename: 'RouteSwitched', seq: 1, from: 'a/b', to: 'demo/echo', reason: { code: 'PROVIDER_ERROR' } },
      { __typename: 'ReasoningDelta', seq: 2, text: 'hm' },
      { __typename: 'TextDelta', seq: 3, text: 'yes', choice: 1, refusal: false },
      { __typename: 'TextDelta', seq: 4, text: 'no', choice: 0, refusal: true },
      { __typename: 'ToolCallDelta', seq: 5, index: 0, toolCallId: 't', name: 'find', argumentsDelta: '{' },
      { __typename: 'UsageTick', seq: 6, usage: { totalTokens: 12 } },
      {
        __typename: 'Failed',
        seq: 7,
        callId: CALL_ID,
        error: { code: 'PROVIDER_ERROR', message: 'Broke.' },
        partial: { text: 'yes' },
      },
    ])
  })

  it('tells a bug of the pipeline as a masked error, never as a clean end', async () => {
    const door = await startDoor()
    door.pipeline.answer = async function* () {
      yield [{ type: 'text-delta', text: 'he' }]
      throw new Error('secret of /srv/weir')
    }
    const told = await collect(door).then(
      (results) => JSON.stringify(results),
      (errors) => JSON.stringify(errors),
    )
    expect(told).toContain('INTERNAL')
    expect(told).not.toContain('secret')
    expect(door.bugs.map(({ message }) => message)).toEqual(['secret of /srv/weir'])
  })
})

describe('missing credentials', () => {
  it('are an error of the subscription over WebSocket, and no call is opened', async () => {
    const door = await startDoor()
    await expect(collectWs(door, OPERATION, null)).rejects.toMatchObject([
      { path: ['completionStream'], extensions: { code: 'UNAUTHENTICATED' } },
    ])
    expect(door.pipeline.asked).toHaveLength(0)
  })

  it('are an error of the stream over SSE, and no call is opened', async () => {
    const { url, pipeline } = await startDoor()
    const told = await collectSse(await openSse(url, OPERATION, { authorization: '' }))
    expect(told).toMatchObject([{ errors: [{ path: ['completionStream'], extensions: { code: 'UNAUTHENTICATED' } }] }])
    expect(pipeline.asked).toHaveLength(0)
  })

  it('of the right scope are asked for before the call is opened', async () => {
    const door = await startDoor()
    await expect(collectWs(door, OPERATION, 'reader-key')).rejects.toMatchObject([{ extensions: { code: 'ACCESS_DENIED' } }])
    expect(door.pipeline.asked).toHaveLength(0)
  })
})

describe('hanging up', () => {
  async function startPaced() {
    const door = await startDoor()
    const paced = new PacedAnswer()
    door.pipeline.answer = paced.answer
    paced.say('first')
    return { ...door, paced }
  }

  it('by completing a WebSocket operation aborts the call before it is asked to return', async () => {
    const { wsClient, pipeline } = await startPaced()
    const stream = wsClient().iterate(OPERATION)
    await stream.next()
    await stream.return?.()
    await until(() => pipeline.log.length === 2)
    expect(pipeline.log).toEqual(['abort', 'return'])
  })

  it('by closing the socket aborts the call', async () => {
    const { wsClient, pipeline, door } = await startPaced()
    const client = wsClient()
    await client.iterate(OPERATION).next()
    client.terminate()
    await until(() => pipeline.log.length === 2)
    expect(pipeline.log).toEqual(['abort', 'return'])
    await until(() => door.connections() === 0)
  })

  it('by closing an event stream aborts the call', async () => {
    const { url, pipeline, door } = await startPaced()
    const stream = await openSse(url, OPERATION)
    await stream.events.next()
    expect(door.connections()).toBe(1)
    stream.hangUp()
    await until(() => pipeline.log.length === 2)
    expect(pipeline.log).toEqual(['abort', 'return'])
    await until(() => door.connections() === 0)
  })

  it('reaches a provider that says nothing, without waiting for it', async () => {
    const { wsClient, pipeline } = await startDoor()
    pipeline.answer = async function* ({ options: { signal } }) {
      yield [{ type: 'text-delta', text: 'one' }]
      await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))
    }
    const stream = wsClient().iterate(OPERATION)
    await stream.next()
    await stream.return?.()
    await until(() => pipeline.log.length === 2)
    expect(pipeline.log).toEqual(['abort', 'return'])
  })

  it('by completing a mutation that runs over a WebSocket aborts it', async () => {
    const { wsClient, pipeline } = await startDoor()
    pipeline.answer = async function* ({ options: { signal } }) {
      await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))
    }
    const mutation = 'mutation ($input: CompletionInput!) { complete(input: $input) { __typename } }'
    const answer = wsClient().iterate({ query: mutation, variables: { input: ASK } })
    const pending = answer.next()
    await until(() => pipeline.asked.length === 1)
    await answer.return?.()
    await until(() => pipeline.log.length === 2)
    expect(pipeline.log).toEqual(['abort', 'return'])
    await pending
  })
})

describe('a slow reader', () => {
  const PIECE = 'x'.repeat(10_000)
  /** More than the sockets of both sides buffer. */
  const PIECES = 4000

  /** A long answer in small deltas, as fast as it is taken. */
  function flood(door: RunningDoor): { taken: number } {
    const flow = { taken: 0 }
    door.pipeline.answer = async function* () {
      for (; flow.taken < PIECES; flow.taken++) {
        yield [{ type: 'text-delta', text: PIECE }]
        if (flow.taken % 50 === 0) await new Promise((resolve) => setImmediate(resolve))
      }
      yield [{ type: 'completed', completion: completionOf('done') }]
    }
    return flow
  }

  /** Queue and sockets are full and most of the answer is still at the provider. */
  async function isHeldBack(flow: { taken: number }): Promise<void> {
    let before = -1
    const standsStill = () => {
      const still = flow.taken === before
      before = flow.taken
      return still && before > 0
    }
    await expect.poll(standsStill, { interval: 100, timeout: 10_000 }).toBe(true)
    expect(flow.taken).toBeLessThan(PIECES)
  }

  it('gets consecutive deltas as one, and nothing is lost', async () => {
    const door = await startDoor()
    const flow = flood(door)
    const stream = await openSse(door.url, OPERATION)
    stream.response.pause()
    await isHeldBack(flow)
    stream.response.resume()
    const events = (await collectSse(stream)).map(({ data }) => data.completionStream)
    const deltas = events.filter(({ __typename }) => __typename === 'TextDelta')
    expect(deltas.reduce((sum, { text }) => sum + text.length, 0)).toBe(PIECES * PIECE.length)
    expect(deltas.length).toBeLessThan(PIECES)
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index))
  })

  it('over a paused WebSocket holds the producer back', async () => {
    const door = await startDoor()
    const flow = flood(door)
    const sockets: { pause(): void; resume(): void }[] = []
    const client = door.wsClient('caller-key', { on: { opened: (socket) => void sockets.push(socket as (typeof sockets)[0]) } })
    let received = 0
    const done = new Promise<void>((resolve, reject) => {
      client.subscribe(OPERATION, {
        next: ({ data }: ExecutionResult) => {
          const { text = '' } = (data as Payload['data']).completionStream
          if (received === 0) sockets[0]?.pause()
          received += text.length
        },
        error: reject,
        complete: resolve,
      })
    })
    await isHeldBack(flow)
    sockets[0]?.resume()
    await done
    expect(received).toBe(PIECES * PIECE.length)
  })
})
