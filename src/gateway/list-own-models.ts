import type { Vendor } from '../plugin-api.js'
import type { RunningProvider } from './running-provider.js'

const PATIENCE_MS = 2_000

/** Asks those providers for their models of whose kind none is known: self-hosted ones, mostly. One that does not answer is not waited for. */
export async function listOwnModels(
  running: readonly RunningProvider[],
  isKnown: (vendor: Vendor) => boolean,
  onSilent: (provider: string, error: unknown) => void,
): Promise<void> {
  const unknown = running.filter(({ config, vendor }) => config.models === undefined && !isKnown(vendor))
  await Promise.all(
    unknown.map(async (entry) => {
      const models = await entry.provider.listModels?.(AbortSignal.timeout(PATIENCE_MS)).catch((error) => {
        onSilent(entry.config.name, error)
        return []
      })
      entry.listed = (models ?? []).map(({ id }) => id)
    }),
  )
}
