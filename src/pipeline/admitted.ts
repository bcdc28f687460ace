import type { GatewayError } from '../domain/gateway-error.js'
import type { CallOptions } from './pipeline.js'
import type { Stages } from './stages.js'

export interface Admitted {
  /** Why the call may not run; null: it has a place. */
  readonly refusal: GatewayError | null
  /** Until when the caller waits, on the monotonic clock; null: it did not say. */
  readonly deadlineAt: number | null
}

/** A place for a call among those that run: at once where one is free, else waited for, but no longer than its caller does. */
export function admitted(
  { calls, monotonic }: Stages,
  { deadlineMs, signal }: Pick<CallOptions, 'deadlineMs' | 'signal'>,
): Admitted | Promise<Admitted> {
  const deadlineAt = deadlineMs === undefined ? null : monotonic() + deadlineMs
  const decided = calls.admit(deadlineAt, signal)
  return decided instanceof Promise ? decided.then((refusal) => ({ refusal, deadlineAt })) : { refusal: decided, deadlineAt }
}

/** What is there already is not waited for: each wait costs a call a turn of the microtasks. */
export function isLater<Value>(value: Value | Promise<Value>): value is Promise<Value> {
  return value instanceof Promise
}
