import { createCallId } from '../domain/call-id.js'
import type { CallStart, Operation } from '../domain/call-record.js'
import type { Attempt, CallStatus, StructuredOutput, Timings } from '../domain/completion.js'
import type { Warning } from '../domain/completion-event.js'
import type { CompletionRequest, EmbedRequest } from '../domain/completion-request.js'
import { GatewayError } from '../domain/gateway-error.js'
import type { Principal } from '../domain/principal.js'
import type { Model } from '../domain/snapshot.js'
import type { CallOptions } from './pipeline.js'
import { Stopwatch } from './stopwatch.js'
import type { Surroundings } from './surroundings.js'

/** How many calls run in this process, within a limit; and their identity. */
export class OpenCalls {
  readonly #limit: number
  #running = 0
  #sequence = 0
  #draining = false

  constructor(limit: number) {
    this.#limit = limit
  }

  get running(): number {
    return this.#running
  }

  /** From now on new calls are refused; those that run go on. */
  drain(): void {
    this.#draining = true
  }

  nextId({ now, writer, chance }: Surroundings): string {
    return createCallId({ timeMs: now(), writer, sequence: this.#sequence++, chance: chance(1024) })
  }

  /** Counts one call more, or says why it may not run. */
  admit(): GatewayError | null {
    if (this.#draining)
      return new GatewayError('SHUTTING_DOWN', 'The gateway is shutting down. Try again.', { retryAfterMs: 1_000 })
    if (this.#running >= this.#limit) {
      return new GatewayError('OVERLOADED', `This gateway process runs ${this.#running} calls, its limit. Try again.`, {
        retryAfterMs: 1_000,
      })
    }
    this.#running++
    return null
  }

  release(): void {
    this.#running--
  }
}

/** What a call gathers while it runs. */
export interface OpenCall {
  readonly start: CallStart
  readonly stopwatch: Stopwatch
  readonly attempts: Attempt[]
  readonly warnings: Warning[]
  route: string | null
  /** The model being tried, or that answered. */
  model: Model | null
  /** Set once: how the call ended. */
  outcome: { readonly status: CallStatus; readonly error: GatewayError | null } | null
  timings: Timings | null
  structuredOutput?: StructuredOutput
}

/** Identity and account of a call that begins now. */
export function openCall(
  surroundings: Surroundings & { readonly calls: OpenCalls },
  principal: Principal,
  request: CompletionRequest | Pick<EmbedRequest, 'model' | 'tags' | 'endUser'>,
  { operation, door, stream }: Pick<CallOptions, 'door' | 'stream'> & { readonly operation: Operation },
): OpenCall {
  const start: CallStart = {
    id: surroundings.calls.nextId(surroundings),
    organizationId: principal.organizationId,
    keyId: principal.keyId,
    operation,
    door,
    requestedModel: request.model,
    stream,
    startedAt: new Date(surroundings.now()),
    tags: request.tags ?? [],
    endUser: request.endUser,
    idempotencyKey: 'idempotencyKey' in request ? request.idempotencyKey : undefined,
  }
  const stopwatch = new Stopwatch(surroundings.monotonic)
  return { start, stopwatch, attempts: [], warnings: [], route: null, model: null, outcome: null, timings: null }
}
