import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { ProviderPlugin, Vendor } from '../plugin-api.js'

/** A vendor and the plugin that speaks with it. */
export interface KnownVendor {
  readonly vendor: Vendor
  readonly plugin: ProviderPlugin
}

const PLUGINS = new URL('../../plugins/providers/', import.meta.url)

/** Every vendor of every folder under `plugins/providers/`, by kind. A kind may stand in one plugin only. */
export async function discoverProviders(directory: URL = PLUGINS): Promise<ReadonlyMap<string, KnownVendor>> {
  const known = new Map<string, KnownVendor>()
  const folders = (await readdir(directory, { withFileTypes: true })).filter((entry) => entry.isDirectory())
  for (const { name } of folders.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const { plugin } = (await import(entryOf(new URL(`${name}/`, directory)).href)) as { plugin: ProviderPlugin }
    for (const vendor of plugin.vendors) {
      if (known.has(vendor.kind)) throw new Error(`The provider kind ${vendor.kind} stands in two plugins, one of them ${name}`)
      known.set(vendor.kind, { vendor, plugin })
    }
  }
  return known
}

/** Compiled in `dist`, TypeScript under the test runner. */
function entryOf(folder: URL): URL {
  const compiled = new URL('index.js', folder)
  return existsSync(fileURLToPath(compiled)) ? compiled : new URL('index.ts', folder)
}
