import type { Config, ProviderConfig } from '../config.js'
import type { CompileCondition } from '../domain/condition.js'
import type { ConfigContent } from '../domain/control-plane.js'
import { GatewayError } from '../domain/gateway-error.js'
import { DEFAULT_ORGANIZATION } from '../domain/organization.js'
import type { Provider } from '../domain/provider.js'
import type { Snapshot } from '../domain/snapshot.js'
import type { AddressGuard, Catalogue, Vendor } from '../plugin-api.js'
import type { Catalog } from '../routing/build-snapshot.js'
import type { KnownVendor } from './discover-providers.js'
import {
  type DeploymentSetup,
  type EffectiveConfig,
  keyRefsOf,
  type OpenKey,
  type ProviderSetup,
  toEffective,
} from './effective-config.js'
import { type ListedModels, listOwnModels, unasked } from './list-own-models.js'
import { loadCatalog, loadSnapshot } from './load-snapshot.js'
import { fingerprint, ProviderFleet, type RunningProvider } from './running-provider.js'

/** List prices change at a date, some at an hour of the day: what is known of models is looked up anew at each half hour of the clock. */
export const REFRESH_MS = 1_800_000

export interface ConfigBuilderOptions {
  readonly config: Config
  /** The operator's providers, with their keys. */
  readonly resolved: readonly ProviderConfig[]
  readonly known: ReadonlyMap<string, KnownVendor>
  readonly catalogue: Catalogue
  readonly compile: CompileCondition
  readonly guard: AddressGuard
  readonly openCredentials: (organizationId: string, ids: readonly string[]) => Promise<ReadonlyMap<string, string>>
  /** A provider did not tell its models. */
  readonly onSilent: (provider: string, error: unknown) => void
}

export interface BuiltConfig {
  readonly snapshot: Snapshot
  readonly catalog: Catalog
  readonly catalogKey: string
  readonly running: readonly RunningProvider[]
  /** The providers that it needs, by what they are. */
  readonly used: Map<string, Provider>
}

/** Makes snapshots of what is declared, and keeps of the one before what is the same: connections, and what is known of models. */
export class ConfigBuilder {
  readonly fleet: ProviderFleet
  readonly #options: ConfigBuilderOptions
  readonly #vendors: readonly Vendor[]
  readonly #listed: ListedModels = new Map()
  /** Credentials never change under their id. */
  readonly #opened = new Map<string, string>()

  constructor(options: ConfigBuilderOptions) {
    this.#options = options
    this.fleet = new ProviderFleet(options.known, options.guard)
    this.#vendors = Array.from(options.known.values(), ({ vendor }) => vendor)
  }

  /** The credentials that a content names, by id. */
  async open(content: ConfigContent): Promise<ReadonlyMap<string, string>> {
    const missing = keyRefsOf(content).flatMap(({ id }) => (this.#opened.has(id) ? [] : [id]))
    if (missing.length === 0) return this.#opened
    const opened = await this.#options.openCredentials(DEFAULT_ORGANIZATION, missing)
    for (const [id, text] of opened) this.#opened.set(id, text)
    return this.#opened
  }

  /** @throws {GatewayError} when it cannot be served by */
  build(content: ConfigContent, version: number, keys: ReadonlyMap<string, string>, before?: BuiltConfig): BuiltConfig {
    const used = new Map<string, Provider>()
    try {
      return this.#build(content, version, keys, used, before)
    } catch (error) {
      void this.fleet.discard(used)
      throw error
    }
  }

  #build(
    content: ConfigContent,
    version: number,
    keys: ReadonlyMap<string, string>,
    used: Map<string, Provider>,
    before?: BuiltConfig,
  ): BuiltConfig {
    const { config, resolved, catalogue, compile } = this.#options
    const effective = toEffective(config, resolved, content, keys)
    const running = effective.providers.map((setup) => this.fleet.run(setup, used))
    const at = new Date()
    const catalogKey = this.#catalogKey(effective, running, at)
    const catalog =
      before?.catalogKey === catalogKey
        ? before.catalog
        : loadCatalog(effective, config.unpricedModels, { running, vendors: this.#vendors, listed: this.#listed }, catalogue, at)
    const snapshot = loadSnapshot(catalog, { effective, config, version, compile, keysOf: this.#keysOf(effective, used) })
    return { snapshot, catalog, catalogKey, running, used }
  }

  /** The providers of a content, running, and told which models they have. */
  async start(content: ConfigContent, keys: ReadonlyMap<string, string>): Promise<void> {
    const used = new Map<string, Provider>()
    const { config, resolved } = this.#options
    const running = toEffective(config, resolved, content, keys).providers.map((setup) => this.fleet.run(setup, used))
    this.fleet.keep(used)
    await this.list(running)
  }

  /** Whether any of them has not told its models yet, though nobody else knows them. */
  mustList(running: readonly RunningProvider[]): boolean {
    return unasked(running, this.#listed, this.#isKnown).length > 0
  }

  list(running: readonly RunningProvider[]): Promise<void> {
    return listOwnModels(running, this.#listed, this.#isKnown, this.#options.onSilent)
  }

  readonly #isKnown = (vendor: Vendor): boolean => this.#options.catalogue.modelsOf(vendor).length > 0

  #catalogKey({ models, prices }: EffectiveConfig, running: readonly RunningProvider[], at: Date): string {
    const providers = running.map(({ setup, incarnation }) => [setup, incarnation, this.#listed.get(incarnation)])
    return fingerprint([models, prices, providers, Math.floor(at.getTime() / REFRESH_MS)])
  }

  /** The keys of declared deployments: their own, or the provider's at another address; none where all is the provider's. */
  #keysOf({ providers }: EffectiveConfig, used: Map<string, Provider>) {
    const byName = new Map(providers.map((setup) => [setup.name, setup]))
    return ({ name, provider, keys, baseUrl, managedBy }: DeploymentSetup) => {
      const setup = byName.get(provider)
      if (!setup || (keys.length === 0 && baseUrl === undefined)) return []
      if (managedBy === 'API' && baseUrl !== undefined) checkOwner(name, setup, keys)
      // Whoever declares the address decides whether it is guarded.
      const guarded = { ...setup, managedBy: baseUrl === undefined ? setup.managedBy : managedBy }
      return this.fleet.keysOf(guarded, keys.length > 0 ? keys : setup.keys, baseUrl ?? setup.baseUrl, used)
    }
  }
}

/** What the operator gave for one address is not sent to an address of whoever may change the rest. @throws {GatewayError} INVALID_REQUEST */
function checkOwner(name: string, { name: provider, managedBy, settings }: ProviderSetup, keys: readonly OpenKey[]): void {
  if (managedBy === 'API' || (keys.length > 0 && settings === undefined)) return
  throw new GatewayError(
    'INVALID_REQUEST',
    `The deployment "${name}" has an address of its own, where the keys and settings of the operator's provider "${provider}" are not sent. Declare a provider for it by the API, with its apiKey, or remove its baseUrl.`,
    { path: 'baseUrl' },
  )
}
