import type { Config } from '../config.js'
import type { Snapshot } from '../domain/snapshot.js'
import type { Catalogue } from '../plugin-api.js'
import { listOwnModels } from './list-own-models.js'
import { loadSnapshot, type Providers } from './load-snapshot.js'

/** List prices change at a date, some at an hour of the day: the snapshot is built anew at each half hour of the clock. */
const REFRESH_MS = 1_800_000

export interface HeldSnapshot {
  readonly current: () => Snapshot
  stop(): void
}

export interface SnapshotTroubles {
  /** A provider did not tell its models. */
  onSilent(provider: string, error: unknown): void
  /** The snapshot could not be built anew: the one before stays in force. */
  onNotRenewed(error: unknown): void
}

/** The snapshot in force, swapped as a whole. A call keeps the one that it began with. */
export async function holdSnapshot(
  config: Config,
  providers: Providers,
  catalogue: Catalogue,
  { onSilent, onNotRenewed }: SnapshotTroubles,
): Promise<HeldSnapshot> {
  await listOwnModels(providers.running, (vendor) => catalogue.modelsOf(vendor).length > 0, onSilent)
  let snapshot = loadSnapshot(config, providers, catalogue, new Date())
  const renewSoon = () => setTimeout(renew, REFRESH_MS - (Date.now() % REFRESH_MS)).unref()
  const renew = () => {
    try {
      snapshot = loadSnapshot(config, providers, catalogue, new Date())
    } catch (error) {
      onNotRenewed(error)
    }
    timer = renewSoon()
  }
  let timer = renewSoon()
  return { current: () => snapshot, stop: () => clearTimeout(timer) }
}
