import { GatewayError } from '../domain/gateway-error.js'
import type { Target } from '../domain/snapshot.js'
import type { OpenCall } from './open-call.js'

/** Puts one try on the call's record: `null` succeeded, an error failed, `CANCELLED` when the caller stopped reading. */
export function endAttempt(call: OpenCall, target: Target, startedAt: number, end: GatewayError | null | 'CANCELLED'): void {
  const durationMs = Math.round((call.stopwatch.now() - startedAt) * 1000) / 1000
  const entry = { target: target.model.id, durationMs }
  if (end === null) call.attempts.push({ ...entry, outcome: 'SUCCEEDED' })
  else if (end === 'CANCELLED' || end.code === 'CLIENT_CLOSED') call.attempts.push({ ...entry, outcome: 'CANCELLED' })
  else {
    const { code, message, providerStatus } = end
    call.attempts.push({
      ...entry,
      outcome: 'FAILED',
      error: { code, message, ...(providerStatus !== undefined && { providerStatus }) },
    })
  }
}

/** What would fail anywhere is not tried elsewhere, nor is anything for a caller who has gone. What one target cannot do another may. */
export function mayTryNext(error: GatewayError, caller: AbortSignal): boolean {
  return !caller.aborted && (error.scope !== 'request' || error.code === 'UNSUPPORTED_PARAMETER')
}

/** Why a call was given up from outside: the caller has gone, unless the door says otherwise. */
export function callerGone(signal: AbortSignal): GatewayError {
  return signal.reason instanceof GatewayError
    ? signal.reason
    : new GatewayError('CLIENT_CLOSED', 'The caller went away before the answer was whole.')
}
