import type { Completion } from '../domain/completion.js'
import type { CompletedEvent, FailedEvent } from '../domain/completion-event.js'
import type { CompletionRequest } from '../domain/completion-request.js'
import { type GatewayError, toGatewayError } from '../domain/gateway-error.js'
import type { Principal } from '../domain/principal.js'
import type { Snapshot } from '../domain/snapshot.js'
import type { Decision } from '../routing/decide-route.js'
import { callerGone } from './caller-gone.js'
import { Meter } from './meter.js'
import { type OpenCall, openCall } from './open-call.js'
import type { CallOptions } from './pipeline.js'
import { stateOwnerOf } from './restore-state.js'
import { type Account, accountOf, settle, toCompletion, toStatus } from './settle.js'
import type { Stages } from './stages.js'

/** One completion request while it lives: it ends in exactly one terminal event and one record. */
export class CompletionCall {
  readonly snapshot: Snapshot
  readonly meter = new Meter()
  readonly request: CompletionRequest
  readonly open: OpenCall
  readonly #stages: Stages
  readonly #lease: ReturnType<Stages['leaseSnapshot']>
  readonly #signal: AbortSignal
  readonly #onRecord: Promise<void>
  readonly #beforeCompleted: CallOptions['beforeCompleted']
  #account: Account | undefined

  constructor(stages: Stages, principal: Principal, request: CompletionRequest, options: CallOptions) {
    this.#stages = stages
    this.request = request
    this.#signal = options.signal
    this.#beforeCompleted = options.beforeCompleted
    this.#lease = stages.leaseSnapshot()
    this.snapshot = this.#lease.snapshot
    const { door, stream, shadowOf } = options
    this.open = openCall(stages, principal, request, { operation: 'COMPLETION', door, stream, shadowOf })
    this.#onRecord = stages.journal.start(this.open.start)
    // A call that is refused before it waits for this settles on its own; the rejection reaches those that wait.
    this.#onRecord.catch(() => undefined)
  }

  decided(decision: Decision): Decision {
    this.open.route = decision.route?.name ?? null
    this.open.routing = decision.routing
    this.open.stopwatch.lap('route')
    return decision
  }

  async onRecord(): Promise<void> {
    await this.#onRecord
    this.open.stopwatch.lap('journal')
  }

  /** The answer is whole: what must be found again, before the caller can refer to it, is written now. */
  async completed(): Promise<CompletedEvent> {
    this.#finish()
    this.open.outcome = { status: 'COMPLETED', error: null }
    const completion = this.#toCompletion()
    const [{ parts } = { parts: [] }] = completion.choices
    const owner = stateOwnerOf(parts)
    if (owner !== undefined) await this.#stages.turns.keep(this.open.start.organizationId, owner, parts)
    if (this.#beforeCompleted) this.open.warnings.push(...(await this.#beforeCompleted(completion)))
    return { type: 'completed', completion }
  }

  fail(cause: unknown): FailedEvent {
    this.#finish()
    const { open, meter } = this
    const error = this.#signal.aborted ? callerGone(this.#signal) : toGatewayError(cause)
    if (error.code === 'INTERNAL') this.#stages.logBug(error.cause ?? cause, open.start.id)
    const started = !meter.answer.isEmpty
    open.outcome = { status: toStatus(error, started, open.attempts.length > 0), error }
    const partial = started ? { partial: this.#toCompletion() } : {}
    return { type: 'failed', callId: open.start.id, error, attempts: open.attempts, ...partial }
  }

  settle(): void {
    this.#lease.end()
    this.open.warnings.push(...this.meter.warnings.splice(0))
    this.open.outcome ??= { status: 'CLIENT_CANCELLED', error: callerGone(this.#signal) }
    const choices = this.meter.answer.choices()
    settle(this.#stages, this.open, this.#accounted(), {
      configVersion: this.snapshot.version,
      finishReason: choices[0]?.finishReason ?? null,
      body: { messages: this.request.messages, choices: choices.map(({ parts }) => ({ parts })) },
    })
  }

  #finish(): void {
    this.open.warnings.push(...this.meter.warnings.splice(0))
    this.open.stopwatch.lap('provider')
    this.open.timings = this.open.stopwatch.read()
  }

  #toCompletion(): Completion {
    return toCompletion(this.open, this.meter, this.#accounted())
  }

  #accounted(): Account {
    this.#account ??= accountOf(
      this.open,
      this.meter.read(this.request.messages, this.open.outcome?.status ?? 'CLIENT_CANCELLED'),
    )
    return this.#account
  }
}

/** A call that was not let in: it leaves no record, so that an overload costs little. */
export function refused(stages: Stages, error: GatewayError): FailedEvent {
  return { type: 'failed', callId: stages.calls.nextId(stages), error, attempts: [] }
}
