import { createCallId } from '../domain/call-id.js'
import type { CallStart, Operation } from '../domain/call-record.js'
import type { Attempt, CallStatus, Routing, StructuredOutput, Timings } from '../domain/completion.js'
import type { Warning } from '../domain/completion-event.js'
import type { CompletionRequest, EmbedRequest } from '../domain/completion-request.js'
import type { GatewayError } from '../domain/gateway-error.js'
import type { Principal } from '../domain/principal.js'
import type { Model } from '../domain/snapshot.js'
import { Admission } from './admission.js'
import type { CallOptions } from './pipeline.js'
import { Stopwatch } from './stopwatch.js'
import type { Surroundings } from './surroundings.js'

/** The calls of this process: how many may run and wait, and their identity. */
export class OpenCalls extends Admission {
  #sequence = 0

  nextId({ now, writer, chance }: Surroundings): string {
    return createCallId({ timeMs: now(), writer, sequence: this.#sequence++, chance: chance(1024) })
  }
}

/** What a call gathers while it runs. */
export interface OpenCall {
  readonly start: CallStart
  readonly stopwatch: Stopwatch
  readonly attempts: Attempt[]
  readonly warnings: Warning[]
  route: string | null
  routing: Routing | null
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
  { operation, door, stream, shadowOf }: Pick<CallOptions, 'door' | 'stream' | 'shadowOf'> & { readonly operation: Operation },
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
    shadowOf,
  }
  const stopwatch = new Stopwatch(surroundings.monotonic)
  return { start, stopwatch, attempts: [], warnings: [], route: null, routing: null, model: null, outcome: null, timings: null }
}
