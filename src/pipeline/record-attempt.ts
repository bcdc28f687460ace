import type { Attempt, AttemptRole } from '../domain/completion.js'
import type { GatewayError } from '../domain/gateway-error.js'
import type { Target } from '../domain/snapshot.js'
import type { OpenCall } from './open-call.js'

/** How a try ended: `null` succeeded, an error failed, `CANCELLED` when it was given up. */
export type TryEnd = GatewayError | null | 'CANCELLED'

export interface EndedTry {
  readonly target: Target
  readonly role: AttemptRole
  readonly startedAt: number
  readonly firstTokenMs: number | null
  readonly end: TryEnd
}

/** Puts one try on the call's record, and answers its place there. */
export function recordAttempt({ attempts, stopwatch }: OpenCall, tried: EndedTry): number {
  const { target, role, startedAt, firstTokenMs, end } = tried
  const attempt: Attempt = {
    target: target.model.id,
    deployment: target.deployment.id,
    role,
    outcome: outcomeOf(end),
    durationMs: round(stopwatch.now() - startedAt),
    firstTokenMs: firstTokenMs === null ? null : round(firstTokenMs),
    error: outcomeOf(end) === 'FAILED' ? toFailure(end as GatewayError) : undefined,
  }
  return attempts.push(attempt) - 1
}

function outcomeOf(end: TryEnd): Attempt['outcome'] {
  if (end === null) return 'SUCCEEDED'
  return end === 'CANCELLED' || end.code === 'CLIENT_CLOSED' ? 'CANCELLED' : 'FAILED'
}

function toFailure({ code, message, providerStatus }: GatewayError): Attempt['error'] {
  return { code, message, ...(providerStatus !== undefined && { providerStatus }) }
}

function round(ms: number): number {
  return Math.round(ms * 1000) / 1000
}
