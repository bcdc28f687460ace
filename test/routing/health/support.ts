import type { Deployment } from '../../../src/domain/deployment.js'
import { GatewayError, type GatewayErrorCode } from '../../../src/domain/gateway-error.js'
import { type AttemptEnd, type AttemptPermit, type HealthChange, isPermit, type NotNow } from '../../../src/domain/health.js'
import { type Model, UNKNOWN_FACTS } from '../../../src/domain/model.js'
import type { Provider } from '../../../src/domain/provider.js'
import { createHealthTracker, type HealthTrackerOptions } from '../../../src/routing/health/create-health-tracker.js'

export const provider = (name = 'acme', changes: Partial<Provider> = {}): Provider => ({
  name,
  kind: 'fake',
  // biome-ignore lint/correctness/useYield: nothing is asked of it
  complete: async function* () {
    throw new Error('Nobody asks it.')
  },
  close: async () => {},
  ...changes,
})

export const model = (name = 'large'): Model => ({
  ...UNKNOWN_FACTS,
  id: `acme/${name}`,
  provider: 'acme',
  name,
  priceStale: false,
})

/** A deployment with so many keys, `key-1` and on. */
export const deployment = (id: string, changes: Partial<Deployment> & { keyCount?: number } = {}): Deployment => {
  const { keyCount = 1, ...fields } = changes
  const keys = Array.from({ length: keyCount }, (_, index) => ({ id: `key-${index + 1}`, provider: provider() }))
  return { id, incarnation: '1', model: model(), region: null, zeroRetention: false, weight: 1, limits: {}, keys, ...fields }
}

export const failure = (code: GatewayErrorCode, retryAfterMs?: number) =>
  new GatewayError(code, 'It failed.', retryAfterMs === undefined ? {} : { retryAfterMs })

export const end = (error: AttemptEnd['error'], changes: Partial<AttemptEnd> = {}): AttemptEnd => ({
  error,
  firstTokenMs: null,
  totalMs: 1,
  ...changes,
})

/** A tracker with a clock that only the test moves. */
export function createWorld(options: Partial<HealthTrackerOptions> = {}) {
  const changes: HealthChange[] = []
  const clock = { now: 1_000_000 }
  const tracker = createHealthTracker({
    now: () => clock.now,
    chance: () => 0.5,
    processes: 1,
    onChange: (change) => changes.push(change),
    ...options,
  })
  const begin = (target: Deployment, tokens = 1, excluded?: ReadonlySet<string>): AttemptPermit => {
    const answer = tracker.begin(target, tokens, excluded)
    if (!isPermit(answer)) throw new Error(`Refused: ${answer.reason}`)
    return answer
  }
  const refusal = (target: Deployment, tokens = 1, excluded?: ReadonlySet<string>): NotNow => {
    const answer = tracker.begin(target, tokens, excluded)
    if (isPermit(answer)) throw new Error('It was let through.')
    return answer
  }
  const attempt = (target: Deployment, ended: AttemptEnd['error'] | GatewayErrorCode) =>
    begin(target).end(end(typeof ended === 'string' && ended !== 'CANCELLED' ? failure(ended) : ended))
  const open = (target: Deployment) => {
    for (let i = 0; i < 5; i++) attempt(target, 'PROVIDER_ERROR')
  }
  const pass = (ms: number) => {
    clock.now += ms
  }
  return { tracker, clock, changes, begin, refusal, attempt, open, pass }
}
