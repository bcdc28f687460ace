import type { HealthChange } from '../domain/health.js'
import type { HealthNews, Relay } from '../domain/relay.js'
import type { LocalHealthTracker } from '../routing/health/create-health-tracker.js'

const PUBLISH_MS = 50
const STANDING_MS = 1_000
/** Beyond this changes are not told: siblings find out themselves. */
const MOST_CHANGES = 1_000

export interface HealthShareOptions {
  readonly relay: Pick<Relay, 'publish' | 'subscribe'>
  /** Names this process among its siblings. */
  readonly sender: string
}

export interface HealthShare {
  /** What the tracker of this process says by `onChange`. */
  tell(change: HealthChange): void
  /** Applies what siblings tell, and says each second what is not well, until the function that it returns is called. */
  follow(tracker: Pick<LocalHealthTracker, 'apply' | 'nonClosed'>): () => void
}

/** Tells the other processes of the machine of the health of deployments, in batches, and hears of theirs. */
export function createHealthShare({ relay, sender }: HealthShareOptions): HealthShare {
  const publish = (changes: readonly HealthChange[], standing: boolean) =>
    relay.publish('health-changed', { sender, standing, changes: changes.slice(0, MOST_CHANGES) })
  let waiting = new Map<string, HealthChange>()
  const publishWaiting = () => {
    const changes = [...waiting.values()]
    waiting = new Map()
    publish(changes, false)
  }
  return {
    tell(change) {
      if (waiting.size === 0) setTimeout(publishWaiting, PUBLISH_MS).unref()
      if (waiting.size < MOST_CHANGES) keepLast(waiting, change)
    },
    follow(tracker) {
      const timer = setInterval(() => {
        const changes = tracker.nonClosed()
        if (changes.length > 0) publish(changes, true)
      }, STANDING_MS).unref()
      const unsubscribe = relay.subscribe('health-changed', (news) => applyNews(tracker, news, sender))
      return () => {
        clearInterval(timer)
        unsubscribe()
      }
    },
  }
}

/** Of what changed several times between two messages only the last counts, in its order among the others. */
function keepLast(waiting: Map<string, HealthChange>, change: HealthChange): void {
  const key = JSON.stringify([change.deployment, change.cooledKey ?? null, change.coolForMs === null])
  waiting.delete(key)
  waiting.set(key, change)
}

function applyNews(tracker: Pick<LocalHealthTracker, 'apply'>, { sender, standing, changes }: HealthNews, self: string): void {
  if (sender === self) return
  for (const change of changes) tracker.apply(change, standing)
}
