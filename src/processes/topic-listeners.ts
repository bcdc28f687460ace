import type { RelayTopics } from '../domain/relay.js'
import type { Topic } from './messages.js'
import type { ProcessLog } from './process-log.js'

type Listener<Name extends Topic> = (payload: RelayTopics[Name]) => void

/** Who listens to what in this process. A listener that throws does not keep the others from hearing. */
export class TopicListeners {
  readonly #listeners = new Map<Topic, Set<Listener<Topic>>>()
  readonly #log: Pick<ProcessLog, 'error'>
  readonly #onTopicsChanged: (topics: readonly Topic[]) => void

  constructor(log: Pick<ProcessLog, 'error'>, onTopicsChanged: (topics: readonly Topic[]) => void = () => {}) {
    this.#log = log
    this.#onTopicsChanged = onTopicsChanged
  }

  add<Name extends Topic>(topic: Name, listener: Listener<Name>): () => void {
    const listeners = this.#listeners.get(topic) ?? new Set()
    // A function of its own, so that the same listener can be added twice.
    const entry: Listener<Topic> = (payload) => listener(payload as RelayTopics[Name])
    this.#listeners.set(topic, listeners.add(entry))
    if (listeners.size === 1) this.#tell()
    return () => {
      if (listeners.delete(entry) && listeners.size === 0) this.#tell()
    }
  }

  deliver(topic: Topic, payload: RelayTopics[Topic]): void {
    for (const listener of [...(this.#listeners.get(topic) ?? [])]) {
      try {
        listener(payload)
      } catch (error) {
        this.#log.error({ err: error, topic }, 'A listener failed')
      }
    }
  }

  #tell(): void {
    this.#onTopicsChanged([...this.#listeners].filter(([, listeners]) => listeners.size > 0).map(([topic]) => topic))
  }
}
