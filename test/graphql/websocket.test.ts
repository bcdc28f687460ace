import { connect } from 'node:net'
import { describe, expect, it } from 'vitest'
import WebSocket from 'ws'
import { CompletionStreamDocument } from '../generated/graphql.js'
import { PacedAnswer } from './support/paced-answer.js'
import { collectSse, openSse } from './support/sse-client.js'
import { startDoor, until } from './support/start-door.js'

const OPERATION = {
  query: String(CompletionStreamDocument),
  variables: { input: { model: 'demo/echo', messages: [{ role: 'USER', text: 'hi' }] } },
}

/** How an upgrade ends: `open`, or the status that refused it. */
function tryUpgrade(url: string, headers: Record<string, string> = {}): Promise<{ outcome: string; socket: WebSocket }> {
  const socket = new WebSocket(url, 'graphql-transport-ws', { headers })
  return new Promise((resolve) => {
    socket.once('open', () => resolve({ outcome: 'open', socket }))
    socket.once('error', ({ message }) => resolve({ outcome: message, socket }))
  })
}

function closeCode(socket: WebSocket): Promise<number> {
  return new Promise((resolve) => socket.once('close', resolve))
}

describe('WebSocket upgrades', () => {
  it.each([
    ['no origin', undefined, 'open'],
    ['an origin on the list', 'https://app.example', 'open'],
    ['a foreign origin', 'https://evil.example', 'Unexpected server response: 403'],
    ['an origin that only looks like one on the list', 'https://app.example.evil.example', 'Unexpected server response: 403'],
    ['no real origin', 'null', 'Unexpected server response: 403'],
  ])('from %s', async (_name, origin, outcome) => {
    const { wsUrl } = await startDoor()
    const upgraded = await tryUpgrade(wsUrl, origin === undefined ? {} : { origin })
    expect(upgraded.outcome).toBe(outcome)
    upgraded.socket.terminate()
  })

  it('from the page that this server itself served', async () => {
    const { wsUrl, url } = await startDoor()
    const { outcome, socket } = await tryUpgrade(wsUrl, { origin: new URL(url).origin })
    expect(outcome).toBe('open')
    socket.terminate()
  })

  it('are refused beyond the connection limit, and let in again when one has gone', async () => {
    const { wsUrl, url, door } = await startDoor({ maxConnections: 2 })
    const first = await tryUpgrade(wsUrl)
    const second = await tryUpgrade(wsUrl)
    expect((await tryUpgrade(wsUrl)).outcome).toBe('Unexpected server response: 503')
    expect((await openSse(url, OPERATION)).response.statusCode).toBe(503)
    first.socket.close()
    await until(() => door.connections() === 1)
    expect(await collectSse(await openSse(url, OPERATION))).not.toHaveLength(0)
    second.socket.close()
    await until(() => door.connections() === 0)
  })

  it('are refused on other paths', async () => {
    const { wsUrl } = await startDoor()
    expect((await tryUpgrade(wsUrl.replace('/graphql', '/other'))).outcome).toBe('Unexpected server response: 404')
  })
})

describe('a WebSocket', () => {
  it('that does not introduce itself is closed', async () => {
    const { wsUrl } = await startDoor({}, { connectionInitMs: 20 })
    const { socket } = await tryUpgrade(wsUrl)
    expect(await closeCode(socket)).toBe(4408)
  })

  it.each([
    ['that subscribes before it introduced itself', JSON.stringify({ id: '1', type: 'subscribe', payload: OPERATION }), 4401],
    ['that talks nonsense', 'nonsense', 4400],
  ])('%s is closed', async (_name, message, code) => {
    const { wsUrl, pipeline } = await startDoor()
    const { socket } = await tryUpgrade(wsUrl)
    socket.send(message)
    expect(await closeCode(socket)).toBe(code)
    expect(pipeline.asked).toEqual([])
  })

  it('that sends a message larger than allowed is closed', async () => {
    const { wsUrl } = await startDoor({ maxMessageBytes: 1000 })
    const { socket } = await tryUpgrade(wsUrl)
    socket.send('x'.repeat(1001))
    expect(await closeCode(socket)).toBe(1009)
  })

  it('runs as many operations at a time as allowed, and the next when one has ended', async () => {
    const { wsClient, pipeline } = await startDoor({ maxSubscriptionsPerConnection: 2 })
    const paced = new PacedAnswer()
    pipeline.answer = paced.answer
    const client = wsClient()
    const [first, second] = [client.iterate(OPERATION), client.iterate(OPERATION)]
    const pending = [first.next(), second.next()]
    await until(() => pipeline.asked.length === 2)
    await expect(client.iterate(OPERATION).next()).rejects.toMatchObject([{ extensions: { code: 'TOO_MANY_REQUESTS' } }])
    await first.return?.()
    await until(() => pipeline.log.length === 2)
    const third = client.iterate(OPERATION)
    const started = third.next()
    await until(() => pipeline.asked.length === 3)
    await Promise.all([second.return?.(), third.return?.()])
    await Promise.all([...pending, started])
  })

  it('whose peer is dead is dropped, and its call aborted', async () => {
    const { url, pipeline, door } = await startDoor({}, { keepAliveMs: 50 })
    pipeline.answer = new PacedAnswer().answer
    const { port } = new URL(url)
    // A peer that upgrades and subscribes by hand and never answers a ping.
    const socket = connect(Number(port), '127.0.0.1')
    socket.on('error', () => {})
    const head = `GET /graphql HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: ${Buffer.alloc(16).toString('base64')}\r\n`
    socket.write(`${head}Sec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: graphql-transport-ws\r\n\r\n`)
    const send = (message: object) => socket.write(toFrame(JSON.stringify(message)))
    send({ type: 'connection_init', payload: { authorization: 'Bearer caller-key' } })
    let heard = ''
    socket.on('data', (data) => {
      heard += data
    })
    await until(() => heard.includes('connection_ack'))
    send({ id: '1', type: 'subscribe', payload: OPERATION })
    await until(() => pipeline.asked.length === 1)
    await until(() => door.connections() === 0)
    expect(pipeline.log[0]).toBe('abort')
    socket.destroy()
  })

  it('whose peer answers pings stays', async () => {
    const { wsUrl, door } = await startDoor({}, { keepAliveMs: 30 })
    const { socket } = await tryUpgrade(wsUrl)
    let pings = 0
    socket.on('ping', () => pings++)
    await until(() => pings >= 4)
    expect(door.connections()).toBe(1)
    socket.close()
  })

  it('may bring its key with each operation, as GraphiQL does', async () => {
    const { wsClient } = await startDoor()
    const stream = wsClient(null).iterate({ ...OPERATION, extensions: { headers: { Authorization: 'Bearer caller-key' } } })
    expect((await stream.next()).value.errors).toBeUndefined()
    await stream.return?.()
  })
})

describe('stopping the door', () => {
  it('ends WebSocket subscriptions with an error and closes with 1012', async () => {
    const { wsClient, pipeline, door } = await startDoor()
    const paced = new PacedAnswer()
    paced.say('half')
    pipeline.answer = paced.answer
    const codes: number[] = []
    const client = wsClient('caller-key', { on: { closed: (event) => void codes.push((event as { code: number }).code) } })
    const stream = client.iterate(OPERATION)
    await stream.next()
    const end = stream.next().catch((errors) => errors)
    await door.stop()
    expect(await end).toMatchObject([{ extensions: { code: 'SHUTTING_DOWN', retryable: true } }])
    await until(() => codes.length === 1)
    expect(codes).toEqual([1012])
    expect(pipeline.log).toEqual(['abort', 'return'])
  })

  it('ends event streams with an error', async () => {
    const { url, pipeline, door } = await startDoor()
    pipeline.answer = new PacedAnswer().answer
    const stream = await openSse(url, OPERATION)
    await until(() => pipeline.asked.length === 1)
    await door.stop()
    expect(await collectSse(stream)).toMatchObject([{ errors: [{ extensions: { code: 'SHUTTING_DOWN' } }] }])
  })
})

describe('an event stream', () => {
  it('says that it is alive while there is nothing to tell', async () => {
    const { url, pipeline } = await startDoor({}, { heartbeatMs: 10 })
    const paced = new PacedAnswer()
    pipeline.answer = paced.answer
    const stream = await openSse(url, OPERATION)
    const told = collectSse(stream)
    await until(() => stream.comments() >= 3)
    paced.complete()
    expect((await told).at(-1)?.data.completionStream.__typename).toBe('Completed')
  })

  it('serves queries and mutations too, as one result', async () => {
    const { url } = await startDoor()
    expect(await collectSse(await openSse(url, { query: '{ me { keyId } }' }))).toEqual([
      { data: { me: { keyId: 'caller-key' } } },
    ])
  })

  it.each([[''], [[]], [{ query: 1 }], [{ query: '{ me { name } }', variables: [] }]])('refuses the body %j', async (body) => {
    const { url } = await startDoor()
    const { response } = await openSse(url, body)
    expect(response.statusCode).toBe(400)
    expect(response.headers['content-type']).toContain('application/json')
  })
})

/** A masked text frame, as clients send them. */
function toFrame(text: string): Buffer {
  const payload = Buffer.from(text)
  const length = payload.length < 126 ? [0x80 | payload.length] : [0x80 | 126, payload.length >> 8, payload.length & 0xff]
  return Buffer.concat([Buffer.from([0x81, ...length, 0, 0, 0, 0]), payload])
}
