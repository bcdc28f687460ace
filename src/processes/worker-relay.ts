import type { Relay } from '../domain/relay.js'
import { DrainTurns } from './drain-turns.js'
import { ALWAYS_RELAYED, type RelayToPrimary, type RelayToWorker, type Topic } from './messages.js'
import { Outbox, type Send } from './outbox.js'
import { PendingAnswers } from './pending-answers.js'
import type { ProcessLog } from './process-log.js'
import { TopicListeners } from './topic-listeners.js'

export interface WorkerRelayOptions {
  readonly writer: string
  readonly log: Pick<ProcessLog, 'warn' | 'error'>
  readonly send: Send<RelayToPrimary>
  readonly drainTimeoutMs?: number
}

export interface WorkerRelay extends Relay {
  /** What came from the primary. */
  receive(message: RelayToWorker): void
}

const DRAIN_TIMEOUT_MS = 1_000

/**
 * The relay as a worker has it. Listeners of this process hear at once, those of the others by way of the primary, which says what
 * anybody there listens to: nothing else is sent.
 */
export function createWorkerRelay({ writer, log, send, drainTimeoutMs = DRAIN_TIMEOUT_MS }: WorkerRelayOptions): WorkerRelay {
  const outbox = new Outbox(send, () => log.warn({}, 'Live events are dropped: the primary lags behind'))
  const listeners = new TopicListeners(log, (topics) => outbox.post({ type: 'weir:subscribed', topics }))
  const drains = new DrainTurns(log)
  const answers = new PendingAnswers(drainTimeoutMs)
  let wanted: ReadonlySet<Topic> = new Set()

  return {
    publish(topic, payload) {
      listeners.deliver(topic, payload)
      if (ALWAYS_RELAYED.has(topic)) outbox.post({ type: 'weir:publish', topic, payload })
      else if (wanted.has(topic)) outbox.postUnlessLagging({ type: 'weir:publish', topic, payload })
    },
    subscribe: (topic, listener) => listeners.add(topic, listener),
    requestDrain(asked) {
      if (asked === writer) return answers.inTime(drains.ask())
      return answers.expect((id) => outbox.post({ type: 'weir:ask-drain', id, writer: asked }))
    },
    onDrainRequested(handler) {
      drains.handler = handler
    },
    receive(message) {
      switch (message.type) {
        case 'weir:deliver':
          return listeners.deliver(message.topic, message.payload)
        case 'weir:wanted':
          wanted = new Set(message.topics)
          return
        case 'weir:drain':
          void drains.ask().then((done) => outbox.post({ type: 'weir:drained', id: message.id, done }))
          return
        case 'weir:drain-answer':
          return answers.settle(message.id, message.done)
        default:
          message satisfies never
      }
    },
  }
}
