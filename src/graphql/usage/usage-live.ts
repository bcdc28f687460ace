import { GatewayError } from '../../domain/gateway-error.js'
import type { UsageQuery } from '../../domain/stores.js'
import type { OperationContext } from '../context.js'
import { type LiveUsageFilterInput, toUsageWhere, type UsageWindow } from './usage.type.js'
import { matches, UsageTally } from './usage-window.js'

export const MIN_WINDOW_MS = 250
const MAX_WINDOW_MS = 3_600_000
const KEY_CHECK_MS = 500

export interface UsageLiveArguments {
  readonly where?: LiveUsageFilterInput | null
  readonly everyMs: number
}

/** A window of usage every so often. A reader that is late gets one longer window, so that nothing is lost and nothing piles up. */
export function openUsageLive({ where, everyMs }: UsageLiveArguments, context: OperationContext): AsyncGenerator<UsageWindow> {
  checkWindow(everyMs)
  return tellWindows(toUsageWhere(where), everyMs, context)
}

async function* tellWindows(only: UsageQuery['where'], everyMs: number, context: OperationContext): AsyncGenerator<UsageWindow> {
  let tally = new UsageTally()
  let from = new Date()
  const unsubscribe = context.admin.subscribeEndedCalls(context.principal, (calls) => {
    for (const call of calls) if (matches(call, only)) tally.add(call)
  })
  try {
    while (await passes(everyMs, context)) {
      const to = new Date()
      const window = tally.toWindow(from, to)
      tally = new UsageTally()
      from = to
      yield window
    }
  } finally {
    unsubscribe()
  }
}

function checkWindow(everyMs: number): void {
  if (everyMs >= MIN_WINDOW_MS && everyMs <= MAX_WINDOW_MS) return
  throw new GatewayError('INVALID_REQUEST', `everyMs must be between ${MIN_WINDOW_MS} and ${MAX_WINDOW_MS}.`, { path: 'everyMs' })
}

/**
 * Whether the time passed; false as soon as the caller has gone. The key is looked at again on the way: one that was revoked ends what it
 * opened. @throws {GatewayError} UNAUTHENTICATED
 */
async function passes(ms: number, context: OperationContext): Promise<boolean> {
  for (let left = ms; left > 0; left -= KEY_CHECK_MS) {
    if (!(await sleep(Math.min(left, KEY_CHECK_MS), context.signal))) return false
    context.authenticateAgain()
  }
  return true
}

/** Whether the time passed; false as soon as the signal is aborted. */
function sleep(ms: number, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve(false)
    const timer = setTimeout(finish, ms, true)
    signal.addEventListener('abort', onAbort, { once: true })
    function onAbort(): void {
      clearTimeout(timer)
      finish(false)
    }
    function finish(passed: boolean): void {
      signal.removeEventListener('abort', onAbort)
      resolve(passed)
    }
  })
}
