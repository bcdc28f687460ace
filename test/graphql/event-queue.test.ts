import { describe, expect, it } from 'vitest'
import { EventQueue } from '../../src/graphql/event-queue.js'
import type { ShownEvent } from '../../src/graphql/inference/event.type.js'
import { mergeEvents, STREAM_BOUNDS } from '../../src/graphql/inference/merge-events.js'

const text = (value: string, choice?: number): ShownEvent => ({ type: 'text-delta', text: value, ...(choice && { choice }) })
const switched: ShownEvent = { type: 'started', callId: 'c', model: 'm', createdAt: new Date(0) }

describe('EventQueue', () => {
  it('merges what waits and hands it over in order', async () => {
    const queue = new EventQueue(STREAM_BOUNDS)
    for (const event of [text('a'), text('b'), switched, text('c')]) queue.push(event)
    queue.end()
    expect(await queue.take()).toMatchObject({ text: 'ab' })
    expect(await queue.take()).toBe(switched)
    expect(await queue.take()).toMatchObject({ text: 'c' })
    expect(await queue.take()).toBeUndefined()
  })

  it('hands over at once what arrives while the reader waits', async () => {
    const queue = new EventQueue(STREAM_BOUNDS)
    const taken = queue.take()
    queue.push(text('a'))
    expect(await taken).toMatchObject({ text: 'a' })
  })

  it('makes the producer wait when it is full of what cannot be merged', async () => {
    const queue = new EventQueue({ ...STREAM_BOUNDS, maxEvents: 2 })
    queue.push(text('a', 1))
    expect(queue.room()).toBeUndefined()
    queue.push(text('b', 2))
    let hasRoom = false
    const room = queue.room()?.then(() => {
      hasRoom = true
    })
    await Promise.resolve()
    expect(hasRoom).toBe(false)
    await queue.take()
    await room
    expect(queue.length).toBe(1)
  })

  it('makes the producer wait when merged text has grown too long', () => {
    const queue = new EventQueue({ ...STREAM_BOUNDS, maxWeight: 10 })
    queue.push(text('12345'))
    expect(queue.room()).toBeUndefined()
    queue.push(text('67890'))
    expect(queue.length).toBe(1)
    expect(queue.room()).toBeInstanceOf(Promise)
  })

  it('lets a waiting producer and a waiting reader go when it is closed', async () => {
    const full = new EventQueue({ ...STREAM_BOUNDS, maxEvents: 1 })
    full.push(text('a'))
    const room = full.room()
    full.close()
    await room
    expect(await full.take()).toBeUndefined()
    const empty = new EventQueue(STREAM_BOUNDS)
    const taken = empty.take()
    empty.close()
    expect(await taken).toBeUndefined()
  })

  it('tells a failure after what was waiting', async () => {
    const queue = new EventQueue(STREAM_BOUNDS)
    queue.push(text('a'))
    queue.end(new Error('broke'))
    expect(await queue.take()).toMatchObject({ text: 'a' })
    await expect(queue.take()).rejects.toThrow('broke')
  })
})

describe('mergeEvents', () => {
  const tool = (argumentsDelta: string, more: object = {}): ShownEvent => ({
    type: 'tool-call-delta',
    index: 0,
    argumentsDelta,
    ...more,
  })

  it.each<[string, ShownEvent, ShownEvent, object | null]>([
    ['text of one choice', text('a'), text('b'), { text: 'ab' }],
    ['text of two choices', text('a'), text('b', 1), null],
    ['text and a refusal', text('a'), { type: 'refusal-delta', text: 'b' }, null],
    ['reasoning', { type: 'reasoning-delta', text: 'a' }, { type: 'reasoning-delta', text: 'b' }, { text: 'ab' }],
    ['pieces of a tool call', tool('{', { id: 't', name: 'f' }), tool('}'), { id: 't', name: 'f', argumentsDelta: '{}' }],
    ['a tool call and the next', tool('{}', { id: 't' }), tool('', { id: 'u' }), null],
    ['parallel tool calls', tool('{'), tool('}', { index: 1 }), null],
  ])('%s', (_name, earlier, later, merged) => {
    const actual = mergeEvents(earlier, later)
    if (merged === null) expect(actual).toBeNull()
    else expect(actual).toMatchObject(merged)
  })
})
