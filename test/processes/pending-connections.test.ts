import type { Worker } from 'node:cluster'
import { EventEmitter } from 'node:events'
import { describe, expect, it } from 'vitest'
import { closeUntakenConnections } from '../../src/processes/pending-connections.js'

/** A worker as Node's cluster speaks with it, and the connections that were closed here. */
function offered() {
  const closed: string[] = []
  const sent: unknown[][] = []
  const channel = Object.assign(new EventEmitter(), { send: (...message: unknown[]) => sent.push(message) > 0 })
  const worker = Object.assign(new EventEmitter(), { process: channel }) as unknown as Worker
  const ended = closeUntakenConnections(worker)
  const connection = (name: string) => ({ close: () => closed.push(name) })
  const offer = (seq: number, name: string) =>
    channel.send({ cmd: 'NODE_CLUSTER', act: 'newconn', key: 'port', seq }, connection(name))
  const hear = (message: object) => channel.emit('internalMessage', message)
  return { worker, channel, sent, closed, ended, connection, offer, hear }
}

describe('connections that a worker was handed', () => {
  it('are closed when its channel closes, also while it lives', () => {
    const { worker, closed, ended, offer } = offered()
    offer(7, 'first')
    offer(8, 'second')
    worker.emit('disconnect')
    ended()
    expect(closed).toEqual(['first', 'second'])
  })

  it('are closed when it has ended without a word of its channel', () => {
    const { closed, ended, offer } = offered()
    offer(0, 'only')
    ended()
    expect(closed).toEqual(['only'])
  })

  it.each([true, false])('are left alone once it has answered for them: accepted %s', (accepted) => {
    const { worker, closed, offer, hear } = offered()
    offer(7, 'answered')
    offer(8, 'untaken')
    hear({ cmd: 'NODE_CLUSTER', ack: 7, accepted, seq: 8 })
    worker.emit('disconnect')
    expect(closed).toEqual(['untaken'])
  })
})

it('other messages pass as they are, and no handle of theirs is closed', () => {
  const { channel, sent, closed, ended, connection, hear } = offered()
  const done = () => {}
  const messages = [
    [{ type: 'weir:stop' }, done],
    [{ cmd: 'NODE_CLUSTER', act: 'queryServer', seq: 1 }, connection('a listening socket')],
    ['text', undefined, undefined, done],
  ]
  for (const message of messages) expect(channel.send(...message)).toBe(true)
  hear({ cmd: 'NODE_CLUSTER', act: 'online', seq: 0 })
  ended()
  expect(sent).toEqual(messages)
  expect(closed).toEqual([])
})
