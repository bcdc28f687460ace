import type { Deployment } from '../domain/deployment.js'
import { GatewayError, toGatewayError } from '../domain/gateway-error.js'
import { type AttemptEnd, type AttemptPermit, type HealthTracker, isPermit } from '../domain/health.js'
import type { ProviderModel } from '../domain/provider.js'
import type { WatchedHealth } from '../routing/health/watched-deployments.js'

const LOOK_MS = 1_000
const DEADLINE_MS = 5_000
/** Between two probes of one deployment that said nothing of it. */
const PAUSE_MS = 5_000
const MOST_AT_ONCE = 4

export interface ProbeOptions {
  readonly tracker: Pick<HealthTracker, 'begin'> & { all(): Iterable<WatchedHealth> }
  /** Of the present snapshot. */
  readonly findDeployment: (id: string) => Deployment | undefined
  readonly lookEveryMs?: number
  readonly deadlineMs?: number
}

/**
 * Asks the providers of deployments whose circuit is half-open for their list of models, so that recovery does not wait for a caller's
 * request. Returns what ends it.
 */
export function probeDeployments(options: ProbeOptions): () => void {
  const { tracker, findDeployment, lookEveryMs = LOOK_MS, deadlineMs = DEADLINE_MS } = options
  const running = new Map<string, AbortController>()
  const paused = new Set<string>()
  const pause = (id: string) => {
    running.delete(id)
    paused.add(id)
    setTimeout(() => paused.delete(id), PAUSE_MS).unref()
  }
  const look = () => {
    for (const { deployment: id, health } of tracker.all()) {
      if (health.circuit !== 'HALF_OPEN' || running.has(id) || paused.has(id) || running.size >= MOST_AT_ONCE) continue
      const deployment = findDeployment(id)
      const permit = deployment && toPermit(tracker, deployment)
      if (!deployment || !permit) continue
      const controller = new AbortController()
      running.set(id, controller)
      void probe(deployment, permit, controller, deadlineMs).finally(() => pause(id))
    }
  }
  const timer = setInterval(look, lookEveryMs).unref()
  return () => {
    clearInterval(timer)
    for (const controller of running.values()) controller.abort(ENDED)
  }
}

/** A place for a probe at a provider that can list its models. */
function toPermit(tracker: ProbeOptions['tracker'], deployment: Deployment): AttemptPermit | undefined {
  if (!deployment.keys.some(({ provider }) => provider.listModels)) return undefined
  const permit = tracker.begin(deployment, 0)
  return isPermit(permit) ? permit : undefined
}

async function probe(
  deployment: Deployment,
  permit: AttemptPermit,
  controller: AbortController,
  deadlineMs: number,
): Promise<void> {
  const { signal } = controller
  const late = new GatewayError('PROVIDER_TIMEOUT', `${deployment.id} did not list its models within ${deadlineMs} ms.`)
  const timer = setTimeout(() => controller.abort(late), deadlineMs)
  let error: AttemptEnd['error']
  try {
    const listed = await Promise.race([permit.key.provider.listModels?.(signal) ?? null, aborted(signal)])
    error = speaksFor(listed, deployment) ? null : 'CANCELLED'
  } catch (cause) {
    error = cause === ENDED ? 'CANCELLED' : toGatewayError(cause)
  }
  clearTimeout(timer)
  permit.end({ error, firstTokenMs: null, totalMs: 0 })
}

/** Also when the provider pays no heed to the signal. */
function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }))
}

/** A list without the model says that the provider is there, not that the deployment is. */
function speaksFor(listed: readonly ProviderModel[] | null, { model }: Deployment): boolean {
  return listed?.some(({ id }) => id === model.name) ?? false
}

const ENDED = new GatewayError('SHUTTING_DOWN', 'Probes have ended.')
