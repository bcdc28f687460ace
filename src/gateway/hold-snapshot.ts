import type { Config } from '../config.js'
import type { Snapshot } from '../domain/snapshot.js'
import type { Catalogue } from '../plugin-api.js'
import { listOwnModels } from './list-own-models.js'
import { loadSnapshot, type Providers } from './load-snapshot.js'

/** List prices change at a date: the snapshot is built anew this often. */
const REFRESH_MS = 3_600_000

export interface HeldSnapshot {
  readonly current: () => Snapshot
  stop(): void
}

/** The snapshot in force, swapped as a whole. A call keeps the one that it began with. */
export async function holdSnapshot(
  config: Config,
  providers: Providers,
  catalogue: Catalogue,
  onSilent: (provider: string, error: unknown) => void,
): Promise<HeldSnapshot> {
  await listOwnModels(providers.running, (vendor) => catalogue.modelsOf(vendor).length > 0, onSilent)
  let snapshot = loadSnapshot(config, providers, catalogue, new Date())
  const timer = setInterval(() => {
    snapshot = loadSnapshot(config, providers, catalogue, new Date())
  }, REFRESH_MS).unref()
  return { current: () => snapshot, stop: () => clearInterval(timer) }
}
