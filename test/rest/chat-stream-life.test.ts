import { connect, type Socket } from 'node:net'
import { setImmediate as nextTurn } from 'node:timers/promises'
import OpenAI from 'openai'
import { afterEach, expect, it, vi } from 'vitest'
import type { EventBatch } from '../../src/domain/completion-event.js'
import { KEY, say } from './support/fake-pipeline.js'
import { type OpenDoor, openDoor } from './support/open-door.js'

const ASK = { model: 'demo/echo', messages: [{ role: 'user' as const, content: 'Hi' }] }
const TEXT: EventBatch = [{ type: 'text-delta', text: 'Hello' }]

let door: OpenDoor
afterEach(() => door.close())

/** A provider that says nothing until its caller is gone, then fails as the aborted signal makes a real one fail. */
function untilGone(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }))
}

it.each([false, true])('aborts the call at once when the client hangs up before any content (streamed: %s)', async (stream) => {
  door = await openDoor()
  door.pipeline.script = async function* ({ options }) {
    await untilGone(options.signal)
    yield TEXT
  }
  const client = new AbortController()
  const answer = door.client.chat.completions.create({ ...ASK, stream }, { signal: client.signal })
  answer.catch(() => undefined)
  await vi.waitFor(() => expect(door.pipeline.seen).toHaveLength(1))
  client.abort()
  await vi.waitFor(() => expect(door.pipeline.returned).toBe(1))
  expect(door.pipeline.seen[0]?.options.signal.aborted).toBe(true)
})

it('aborts the call when the client leaves in the middle of a stream', async () => {
  door = await openDoor()
  door.pipeline.script = async function* ({ options }) {
    yield TEXT
    await untilGone(options.signal)
  }
  for await (const _chunk of await door.client.chat.completions.create({ ...ASK, stream: true })) break
  await vi.waitFor(() => expect(door.pipeline.returned).toBe(1))
  expect(door.pipeline.seen[0]?.options.signal.aborted).toBe(true)
})

it('does not abort a call that was answered', async () => {
  door = await openDoor()
  await door.client.chat.completions.create(ASK)
  for await (const _chunk of await door.client.chat.completions.create({ ...ASK, stream: true }));
  await door.close()
  expect(door.pipeline.seen.map(({ options }) => options.signal.aborted)).toEqual([false, false])
})

const MIB = 1024 * 1024

it('stops reading from the provider when the client stops reading, and cuts the client off after the limit', async () => {
  door = await openDoor({ limits: { stalledReaderMs: 300 } })
  let produced = 0
  door.pipeline.script = async function* () {
    for (let i = 0; i < 500; i++) {
      produced += MIB
      yield [{ type: 'text-delta', text: 'x'.repeat(MIB) }]
      await nextTurn()
    }
  }
  const socket = askWithoutReading(JSON.stringify({ ...ASK, stream: true }))
  await vi.waitFor(() => expect(door.pipeline.returned).toBe(1), { timeout: 10_000 })
  socket.destroy()
  expect(door.pipeline.seen[0]?.options.signal.aborted).toBe(true)
  expect(produced).toBeGreaterThan(0)
  expect(produced).toBeLessThan(50 * MIB)
})

it('frees a large buffered answer that its client does not read', async () => {
  door = await openDoor({ limits: { stalledReaderMs: 100 } })
  door.pipeline.script = say([{ type: 'text-delta', text: 'x'.repeat(30 * MIB) }])
  const socket = askWithoutReading(JSON.stringify(ASK))
  const connections = () => new Promise<number>((resolve) => door.app.server.getConnections((_error, count) => resolve(count)))
  await vi.waitFor(() => expect(door.pipeline.returned).toBe(1))
  await vi.waitFor(async () => expect(await connections()).toBe(0), { timeout: 10_000 })
  socket.destroy()
})

/** A client that asks and then takes nothing of the answer. */
function askWithoutReading(body: string): Socket {
  const socket = connect(Number(new URL(door.url).port), '127.0.0.1').pause()
  socket.on('error', () => undefined)
  const head = ['POST /v1/chat/completions HTTP/1.1', 'host: a', `authorization: Bearer ${KEY}`, 'content-type: application/json']
  socket.write(`${[...head, `content-length: ${body.length}`].join('\r\n')}\r\n\r\n${body}`)
  return socket
}

it('breaks a long silence with comments that the official client reads over', async () => {
  door = await openDoor({ limits: { keepAliveMs: 10 } })
  let speak = () => {}
  const silence = new Promise<void>((resolve) => {
    speak = resolve
  })
  door.pipeline.script = async function* () {
    yield TEXT
    await silence
    yield [...TEXT, { type: 'finish', reason: 'STOP' }]
  }
  const watching: typeof fetch = async (...sent) => {
    const response = await fetch(...sent)
    const [watched, answer] = response.body!.tee()
    watchFor(watched, ': keep-alive', speak)
    return new Response(answer, response)
  }
  const client = new OpenAI({ apiKey: KEY, baseURL: `${door.url}/v1`, fetch: watching })
  const answer = await client.chat.completions.stream(ASK).finalChatCompletion()
  expect(answer.choices[0]?.message.content).toBe('HelloHello')
})

it('ends the call when an event cannot be sent', async () => {
  door = await openDoor()
  door.pipeline.script = async function* ({ options }) {
    yield TEXT
    yield [{ type: 'text-delta', text: 'a', logprobs: [null as never] }]
    await untilGone(options.signal)
  }
  const read = async () => {
    for await (const _chunk of await door.client.chat.completions.create({ ...ASK, stream: true }));
  }
  await expect(read()).rejects.toMatchObject({ code: 'internal_error' })
  await vi.waitFor(() => expect(door.pipeline.returned).toBe(1))
  expect(door.pipeline.seen[0]?.options.signal.aborted).toBe(true)
})

it('says that the gateway failed when the events break off without an end', async () => {
  door = await openDoor()
  door.pipeline.complete = async function* () {
    yield [{ type: 'started', callId: 'call_x', model: 'm', createdAt: new Date() }]
    yield TEXT
  }
  const read = async () => {
    for await (const _chunk of await door.client.chat.completions.create({ ...ASK, stream: true }));
  }
  await expect(read()).rejects.toMatchObject({ code: 'internal_error' })
  expect(door.logged).toMatchObject([{ callId: 'call_x' }])
})

async function watchFor(body: ReadableStream<Uint8Array>, wanted: string, found: () => void): Promise<void> {
  const reader = body.getReader()
  let text = ''
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    text += Buffer.from(read.value).toString()
    if (text.includes(wanted)) found()
  }
}
