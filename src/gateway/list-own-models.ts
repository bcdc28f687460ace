import type { RunningProvider } from './load-snapshot.js'

const PATIENCE_MS = 2_000

/** Asks those providers for their models of which no price list tells any: self-hosted ones, mostly. One that does not answer is not waited for. */
export async function listOwnModels(
  running: readonly RunningProvider[],
  hasList: (url: string) => boolean,
  onSilent: (provider: string, error: unknown) => void,
): Promise<void> {
  const unknown = running.filter(
    ({ config, vendor }) => config.models === undefined && !(vendor.baseUrl && hasList(vendor.baseUrl)),
  )
  await Promise.all(
    unknown.map(async (entry) => {
      const models = await entry.provider.listModels?.(AbortSignal.timeout(PATIENCE_MS)).catch((error) => {
        onSilent(entry.config.name, error)
        return []
      })
      entry.listed = (models ?? []).map(({ id }) => ({ name: id, displayName: null, contextWindow: null, price: null }))
    }),
  )
}
