import { AggregatorRegistry, type Registry } from 'prom-client'

/** One end of the channel between a worker and its primary: `process` in a worker, a `Worker` in the primary. */
export interface MetricsChannel {
  /** `sent` takes the error of a channel that has closed, which else would end the process. */
  send(message: object, sent: (error: Error | null) => void): unknown
  on(event: 'message', listener: (message: unknown) => void): unknown
}

type MetricsJson = Awaited<ReturnType<Registry['getMetricsAsJSON']>>
type MetricsMessage =
  | { readonly type: 'weir-metrics:ask'; readonly id: number }
  | { readonly type: 'weir-metrics:answer'; readonly id: number; readonly text: string }
  | { readonly type: 'weir-metrics:collect'; readonly id: number }
  | { readonly type: 'weir-metrics:collected'; readonly id: number; readonly metrics: MetricsJson }

/**
 * The worker's half: answers the primary with its own metrics, and asks it for everybody's. A primary that does not answer in time
 * leaves the worker's own.
 */
export function createClusterCollector(primary: MetricsChannel, registry: Registry, timeoutMs = 3000): () => Promise<string> {
  const waiting = new Map<number, (text: string) => void>()
  let lastId = 0
  primary.on('message', async (message) => {
    if (!isMetricsMessage(message)) return
    if (message.type === 'weir-metrics:answer') waiting.get(message.id)?.(message.text)
    if (message.type !== 'weir-metrics:collect') return
    try {
      const metrics = await registry.getMetricsAsJSON()
      primary.send({ type: 'weir-metrics:collected', id: message.id, metrics } satisfies MetricsMessage, ignoreClosed)
    } catch {
      // A gauge that cannot be read leaves this worker out of the sum, in time.
    }
  })
  return () =>
    new Promise((resolve) => {
      const id = ++lastId
      const timer = setTimeout(() => settle(registry.metrics()), timeoutMs)
      const settle = (text: string | Promise<string>) => {
        clearTimeout(timer)
        waiting.delete(id)
        resolve(text)
      }
      waiting.set(id, settle)
      primary.send({ type: 'weir-metrics:ask', id } satisfies MetricsMessage, ignoreClosed)
    })
}

/**
 * The primary's half, once for each worker as it comes online: gathers the metrics of all workers for the one that asked, and sums them. A worker
 * that does not answer in time is missing from the sum, so that one that hangs cannot take the metrics of all with it.
 */
export class ClusterMetrics {
  readonly #workers = new Set<MetricsChannel>()
  readonly #timeoutMs: number
  readonly #gatherings = new Map<number, Gathering>()
  #lastId = 0
  /** Shared by all who ask while it is under way. */
  #gathered: Promise<string> | undefined

  constructor(timeoutMs = 1000) {
    this.#timeoutMs = timeoutMs
  }

  add(worker: MetricsChannel): void {
    this.#workers.add(worker)
    worker.on('message', (message) => {
      if (!isMetricsMessage(message)) return
      if (message.type === 'weir-metrics:ask') void this.#answer(worker, message.id)
      if (message.type === 'weir-metrics:collected') this.#gatherings.get(message.id)?.add(worker, message.metrics)
    })
  }

  /** For a worker that has ended. */
  remove(worker: MetricsChannel): void {
    this.#workers.delete(worker)
    for (const gathering of this.#gatherings.values()) gathering.giveUpOn(worker)
  }

  async #answer(asker: MetricsChannel, id: number): Promise<void> {
    this.#gathered ??= this.#gather().finally(() => {
      this.#gathered = undefined
    })
    const text = await this.#gathered
    if (this.#workers.has(asker)) asker.send({ type: 'weir-metrics:answer', id, text } satisfies MetricsMessage, ignoreClosed)
  }

  async #gather(): Promise<string> {
    const id = ++this.#lastId
    const gathering = new Gathering(this.#workers, this.#timeoutMs)
    this.#gatherings.set(id, gathering)
    for (const worker of this.#workers) worker.send({ type: 'weir-metrics:collect', id } satisfies MetricsMessage, ignoreClosed)
    const metrics = await gathering.done
    this.#gatherings.delete(id)
    return AggregatorRegistry.aggregate(metrics).metrics()
  }
}

/** The answers of the workers that were there when one of them asked. */
class Gathering {
  readonly done: Promise<MetricsJson[]>
  readonly #open: Set<MetricsChannel>
  readonly #metrics: MetricsJson[] = []
  #finish = () => {}

  constructor(workers: Iterable<MetricsChannel>, timeoutMs: number) {
    this.#open = new Set(workers)
    this.done = new Promise((resolve) => {
      const timer = setTimeout(() => this.#finish(), timeoutMs)
      this.#finish = () => {
        clearTimeout(timer)
        resolve(this.#metrics)
      }
    })
  }

  add(worker: MetricsChannel, metrics: MetricsJson): void {
    if (this.#open.has(worker)) this.#metrics.push(metrics)
    this.giveUpOn(worker)
  }

  giveUpOn(worker: MetricsChannel): void {
    this.#open.delete(worker)
    if (this.#open.size === 0) this.#finish()
  }
}

/** Its worker, or the primary, has ended: who waits for it gives up by itself. */
function ignoreClosed(): void {}

function isMetricsMessage(message: unknown): message is MetricsMessage {
  return typeof message === 'object' && message !== null && 'type' in message && String(message.type).startsWith('weir-metrics:')
}
