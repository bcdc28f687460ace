import type { Config } from '../config.js'
import type { Snapshot } from '../domain/snapshot.js'
import type { PriceList } from '../plugin-api.js'
import { listOwnModels } from './list-own-models.js'
import { loadSnapshot, type RunningProvider } from './load-snapshot.js'

/** List prices change at a date: the snapshot is built anew this often. */
const REFRESH_MS = 3_600_000

export interface HeldSnapshot {
  readonly current: () => Snapshot
  stop(): void
}

/** The snapshot in force, swapped as a whole. A call keeps the one that it began with. */
export async function holdSnapshot(
  config: Config,
  running: readonly RunningProvider[],
  prices: PriceList,
  onSilent: (provider: string, error: unknown) => void,
): Promise<HeldSnapshot> {
  await listOwnModels(running, (url) => prices.modelsOf(url).length > 0, onSilent)
  let snapshot = loadSnapshot(config, running, prices, new Date())
  const timer = setInterval(() => {
    snapshot = loadSnapshot(config, running, prices, new Date())
  }, REFRESH_MS).unref()
  return { current: () => snapshot, stop: () => clearInterval(timer) }
}
