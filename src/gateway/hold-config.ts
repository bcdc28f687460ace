import type { Content } from '../admin/control-plane/control-plane-options.js'
import { differencesOf } from '../admin/control-plane/differences.js'
import type { Config, ProviderConfig } from '../config.js'
import type { CompileCondition } from '../domain/condition.js'
import { type ConfigChange, type ConfigContent, EMPTY_CONTENT, type StoredConfig } from '../domain/control-plane.js'
import { GatewayError } from '../domain/gateway-error.js'
import { DEFAULT_ORGANIZATION } from '../domain/organization.js'
import type { Provider } from '../domain/provider.js'
import type { Relay } from '../domain/relay.js'
import type { Snapshot } from '../domain/snapshot.js'
import type { ConfigStore } from '../domain/stores.js'
import type { AddressGuard, Catalogue, Vendor } from '../plugin-api.js'
import type { Catalog } from '../routing/build-snapshot.js'
import { checkByApi } from './check-by-api.js'
import type { KnownVendor } from './discover-providers.js'
import { type DeploymentSetup, type EffectiveConfig, keyRefsOf, toEffective } from './effective-config.js'
import { type ListedModels, listOwnModels, unasked } from './list-own-models.js'
import { loadCatalog, loadSnapshot } from './load-snapshot.js'
import { fingerprint, ProviderFleet, type RunningProvider } from './running-provider.js'
import { type SnapshotLease, SnapshotLeases } from './snapshot-leases.js'

/** List prices change at a date, some at an hour of the day: the snapshot is built anew at each half hour of the clock. */
const REFRESH_MS = 1_800_000
/** How often the database is asked whether another node changed something. */
const POLL_MS = 400

export interface HeldConfigOptions {
  readonly config: Config
  /** The operator's providers, with their keys. */
  readonly resolved: readonly ProviderConfig[]
  readonly known: ReadonlyMap<string, KnownVendor>
  readonly catalogue: Catalogue
  readonly compile: CompileCondition
  readonly guard: AddressGuard
  readonly configs: ConfigStore
  readonly openCredentials: (organizationId: string, ids: readonly string[]) => Promise<ReadonlyMap<string, string>>
  readonly relay: Pick<Relay, 'subscribe'>
  readonly troubles: ConfigTroubles
}

export interface ConfigTroubles {
  /** A provider did not tell its models. */
  onSilent(provider: string, error: unknown): void
  /** The configuration could not be read or built anew: the one before stays in force. Told once for each version. */
  onNotRenewed(error: unknown): void
}

export interface HeldConfig {
  readonly current: () => Snapshot
  /** The snapshot in force, for the length of a call. */
  lease(): SnapshotLease
  readonly running: () => readonly RunningProvider[]
  readonly inForce: (organizationId: string) => Content
  /** Whether what is stored is in force. */
  readonly check: () => { readonly ok: boolean; readonly message?: string }
  checkContent(content: ConfigContent, fresh: ReadonlyMap<string, string>): Promise<void>
  /** Puts a version in force in this process; resolves when it is, or a later one. */
  onStored(config: StoredConfig): Promise<void>
  onChange(listener: (change: ConfigChange) => void): () => void
  stop(): Promise<void>
}

interface Built {
  readonly snapshot: Snapshot
  readonly catalog: Catalog
  readonly catalogKey: string
  readonly running: readonly RunningProvider[]
  readonly used: Map<string, Provider>
}

/** What is declared by the file, the environment and the API, in force as one snapshot that is swapped as a whole. */
export async function holdConfig(options: HeldConfigOptions): Promise<HeldConfig> {
  const { config, resolved, known, catalogue, compile, guard, configs, relay, troubles } = options
  const vendors: readonly Vendor[] = Array.from(known.values(), ({ vendor }) => vendor)
  const fleet = new ProviderFleet(known, guard)
  const listed: ListedModels = new Map()
  const isKnown = (vendor: Vendor) => catalogue.modelsOf(vendor).length > 0
  const opened = new Map<string, string>()
  const listeners = new Set<(change: ConfigChange) => void>()
  let inForce: Content = { version: 0, content: EMPTY_CONTENT }
  let trouble: string | null = null

  async function open(content: ConfigContent): Promise<ReadonlyMap<string, string>> {
    const ids = keyRefsOf(content).map(({ id }) => id)
    const missing = ids.filter((id) => !opened.has(id))
    if (missing.length > 0)
      for (const [id, text] of await options.openCredentials(DEFAULT_ORGANIZATION, missing)) opened.set(id, text)
    return opened
  }

  function build(content: ConfigContent, version: number, keys: ReadonlyMap<string, string>, before?: Built): Built {
    const used = new Map<string, Provider>()
    const effective = toEffective(config, resolved, content, keys)
    const running = effective.providers.map((setup) => fleet.run(setup, used))
    const at = new Date()
    const catalogKey = fingerprint([
      effective.models,
      effective.prices,
      running.map(({ setup, incarnation }) => [setup.name, incarnation, setup.models, setup.timeouts, listed.get(incarnation)]),
      Math.floor(at.getTime() / REFRESH_MS),
    ])
    const catalog =
      before?.catalogKey === catalogKey
        ? before.catalog
        : loadCatalog(effective, config.unpricedModels, { running, vendors, listed }, catalogue, at)
    const snapshot = loadSnapshot(catalog, { effective, config, version, compile, keysOf: toKeysOf(effective, fleet, used) })
    return { snapshot, catalog, catalogKey, running, used }
  }

  let stored: StoredConfig | null = null
  try {
    stored = await configs.latest(DEFAULT_ORGANIZATION)
  } catch (error) {
    report(error)
  }
  let built = await begin()
  const leases = new SnapshotLeases(built.snapshot)

  /** At the start: what the API declared must not keep the gateway from serving what the operator declares. */
  async function begin(): Promise<Built> {
    let made: Built | undefined
    const opening = stored?.content ?? EMPTY_CONTENT
    try {
      const keys = await open(opening)
      const setups = toEffective(config, resolved, opening, keys).providers
      const used = new Map<string, Provider>()
      await listOwnModels(
        setups.map((setup) => fleet.run(setup, used)),
        listed,
        isKnown,
        troubles.onSilent,
      )
      fleet.keep(used)
      made = build(opening, stored?.version ?? 0, keys)
      if (stored) inForce = { version: stored.version, content: stored.content }
    } catch (error) {
      if (!stored) throw toConfiguration(error)
      report(error)
      made = buildOwn()
    }
    fleet.keep(made.used)
    return made
  }

  function buildOwn(): Built {
    try {
      return build(EMPTY_CONTENT, 0, new Map())
    } catch (error) {
      throw toConfiguration(error)
    }
  }

  function report(error: unknown): void {
    trouble = error instanceof GatewayError ? error.message : 'The configuration could not be read'
    troubles.onNotRenewed(error)
  }

  function swapIn(next: Built): void {
    const before = built
    built = next
    fleet.keep(next.used)
    leases.swap(next.snapshot, () => {
      const gone = [...before.used].filter(([id]) => !built.used.has(id)).map(([, provider]) => provider)
      void Promise.all(gone.map((provider) => provider.close()))
    })
    void listLate(next)
  }

  /** A provider that is new tells its models in its own time; calls that name one of them pass through meanwhile. */
  async function listLate({ running }: Built): Promise<void> {
    if (unasked(running, listed, isKnown).length === 0) return
    await listOwnModels(running, listed, isKnown, troubles.onSilent)
    inTurn(async () => rebuild(inForce.content, inForce.version))
  }

  async function rebuild(content: ConfigContent, version: number): Promise<void> {
    swapIn(build(content, version, await open(content), built))
  }

  /** One change after the other. */
  let turn: Promise<unknown> = Promise.resolve()
  function inTurn<Value>(work: () => Promise<Value>): Promise<Value> {
    const done = turn.then(work)
    turn = done.catch(() => undefined)
    return done
  }

  async function adopt(next: StoredConfig): Promise<void> {
    if (next.version <= inForce.version) return
    const before = inForce.content
    await rebuild(next.content, next.version)
    inForce = { version: next.version, content: next.content }
    trouble = null
    const { version, createdBy, summary } = next
    const change = {
      configVersion: built.snapshot.version,
      version,
      createdBy,
      summary,
      differences: differencesOf(before, next.content),
      at: new Date(),
    }
    for (const listener of listeners) listener(change)
  }

  let failed = 0
  let isFollowing = false
  let mustFollow = false
  /** Brings this process to the latest version; while it does, further news is taken together. */
  async function follow(): Promise<void> {
    mustFollow = true
    if (isFollowing) return
    isFollowing = true
    let version = 0
    try {
      while (mustFollow) {
        mustFollow = false
        version = await configs.latestVersion(DEFAULT_ORGANIZATION)
        if (version <= inForce.version) continue
        const latest = await configs.latest(DEFAULT_ORGANIZATION)
        if (latest) await inTurn(() => adopt(latest))
      }
    } catch (error) {
      if (version === 0 || failed !== version) report(error)
      failed = version
    } finally {
      isFollowing = false
    }
  }

  let stopped = false
  let polling: NodeJS.Timeout | undefined
  const poll = async () => {
    await follow()
    if (!stopped) polling = setTimeout(poll, POLL_MS).unref()
  }
  polling = setTimeout(poll, POLL_MS).unref()
  const unsubscribe = relay.subscribe('config-stored', ({ version }) => {
    if (version > inForce.version) void follow()
  })
  const renewSoon = () => setTimeout(renew, REFRESH_MS - (Date.now() % REFRESH_MS)).unref()
  const renew = () => {
    inTurn(() => rebuild(inForce.content, inForce.version)).catch(report)
    renewing = renewSoon()
  }
  let renewing = renewSoon()

  return {
    current: () => leases.current,
    lease: () => leases.begin(),
    running: () => built.running,
    inForce: () => inForce,
    check: () => (trouble === null ? { ok: true } : { ok: false, message: trouble }),
    async checkContent(content, fresh) {
      checkByApi(content, known, guard)
      const keys = new Map([...(await open(content)), ...fresh])
      try {
        await inTurn(async () => fleet.discard(build(content, inForce.version + 1, keys, built).used))
      } catch (error) {
        throw toInvalid(error)
      }
    },
    onStored: (next) => inTurn(() => adopt(next)),
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async stop() {
      stopped = true
      clearTimeout(polling)
      clearTimeout(renewing)
      unsubscribe()
      await turn
      await Promise.all([...built.used.values()].map((provider) => provider.close()))
    },
  }
}

/** The keys of declared deployments: their own, or the provider's at another address; none where all is the provider's. */
function toKeysOf({ providers }: EffectiveConfig, fleet: ProviderFleet, used: Map<string, Provider>) {
  const byName = new Map(providers.map((setup) => [setup.name, setup]))
  return ({ provider, keys, baseUrl, managedBy }: DeploymentSetup) => {
    const setup = byName.get(provider)
    if (!setup || (keys.length === 0 && baseUrl === undefined)) return []
    // Whoever declares the address decides whether it is guarded.
    const guarded = { ...setup, managedBy: baseUrl === undefined ? setup.managedBy : managedBy }
    return fleet.keysOf(guarded, keys.length > 0 ? keys : setup.keys, baseUrl ?? setup.baseUrl, used)
  }
}

function toConfiguration(error: unknown): unknown {
  return error instanceof GatewayError
    ? new GatewayError('CONFIGURATION', error.message, { path: error.path, cause: error })
    : error
}

/** What an admin wrote is the admin's to mend. */
function toInvalid(error: unknown): unknown {
  return error instanceof GatewayError && error.code === 'CONFIGURATION'
    ? new GatewayError('INVALID_REQUEST', error.message, { path: error.path, cause: error })
    : error
}
