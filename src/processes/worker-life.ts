import type { Worker } from 'node:cluster'
import { GatewayError } from '../domain/gateway-error.js'
import { isOurs, type LifeMessage, type Serving, type ToPrimary, type WorkerStart } from './messages.js'
import type { RelayHub, RelayMember } from './relay.js'

export interface WorkerEnd {
  readonly code: number | null
  readonly signal: string | null
}

/** One process in a slot, from its fork to its end. Nothing here rejects: a process that ends early settles all that waits for it. */
export class WorkerLife {
  readonly exited: Promise<WorkerEnd>
  /** Its code is loaded and it listens to us; false when it ended before. */
  readonly booted: Promise<boolean>
  /** What it tells the operator once it serves, why it could not, or undefined when it ended without a word. */
  readonly started: Promise<Serving | GatewayError | undefined>
  readonly worker: Worker
  #hasStarted = false

  constructor(worker: Worker) {
    this.worker = worker
    this.exited = new Promise((resolve) => {
      worker.once('exit', (code, signal) => afterLastMessage(worker, () => resolve({ code, signal })))
    })
    const heard = <Value>(pick: (message: LifeMessage) => Value | undefined) =>
      new Promise<Value>((resolve) => {
        worker.on('message', (message) => {
          const value = isOurs<LifeMessage>(message) ? pick(message) : undefined
          if (value !== undefined) resolve(value)
        })
      })
    this.booted = Promise.race([heard(({ type }) => (type === 'weir:booted' ? true : undefined)), this.exited.then(() => false)])
    this.started = Promise.race([heard(startOutcome), this.exited.then(() => undefined)])
  }

  start(start: WorkerStart, hub: RelayHub): void {
    this.#hasStarted = true
    this.#joinRelay(hub.join(start.writer, (message, sent) => this.worker.send(message, sent)))
    this.worker.send({ type: 'weir:start', ...start }, () => {})
  }

  /** Asks it to drain and end; what has not ended in time is killed, and so is what has nothing to drain yet. */
  async stop(timeoutMs: number): Promise<WorkerEnd> {
    if (!this.#hasStarted) this.worker.process.kill('SIGKILL')
    else if (this.worker.isConnected()) this.worker.send({ type: 'weir:stop' }, () => {})
    const timer = setTimeout(() => this.worker.process.kill('SIGKILL'), timeoutMs)
    return this.exited.finally(() => clearTimeout(timer))
  }

  #joinRelay(member: RelayMember): void {
    this.worker.on('message', (message) => {
      if (!isOurs<ToPrimary>(message)) return
      if (message.type === 'weir:booted' || message.type === 'weir:ready' || message.type === 'weir:failed') return
      member.receive(message)
    })
    void this.exited.then(() => member.leave())
  }
}

/** A process may be gone while its last words are still on their way. */
function afterLastMessage(worker: Worker, then: () => void): void {
  if (!worker.isConnected()) return then()
  worker.once('disconnect', then)
  setTimeout(then, 1_000).unref()
}

function startOutcome(message: LifeMessage): Serving | GatewayError | undefined {
  if (message.type === 'weir:ready') return { providers: message.providers, adminKey: message.adminKey }
  return message.type === 'weir:failed' ? new GatewayError('CONFIGURATION', message.message) : undefined
}
