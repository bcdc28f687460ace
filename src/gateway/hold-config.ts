import type { Content } from '../admin/control-plane/control-plane-options.js'
import { differencesOf } from '../admin/control-plane/differences.js'
import { type ConfigChange, type ConfigContent, EMPTY_CONTENT, type StoredConfig } from '../domain/control-plane.js'
import { GatewayError } from '../domain/gateway-error.js'
import { DEFAULT_ORGANIZATION } from '../domain/organization.js'
import type { Relay } from '../domain/relay.js'
import type { Snapshot } from '../domain/snapshot.js'
import type { ConfigStore } from '../domain/stores.js'
import { type BuiltConfig, ConfigBuilder, type ConfigBuilderOptions, REFRESH_MS } from './build-config.js'
import { checkByApi } from './check-by-api.js'
import { followConfig } from './follow-config.js'
import type { RunningProvider } from './running-provider.js'
import { type SnapshotLease, SnapshotLeases } from './snapshot-leases.js'

export interface HeldConfigOptions extends ConfigBuilderOptions {
  readonly configs: ConfigStore
  readonly relay: Pick<Relay, 'subscribe'>
  /** The configuration could not be read or built anew: the one before stays in force. Told once for each version. */
  readonly onNotRenewed: (error: unknown) => void
}

export interface HeldConfig {
  readonly current: () => Snapshot
  /** The snapshot in force, for the length of a call. */
  lease(): SnapshotLease
  readonly running: () => readonly RunningProvider[]
  readonly inForce: (organizationId: string) => Content
  /** Whether what is stored is in force. */
  readonly check: () => { readonly ok: boolean; readonly message?: string }
  /** @throws {GatewayError} INVALID_REQUEST with a path */
  checkContent(content: ConfigContent, fresh: ReadonlyMap<string, string>): Promise<void>
  /** Puts a version in force in this process; resolves when it is, or a later one. */
  onStored(config: StoredConfig): Promise<void>
  onChange(listener: (change: ConfigChange) => void): () => void
  stop(): Promise<void>
}

/**
 * What is declared by the file, the environment and the API, in force as one snapshot that is swapped as a whole.
 * @throws {GatewayError} CONFIGURATION when what the operator declares cannot be served by
 */
export async function holdConfig(options: HeldConfigOptions): Promise<HeldConfig> {
  const { known, guard, configs, relay } = options
  const builder = new ConfigBuilder(options)
  const listeners = new Set<(change: ConfigChange) => void>()
  const inTurn = createTurns()
  let trouble: string | null = null
  const report = (error: unknown) => {
    trouble = error instanceof GatewayError ? error.message : 'The configuration could not be read.'
    options.onNotRenewed(error)
  }
  let [built, inForce] = await begin(builder, configs, report)
  /** Those that are in force, or that a call still holds. */
  const live = new Set([built])
  const leases = new SnapshotLeases(built.snapshot)

  function swapIn(next: BuiltConfig): void {
    const before = built
    built = next
    live.add(next)
    builder.fleet.keep(next.used)
    leases.swap(next.snapshot, () => {
      live.delete(before)
      const gone = [...before.used.values()].filter((provider) => !isUsed(live, provider))
      void Promise.all(gone.map((provider) => provider.close()))
    })
    if (builder.mustList(next.running)) void listLate(next.running)
  }

  /** A provider that is new tells its models in its own time; calls that name one of them pass through meanwhile. */
  async function listLate(running: BuiltConfig['running']): Promise<void> {
    await builder.list(running)
    await renew()
  }

  async function rebuild(content: ConfigContent, version: number): Promise<void> {
    swapIn(builder.build(content, version, await builder.open(content), built))
  }

  const renew = () => inTurn(() => rebuild(inForce.content, inForce.version)).catch(report)

  async function adopt(next: StoredConfig): Promise<void> {
    if (next.version <= inForce.version) return
    const before = inForce.content
    await rebuild(next.content, next.version)
    inForce = { version: next.version, content: next.content }
    trouble = null
    const { version, createdBy, summary } = next
    const differences = differencesOf(before, next.content)
    const change = { configVersion: built.snapshot.version, version, createdBy, summary, differences, at: new Date() }
    for (const listener of listeners) listener(change)
  }

  const unfollow = followConfig({
    configs,
    relay,
    version: () => inForce.version,
    adopt: (config) => inTurn(() => adopt(config)),
    onFailed: report,
    hasFailed: trouble !== null,
    onRecovered: () => {
      trouble = null
    },
  })
  const renewSoon = () => setTimeout(renewOnTime, REFRESH_MS - (Date.now() % REFRESH_MS)).unref()
  const renewOnTime = () => {
    void renew()
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
      const keys = new Map([...(await builder.open(content)), ...fresh])
      try {
        await inTurn(async () => builder.fleet.discard(builder.build(content, inForce.version + 1, keys, built).used))
      } catch (error) {
        throw withCode(error, 'INVALID_REQUEST') // what an admin wrote is the admin's to mend
      }
    },
    onStored: (next) => inTurn(() => adopt(next)),
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async stop() {
      unfollow()
      clearTimeout(renewing)
      await inTurn(async () => undefined)
      const providers = new Set([...live].flatMap(({ used }) => [...used.values()]))
      await Promise.all(Array.from(providers, (provider) => provider.close()))
    },
  }
}

/** At the start: what the API declared must not keep the gateway from serving what the operator declares. */
async function begin(
  builder: ConfigBuilder,
  configs: ConfigStore,
  report: (error: unknown) => void,
): Promise<[BuiltConfig, Content]> {
  const stored = await configs.latest(DEFAULT_ORGANIZATION).catch(report)
  if (stored) {
    try {
      return [await startWith(builder, stored), stored]
    } catch (error) {
      report(error)
    }
  }
  const nothing = { version: 0, content: EMPTY_CONTENT }
  try {
    return [await startWith(builder, nothing), nothing]
  } catch (error) {
    throw withCode(error, 'CONFIGURATION')
  }
}

async function startWith(builder: ConfigBuilder, { content, version }: Content): Promise<BuiltConfig> {
  const keys = await builder.open(content)
  await builder.start(content, keys)
  const built = builder.build(content, version, keys)
  builder.fleet.keep(built.used)
  return built
}

/** One change after the other. */
function createTurns() {
  let turn: Promise<unknown> = Promise.resolve()
  return <Value>(work: () => Promise<Value>): Promise<Value> => {
    const done = turn.then(work)
    turn = done.catch(() => undefined)
    return done
  }
}

function isUsed(live: Iterable<BuiltConfig>, provider: unknown): boolean {
  for (const { used } of live) for (const other of used.values()) if (other === provider) return true
  return false
}

function withCode(error: unknown, code: 'CONFIGURATION' | 'INVALID_REQUEST'): unknown {
  const isAnother =
    error instanceof GatewayError && error.code !== code && (error.code === 'CONFIGURATION' || error.code === 'INVALID_REQUEST')
  return isAnother ? new GatewayError(code, error.message, { path: error.path, cause: error }) : error
}
