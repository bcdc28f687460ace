import type { GatewayError } from '../domain/gateway-error.js'
import type { CallOptions } from './pipeline.js'
import type { Stages } from './stages.js'

export interface Admitted {
  /** Why the call may not run; null: it has a place. */
  readonly refusal: GatewayError | null
  /** Until when the caller waits, on the monotonic clock; null: it did not say. */
  readonly deadlineAt: number | null
}

/** A place for a call among those that run, waited for if need be, but no longer than its caller does. */
export async function admitted(
  { calls, monotonic }: Stages,
  { deadlineMs, signal }: Pick<CallOptions, 'deadlineMs' | 'signal'>,
): Promise<Admitted> {
  const deadlineAt = deadlineMs === undefined ? null : monotonic() + deadlineMs
  return { refusal: await calls.admit(deadlineAt, signal), deadlineAt }
}
