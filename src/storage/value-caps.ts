import type { Model } from 'mongoose'
import type { DrainedCall } from '../domain/journal-sink.js'
import { guard } from './storage-errors.js'
import { floorTo, NO_VALUE, OVERFLOW_VALUE, type ShardDimension, type UsageShardDocument } from './usage-shard.js'

/** Values that callers choose freely: how many of them an organisation gets an hour, for each writer. */
const CAPS: ReadonlyMap<ShardDimension, number> = new Map([
  ['tag', 200],
  ['model', 500],
])
const MAX_VALUE_CHARACTERS = 200
const MAX_HOURS_REMEMBERED = 500

/**
 * Keeps the number of shards bounded. What is admitted follows from the shards that exist and from the order of the calls, so a batch that
 * is applied again counts every call where it was counted before.
 */
export class ValueCaps {
  readonly #shards: Model<UsageShardDocument>
  readonly #writer: string
  readonly #hours = new Map<string, Set<string>>()

  constructor(shards: Model<UsageShardDocument>, writer: string) {
    this.#shards = shards
    this.#writer = writer
  }

  /** Call before `admits` is asked about these calls. */
  async load(calls: readonly DrainedCall[]): Promise<void> {
    for (const { record } of calls) {
      const hourMs = floorTo('HOUR', record.endedAt.getTime())
      // Nothing is awaited for an hour that is known, as it is for nearly all calls.
      if (!this.#knows(record.organizationId, 'model', hourMs)) await this.#loadHour(record.organizationId, 'model', hourMs)
      if (record.tags.length > 0 && !this.#knows(record.organizationId, 'tag', hourMs)) {
        await this.#loadHour(record.organizationId, 'tag', hourMs)
      }
    }
  }

  readonly admits = (organizationId: string, dimension: ShardDimension, hourMs: number, value: string): boolean => {
    const cap = CAPS.get(dimension)
    if (cap === undefined || value === OVERFLOW_VALUE || value === NO_VALUE) return true
    const values = this.#hours.get(hourKey(organizationId, dimension, hourMs))
    if (!values || value.length > MAX_VALUE_CHARACTERS) return false
    if (!values.has(value) && values.size >= cap) return false
    values.add(value)
    return true
  }

  #knows(organizationId: string, dimension: ShardDimension, hourMs: number): boolean {
    return this.#hours.has(hourKey(organizationId, dimension, hourMs))
  }

  async #loadHour(organizationId: string, dimension: ShardDimension, hourMs: number): Promise<void> {
    const filter = { organizationId, dimension, interval: 'HOUR' as const, start: new Date(hourMs), writer: this.#writer }
    const found = await guard(() => this.#shards.find(filter, { value: 1 }).lean<{ value: string }[]>())
    const values = found.map(({ value }) => value).filter((value) => value !== OVERFLOW_VALUE && value !== NO_VALUE)
    this.#hours.set(hourKey(organizationId, dimension, hourMs), new Set(values))
  }

  /** Call when a batch is applied: forgotten hours are loaded again when they are needed. */
  forgetOldest(): void {
    for (const key of this.#hours.keys()) {
      if (this.#hours.size <= MAX_HOURS_REMEMBERED) return
      this.#hours.delete(key)
    }
  }
}

function hourKey(organizationId: string, dimension: ShardDimension, hourMs: number): string {
  return `${organizationId}|${dimension}|${hourMs}`
}
