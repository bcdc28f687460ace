import type { ApiKeyChange } from './api-key.js'
import type { HealthChange } from './health.js'
import type { EndedCall } from './live-usage.js'

/** What a process tells its siblings of the deployments that it watches. Who publishes hears it too, and knows itself by `sender`. */
export interface HealthNews {
  readonly sender: string
  /** Changes that came about, in order; `standing`: what is not well at present, for processes that began later. */
  readonly standing: boolean
  readonly changes: readonly HealthChange[]
}

/** What the processes of one machine tell each other. */
export interface RelayTopics {
  'api-key-changed': ApiKeyChange
  'calls-ended': readonly EndedCall[]
  /** A version of what is declared by the API was stored. */
  'config-stored': { readonly version: number }
  'health-changed': HealthNews
}

/**
 * Messages between the workers of one machine, through their primary. Delivery is within a second and includes the sender; messages
 * of a topic without a subscriber in any process are not sent.
 */
export interface Relay {
  publish<Topic extends keyof RelayTopics>(topic: Topic, payload: RelayTopics[Topic]): void
  subscribe<Topic extends keyof RelayTopics>(topic: Topic, listener: (payload: RelayTopics[Topic]) => void): () => void
  /** Asks the process that is this writer to drain its journal now; resolves false when no process of this machine is, or in time. */
  requestDrain(writer: string): Promise<boolean>
  /** What this process does when it is asked to drain. */
  onDrainRequested(handler: () => Promise<void>): void
}
