import { createHash } from 'node:crypto'
import type { ProviderKey } from '../domain/deployment.js'
import { GatewayError } from '../domain/gateway-error.js'
import type { Provider } from '../domain/provider.js'
import type { AddressGuard, Vendor } from '../plugin-api.js'
import type { KnownVendor } from './discover-providers.js'
import type { OpenKey, ProviderSetup } from './effective-config.js'

/** A provider that is on. */
export interface RunningProvider {
  readonly setup: ProviderSetup
  readonly vendor: Vendor
  /** With the first of its keys. */
  readonly provider: Provider
  readonly keys: readonly ProviderKey[]
  /** Changes when its address, keys or settings do. */
  readonly incarnation: string
}

/** Creates providers, and keeps those that a change left as they were: their connections stay open. */
export class ProviderFleet {
  readonly #known: ReadonlyMap<string, KnownVendor>
  readonly #guard: AddressGuard
  readonly #running = new Map<string, Provider>()

  constructor(known: ReadonlyMap<string, KnownVendor>, guard: AddressGuard) {
    this.#known = known
    this.#guard = guard
  }

  /** @throws {GatewayError} CONFIGURATION when a plugin does not take what is said */
  run(setup: ProviderSetup, used: Map<string, Provider>): RunningProvider {
    const found = this.#vendorOf(setup)
    const keys = this.keysOf(setup, setup.keys, setup.baseUrl, used)
    return { setup, vendor: found.vendor, provider: (keys[0] as ProviderKey).provider, keys, incarnation: fingerprint(setup) }
  }

  /** The provider at an address, once for each of these keys; once without any where it has none. Notes what is used. */
  keysOf(
    setup: ProviderSetup,
    keys: readonly OpenKey[],
    baseUrl: string | undefined,
    used: Map<string, Provider>,
  ): readonly ProviderKey[] {
    const listed: readonly (OpenKey | undefined)[] = keys.length > 0 ? keys : [undefined]
    return listed.map((key) => ({ id: key?.id ?? `provider ${setup.name}#0`, provider: this.#get(setup, key, baseUrl, used) }))
  }

  /** From now on these are the ones that run; answers those that are of no use any more, for whoever knows when their last call ends. */
  keep(used: ReadonlyMap<string, Provider>): readonly Provider[] {
    const gone = [...this.#running].filter(([id]) => !used.has(id))
    for (const [id] of gone) this.#running.delete(id)
    for (const [id, provider] of used) this.#running.set(id, provider)
    return gone.map(([, provider]) => provider)
  }

  /** Of those that were used and did not run before: a trial leaves none behind. */
  async discard(used: ReadonlyMap<string, Provider>): Promise<void> {
    const made = [...used].filter(([id]) => !this.#running.has(id))
    await Promise.all(made.map(([, provider]) => provider.close()))
  }

  #get(setup: ProviderSetup, key: OpenKey | undefined, baseUrl: string | undefined, used: Map<string, Provider>): Provider {
    const { name, kind, settings } = setup
    const id = fingerprint({ name, kind, baseUrl, settings, managedBy: setup.managedBy, key: key?.text })
    const provider = used.get(id) ?? this.#running.get(id) ?? this.#create(setup, key, baseUrl)
    used.set(id, provider)
    return provider
  }

  #create(setup: ProviderSetup, key: OpenKey | undefined, baseUrl: string | undefined): Provider {
    const { vendor, plugin } = this.#vendorOf(setup)
    const { name, kind, settings, managedBy } = setup
    const guard = managedBy === 'API' ? this.#guard : undefined
    return plugin.createProvider(vendor, { name, kind, baseUrl, apiKey: key?.text, settings, guard })
  }

  #vendorOf({ kind }: ProviderSetup): KnownVendor {
    const found = this.#known.get(kind)
    if (!found) throw new GatewayError('CONFIGURATION', `There is no provider kind ${kind}.`, { path: 'kind' })
    return found
  }
}

/** Says that something is the same without saying what it is. */
export function fingerprint(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16)
}
