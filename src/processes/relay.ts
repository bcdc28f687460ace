import { ALWAYS_RELAYED, type RelayToPrimary, type RelayToWorker, type Topic } from './messages.js'
import { Outbox, type Send } from './outbox.js'
import { PendingAnswers } from './pending-answers.js'
import type { ProcessLog } from './process-log.js'

interface Member {
  readonly writer: string
  readonly outbox: Outbox<RelayToWorker>
  subscribed: ReadonlySet<Topic>
  /** What the others listen to, as it was last told; undefined: it may not have heard it. */
  wanted: string | undefined
}

export interface RelayMember {
  receive(message: RelayToPrimary): void
  /** The process has ended. */
  leave(): void
}

const DRAIN_TIMEOUT_MS = 1_000

/**
 * The primary's half of the relay: passes what a worker publishes on to the other workers that listen, and a request to drain to the
 * worker that is the writer asked for. It reads no payload.
 */
export class RelayHub {
  readonly #members = new Set<Member>()
  readonly #drains: PendingAnswers
  readonly #log: Pick<ProcessLog, 'warn'>

  constructor(log: Pick<ProcessLog, 'warn'>, drainTimeoutMs = DRAIN_TIMEOUT_MS) {
    this.#log = log
    this.#drains = new PendingAnswers(drainTimeoutMs)
  }

  join(writer: string, send: Send<RelayToWorker>): RelayMember {
    const onDrop = () => this.#log.warn({ writer }, 'Live events are dropped: a worker lags behind')
    const member: Member = { writer, outbox: new Outbox(send, onDrop), subscribed: new Set(), wanted: undefined }
    this.#members.add(member)
    this.#tellWanted()
    return {
      receive: (message) => this.#receive(member, message),
      leave: () => {
        this.#members.delete(member)
        this.#tellWanted()
      },
    }
  }

  #receive(from: Member, message: RelayToPrimary): void {
    switch (message.type) {
      case 'weir:publish':
        return this.#forward(from, { type: 'weir:deliver', topic: message.topic, payload: message.payload })
      case 'weir:subscribed':
        from.subscribed = new Set(message.topics)
        from.wanted = undefined // what it was told while it started nobody may have heard
        return this.#tellWanted()
      case 'weir:ask-drain':
        void this.#askDrain(message.writer).then((done) => {
          if (this.#members.has(from)) from.outbox.post({ type: 'weir:drain-answer', id: message.id, done })
        })
        return
      case 'weir:drained':
        return this.#drains.settle(message.id, message.done)
      default:
        message satisfies never
    }
  }

  #forward(from: Member, message: RelayToWorker & { type: 'weir:deliver' }): void {
    for (const member of this.#members) {
      if (member === from) continue
      if (ALWAYS_RELAYED.has(message.topic)) member.outbox.post(message)
      else if (member.subscribed.has(message.topic)) member.outbox.postUnlessLagging(message)
    }
  }

  #askDrain(writer: string): Promise<boolean> {
    const owner = [...this.#members].find((member) => member.writer === writer)
    if (!owner) return Promise.resolve(false)
    return this.#drains.expect((id) => owner.outbox.post({ type: 'weir:drain', id }))
  }

  #tellWanted(): void {
    for (const member of this.#members) {
      const others = [...this.#members].filter((other) => other !== member)
      const topics = [...new Set(others.flatMap(({ subscribed }) => [...subscribed]))].sort()
      if (member.wanted === topics.join()) continue
      member.wanted = topics.join()
      member.outbox.post({ type: 'weir:wanted', topics })
    }
  }
}
