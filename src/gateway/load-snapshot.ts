import type { Config } from '../config.js'
import type { CompileCondition } from '../domain/condition.js'
import type { ProviderKey } from '../domain/deployment.js'
import type { Model, Snapshot } from '../domain/snapshot.js'
import type { Catalogue, Vendor } from '../plugin-api.js'
import { buildCatalog, buildSnapshot, type Catalog, createModel, type ProviderSource } from '../routing/build-snapshot.js'
import { compileRoute } from '../routing/compile-route.js'
import { checkRoutes } from './check-routes.js'
import { createDescriber, type Described } from './describe-model.js'
import type { DeploymentSetup, EffectiveConfig } from './effective-config.js'
import { fingerprint, type RunningProvider } from './running-provider.js'

/** Who serves models, and who could; and what those list of whose models nothing is known. */
export interface Providers {
  readonly running: readonly RunningProvider[]
  readonly vendors: readonly Vendor[]
  readonly listed: ReadonlyMap<string, readonly string[]>
}

type Describe = ReturnType<typeof createDescriber>

/** The models that there are at a moment, with the prices of that moment. */
export function loadCatalog(
  effective: EffectiveConfig,
  unpriced: Config['unpricedModels'],
  providers: Providers,
  catalogue: Catalogue,
  at: Date,
): Catalog {
  const describe = createDescriber(effective, catalogue, at)
  return buildCatalog({
    providers: providers.running.map((entry) =>
      toSource(entry, describe, catalogue, providers.listed.get(entry.incarnation) ?? [], at),
    ),
    unpriced,
    known: () => unserved(providers, describe, catalogue),
  })
}

export interface SnapshotInput {
  readonly effective: EffectiveConfig
  readonly config: Pick<Config, 'dataPolicy' | 'auto' | 'unpricedModels'>
  /** What the API declares has versions; 0 when it declares nothing yet. */
  readonly version: number
  readonly compile: CompileCondition
  /** The keys of a declared deployment that has its own, or an address of its own. */
  readonly keysOf: (deployment: DeploymentSetup) => readonly ProviderKey[]
}

/**
 * The snapshot of what is declared.
 * @throws {GatewayError} INVALID_REQUEST naming the condition, the deployment or the route's target that is wrong
 */
export function loadSnapshot(catalog: Catalog, { effective, config, version, compile, keysOf }: SnapshotInput): Snapshot {
  const snapshot = buildSnapshot(catalog, {
    version: versionOf(effective, config, version, catalog),
    routes: effective.routes.map(({ spec, ...origin }) => compileRoute(spec, origin, compile)),
    deployments: effective.deployments.map(({ keys: _, ...deployment }, index) => {
      const setup = effective.deployments[index] as DeploymentSetup
      const source = catalog.sources.get(deployment.provider)
      return { ...deployment, keys: keysOf(setup), incarnation: fingerprint([source?.incarnation, setup]) }
    }),
    aliases: new Map(
      Object.entries(effective.models).flatMap(([id, { aliases = [] }]) => aliases.map((alias) => [alias, id] as const)),
    ),
    dataPolicy: config.dataPolicy,
    auto: config.auto,
  })
  checkRoutes(snapshot, effective)
  return snapshot
}

function toSource(
  { setup, vendor, provider, keys, incarnation }: RunningProvider,
  describe: Describe,
  catalogue: Catalogue,
  listed: readonly string[],
  at: Date,
): ProviderSource {
  const known = catalogue.modelsOf(vendor)
  const factsOf = remembering((model) => {
    const facts = describe(vendor, `${setup.name}/${model}`, model, provider)
    return { ...facts, available: setup.models !== undefined || !isRetired(facts, at) }
  })
  return {
    name: setup.name,
    kind: setup.kind,
    timeouts: setup.timeouts,
    models: setup.models,
    listed: (known.length > 0 ? known.filter((name) => isAnswering(factsOf(name))) : listed).map((name) => ({ name })),
    passThrough: setup.models === undefined,
    keys,
    incarnation,
    ...(setup.region !== undefined && { region: setup.region }),
    ...(setup.zeroRetention !== undefined && { zeroRetention: setup.zeroRetention }),
    factsOf,
    priceOf: (model) => factsOf(model).price,
  }
}

/** The last model's facts: a model is described by several questions in a row. */
function remembering<Facts>(describe: (model: string) => Facts): (model: string) => Facts {
  let last: { readonly model: string; readonly facts: Facts } | undefined
  return (model) => {
    if (last?.model !== model) last = { model, facts: describe(model) }
    return last.facts
  }
}

/** By the list, which may be wrong: such a model can be asked for all the same, and routes that name it stand. */
function isRetired({ retiresAt }: Described, at: Date): boolean {
  return retiresAt !== null && retiresAt <= at
}

/** What only paints or speaks cannot be asked for here. */
function isAnswering({ capabilities: { output, embeddings, rerank, moderation } }: Described): boolean {
  return output === null || output.includes('text') || Boolean(embeddings || rerank || moderation)
}

/** The models that are known of every vendor, under the name of its provider, or of its kind where none is on. */
function unserved({ running, vendors }: Providers, describe: Describe, catalogue: Catalogue): Model[] {
  const on = running.map(({ setup, vendor, provider }) => ({ name: setup.name, vendor, provider }))
  const kindsOn = new Set(running.map(({ setup }) => setup.kind))
  const off = vendors
    .filter(({ kind }) => !kindsOn.has(kind))
    .map((vendor) => ({ name: vendor.kind, vendor, provider: undefined }))
  return [...on, ...off].flatMap(({ name, vendor, provider }) =>
    catalogue.modelsOf(vendor).map((model) => ({
      ...createModel(name, model),
      ...describe(vendor, `${name}/${model}`, model, provider),
      available: false,
    })),
  )
}

/**
 * Names what requests are decided by, so that a record tells under which configuration a call ran: the version of what the API declares,
 * where it declares something, and a digest of the whole.
 */
function versionOf(effective: EffectiveConfig, config: SnapshotInput['config'], version: number, { sources }: Catalog): string {
  const digest = fingerprint([
    effective.routes,
    effective.prices,
    effective.models,
    effective.deployments.map(({ keys, ...deployment }) => [deployment, keys.map(({ id }) => id)]),
    [...sources.values()].map(({ name, kind, timeouts, models, region, zeroRetention }) => [
      name,
      kind,
      timeouts,
      models,
      region,
      zeroRetention,
    ]),
    config,
  ]).slice(0, 12)
  return version === 0 ? digest : `${version}-${digest}`
}
