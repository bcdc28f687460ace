import type { Dispatcher } from 'undici'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { Exchange } from './exchange.js'

function controller() {
  return { aborted: false, paused: false, reason: null, abort: vi.fn(), pause: vi.fn(), resume: vi.fn() }
}
const READ = Buffer.alloc(100 * 1024)

function begin(signal = new AbortController().signal) {
  const exchange = new Exchange(signal)
  const socket = controller()
  exchange.onRequestStart(socket as Dispatcher.DispatchController)
  exchange.onResponseStart(socket, 200, { 'content-type': 'text/event-stream', 'set-cookie': ['a', 'b'] })
  return { exchange, socket }
}

describe('Exchange', () => {
  afterEach(() => vi.useRealTimers())

  it('shows the head of the answer', async () => {
    const { exchange } = begin()
    const { status, header } = await exchange.head
    expect([status, header('content-type'), header('set-cookie'), header('etag')]).toEqual([
      200,
      'text/event-stream',
      'a',
      undefined,
    ])
  })

  it('gives all that has arrived at once, then waits, then ends', async () => {
    const { exchange, socket } = begin()
    exchange.onResponseData(socket, READ)
    exchange.onResponseData(socket, READ)
    expect(await exchange.next()).toHaveLength(2)
    const pending = exchange.next()
    exchange.onResponseData(socket, READ)
    expect(await pending).toHaveLength(1)
    const last = exchange.next()
    exchange.onResponseEnd()
    expect(await last).toBeNull()
  })

  it('pauses the socket for a slow reader, and resumes it', async () => {
    const { exchange, socket } = begin()
    for (let reads = 0; reads < 3; reads++) exchange.onResponseData(socket, READ)
    expect(socket.pause).toHaveBeenCalledOnce()
    await exchange.next()
    expect(socket.resume).toHaveBeenCalledOnce()
  })

  it('shows what came before a failure, then the failure', async () => {
    const { exchange, socket } = begin()
    const failure = new Error('reset')
    exchange.onResponseData(socket, READ)
    exchange.onResponseError(socket, failure)
    expect(await exchange.next()).toHaveLength(1)
    await expect(exchange.next()).rejects.toBe(failure)
  })

  it('closes the socket on abort and shows nothing more', async () => {
    const caller = new AbortController()
    const { exchange, socket } = begin(caller.signal)
    const reason = new Error('gone')
    exchange.onResponseData(socket, READ)
    caller.abort(reason)
    expect(socket.abort).toHaveBeenCalledWith(reason)
    await expect(exchange.next()).rejects.toBe(reason)
  })

  it('never begins a request that was aborted while it waited for a connection', async () => {
    const caller = new AbortController()
    const exchange = new Exchange(caller.signal)
    caller.abort('gone')
    await expect(exchange.head).rejects.toBe('gone')
    const socket = controller()
    exchange.onRequestStart(socket as Dispatcher.DispatchController)
    expect(socket.abort).toHaveBeenCalledWith(expect.any(Error))
  })

  it('does not touch the socket of a finished answer', () => {
    const caller = new AbortController()
    const { exchange, socket } = begin(caller.signal)
    exchange.onResponseEnd()
    exchange.discard()
    caller.abort()
    expect(socket.abort).not.toHaveBeenCalled()
  })

  it('gives the server a moment to end after its mark of the end, and keeps the connection', () => {
    vi.useFakeTimers()
    const caller = new AbortController()
    const { exchange, socket } = begin(caller.signal)
    exchange.drain()
    caller.abort()
    expect(socket.abort).not.toHaveBeenCalled()
    exchange.onResponseEnd()
    vi.runAllTimers()
    expect(socket.abort).not.toHaveBeenCalled()
  })

  it('closes the socket of an answer that goes on after its mark of the end', () => {
    vi.useFakeTimers()
    const { exchange, socket } = begin()
    exchange.drain()
    vi.runAllTimers()
    expect(socket.abort).toHaveBeenCalledOnce()
  })
})
