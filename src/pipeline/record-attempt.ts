import type { AttemptRole } from '../domain/completion.js'
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
export function recordAttempt(
  { attempts, stopwatch }: OpenCall,
  { target, role, startedAt, firstTokenMs, end }: EndedTry,
): number {
  const entry = {
    target: target.model.id,
    deployment: target.deployment.id,
    role,
    durationMs: round(stopwatch.now() - startedAt),
    firstTokenMs: firstTokenMs === null ? null : round(firstTokenMs),
  }
  if (end === null) return attempts.push({ ...entry, outcome: 'SUCCEEDED' }) - 1
  if (end === 'CANCELLED' || end.code === 'CLIENT_CLOSED') return attempts.push({ ...entry, outcome: 'CANCELLED' }) - 1
  const { code, message, providerStatus } = end
  const error = { code, message, ...(providerStatus !== undefined && { providerStatus }) }
  return attempts.push({ ...entry, outcome: 'FAILED', error }) - 1
}

function round(ms: number): number {
  return Math.round(ms * 1000) / 1000
}
