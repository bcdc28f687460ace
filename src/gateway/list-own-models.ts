import type { Vendor } from '../plugin-api.js'
import type { RunningProvider } from './running-provider.js'

const PATIENCE_MS = 2_000

/** What providers themselves list, by what they are: where the catalogue knows nothing of their kind. */
export type ListedModels = Map<string, readonly string[]>

/**
 * Asks those providers for their models of whose kind none is known, self-hosted ones mostly, that were not asked before. One that does
 * not answer is not waited for.
 */
export async function listOwnModels(
  running: readonly RunningProvider[],
  listed: ListedModels,
  isKnown: (vendor: Vendor) => boolean,
  onSilent: (provider: string, error: unknown) => void,
): Promise<void> {
  const unknown = unasked(running, listed, isKnown)
  for (const { incarnation } of unknown) listed.set(incarnation, [])
  await Promise.all(
    unknown.map(async ({ setup, provider, incarnation }) => {
      const models = await provider.listModels?.(AbortSignal.timeout(PATIENCE_MS)).catch((error) => {
        onSilent(setup.name, error)
        return []
      })
      listed.set(
        incarnation,
        (models ?? []).map(({ id }) => id),
      )
    }),
  )
}

export function unasked(
  running: readonly RunningProvider[],
  listed: ListedModels,
  isKnown: (vendor: Vendor) => boolean,
): readonly RunningProvider[] {
  return running.filter(
    ({ setup, vendor, incarnation }) => setup.models === undefined && !isKnown(vendor) && !listed.has(incarnation),
  )
}
