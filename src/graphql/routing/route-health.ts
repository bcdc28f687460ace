import { Bell } from '../bell.js'
import type { OperationContext } from '../context.js'
import { type RouteHealthType, toRouteHealthType } from './route-health.type.js'

/** At most so often something is told. */
export const MIN_GAP_MS = 250
/** How often figures are looked at that change with every call and tell nobody. */
export const LOOK_MS = 1_000

export interface RouteHealthArguments {
  readonly route?: string | null
}

/** @throws {GatewayError} NOT_FOUND */
export function openRouteHealth({ route }: RouteHealthArguments, context: OperationContext): AsyncGenerator<RouteHealthType> {
  const look = () => toRouteHealthType(context.routeHealth.routeHealth(context.principal, route ?? undefined), new Date())
  look()
  return tell(look, context)
}

/** How it is now, and then each time that it is otherwise. A reader that is late hears only how it is by then. */
async function* tell(look: () => RouteHealthType, context: OperationContext): AsyncGenerator<RouteHealthType, void> {
  const { signal } = context
  const bell = new Bell()
  const quiet = new Bell()
  const unsubscribe = context.routeHealth.subscribeHealth(() => bell.ring())
  let told = ''
  try {
    while (!signal.aborted) {
      const health = look()
      const now = withoutCountdowns(health)
      if (now !== told) yield health
      told = now
      await quiet.wait(MIN_GAP_MS, signal)
      await bell.wait(LOOK_MS - MIN_GAP_MS, signal)
      context.authenticateAgain()
    }
  } finally {
    unsubscribe()
  }
}

/** That waits have become shorter is no change. */
function withoutCountdowns({ targets }: RouteHealthType): string {
  return JSON.stringify(
    targets.map((target) => ({
      ...target,
      coolingForMs: target.coolingForMs !== null,
      retryAfterMs: target.retryAfterMs !== null,
    })),
  )
}
