import { createAddressGuard } from '../../plugins/address-guard/index.js'
import { compileCondition } from '../../plugins/conditions/index.js'
import { type Config, loadConfig, resolveProviders } from '../../src/config.js'
import {
  type ConfigContent,
  type ConfigEntry,
  type DeploymentSpec,
  EMPTY_CONTENT,
  type ProviderSpec,
  type StoredConfig,
} from '../../src/domain/control-plane.js'
import { GatewayError } from '../../src/domain/gateway-error.js'
import { UNKNOWN_FACTS } from '../../src/domain/model.js'
import type { RouteSpec } from '../../src/domain/route.js'
import type { ConfigStore } from '../../src/domain/stores.js'
import type { KnownVendor } from '../../src/gateway/discover-providers.js'
import { type HeldConfigOptions, holdConfig } from '../../src/gateway/hold-config.js'
import type { ProviderOptions, Vendor } from '../../src/plugin-api.js'

export const VENDORS: readonly Vendor[] = [
  {
    kind: 'acme',
    displayName: 'Acme',
    baseUrl: 'https://api.acme.example/v1',
    apiKeyVariable: 'ACME_API_KEY',
    documentation: '',
  },
  { kind: 'local', displayName: 'Local', documentation: '' },
  {
    kind: 'inner',
    displayName: 'Inner',
    baseUrl: 'https://inner.example',
    ownCredentials: true,
    apiManaged: false,
    documentation: '',
  },
]

/** A provider that was made, and what became of it. */
export interface Made extends ProviderOptions {
  closed: number
}

export function knownVendors(made: Made[] = []): ReadonlyMap<string, KnownVendor> {
  const plugin: KnownVendor['plugin'] = {
    vendors: VENDORS,
    createProvider: (_, options) => {
      if (options.settings?.['broken'])
        throw new GatewayError('CONFIGURATION', 'These settings say nothing.', { path: 'settings' })
      const entry: Made = { ...options, closed: 0 }
      made.push(entry)
      return {
        name: options.name,
        kind: options.kind,
        complete: async function* () {},
        close: async () => {
          entry.closed++
        },
      }
    },
  }
  return new Map(VENDORS.map((vendor) => [vendor.kind, { vendor, plugin }]))
}

export function configOf(file = ''): Config {
  return loadConfig({ env: {}, cwd: '/', cores: 1, readFile: () => file, loadSecret: () => 's'.repeat(32) })
}

export interface Declared {
  readonly providers?: readonly ProviderSpec[]
  readonly deployments?: readonly DeploymentSpec[]
  readonly routes?: readonly RouteSpec[]
}

/** What the API declares. */
export function contentOf({ providers = [], deployments = [], routes = [] }: Declared): ConfigContent {
  const named = <Spec extends { readonly name: string }>(specs: readonly Spec[]) =>
    Object.fromEntries(specs.map((spec) => [spec.name, entryOf(spec)]))
  return { ...EMPTY_CONTENT, PROVIDER: named(providers), DEPLOYMENT: named(deployments), ROUTE: named(routes) }
}

function entryOf<Spec>(spec: Spec): ConfigEntry<Spec> {
  return { spec, version: 1, createdAt: new Date(0), updatedAt: new Date(0), updatedBy: 'key_1' }
}

export function storedConfig(version: number, declared: Declared): StoredConfig {
  const content = contentOf(declared)
  return { organizationId: 'org_default', version, createdAt: new Date(0), createdBy: 'key_1', summary: 'changed', content }
}

/** Versions in memory; `away`: it answers nothing. */
export class MemoryConfigs implements ConfigStore {
  readonly stored: StoredConfig[] = []
  away = false

  async latest() {
    this.#reach()
    return this.stored.at(-1) ?? null
  }

  async latestVersion() {
    this.#reach()
    return this.stored.at(-1)?.version ?? 0
  }

  async find(_: string, version: number) {
    return this.stored.find((config) => config.version === version) ?? null
  }

  async list() {
    return { items: this.stored, hasNextPage: false }
  }

  async append(config: StoredConfig) {
    this.stored.push(config)
  }

  async prune() {}

  #reach(): void {
    if (this.away) throw new GatewayError('STORAGE_UNAVAILABLE', 'The database is away.')
  }
}

export interface HoldSetting {
  readonly file?: string
  readonly env?: Readonly<Record<string, string>>
  readonly configs?: MemoryConfigs
  readonly options?: Partial<HeldConfigOptions>
}

/** The real configuration of a gateway over providers that only say what becomes of them. */
export async function hold({ file, env = {}, configs = new MemoryConfigs(), options = {} }: HoldSetting = {}) {
  const config = configOf(file)
  const made: Made[] = []
  const troubles: unknown[] = []
  const held = await holdConfig({
    config,
    resolved: resolveProviders(config, VENDORS, env),
    known: knownVendors(made),
    catalogue: { modelsOf: ({ kind }) => (kind === 'acme' ? ['small', 'large'] : ['own']), describe: () => UNKNOWN_FACTS },
    compile: compileCondition,
    guard: createAddressGuard([]),
    configs,
    openCredentials: async (_, ids) => new Map(ids.map((id) => [id, `text of ${id}`])),
    relay: { subscribe: () => () => undefined },
    onSilent: () => undefined,
    onNotRenewed: (error) => troubles.push(error),
    ...options,
  })
  return { held, made, configs, troubles, running: () => made.filter(({ closed }) => closed === 0) }
}

/** Ends once a condition holds. */
export async function until(holds: () => boolean): Promise<void> {
  const deadline = performance.now() + 10_000
  while (!holds()) {
    if (performance.now() > deadline) throw new Error(`Not so in time: ${holds}`)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}
