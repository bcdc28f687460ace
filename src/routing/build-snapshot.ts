import type { Price } from '../domain/cost.js'
import type { DeploymentLimits, ProviderKey } from '../domain/deployment.js'
import { type ModelFacts, UNKNOWN_FACTS } from '../domain/model.js'
import type { Timeouts } from '../domain/provider.js'
import type { DataPolicy, Objective } from '../domain/route.js'
import type { Deployment, Model, ProviderEntry, Route, Snapshot, UnpricedPolicy } from '../domain/snapshot.js'
import { createEstimator } from './estimate-at-max.js'

export const DEFAULT_TIMEOUTS: Timeouts = { connectMs: 2_000, firstTokenMs: 30_000, idleMs: 30_000, totalMs: 300_000 }

/** A provider as configured, and what is known of its models. */
export interface ProviderSource {
  readonly name: string
  readonly kind: string
  readonly timeouts: Partial<Timeouts>
  /** The models the operator named: instead of `listed`. */
  readonly models: readonly string[] | undefined
  readonly listed: readonly Pick<Model, 'name'>[]
  readonly passThrough: boolean
  readonly keys: readonly ProviderKey[]
  /** Changes when its address, keys or settings do. */
  readonly incarnation: string
  readonly region?: string
  readonly zeroRetention?: boolean
  priceOf(modelName: string): Price | null
  factsOf?(modelName: string): Partial<ModelFacts> & Pick<Model, 'priceStale' | 'available' | 'quality'>
}

/** A declared deployment: one place where a model of a provider is served. */
export interface DeploymentSource {
  readonly name: string
  readonly provider: string
  readonly model: string
  readonly region?: string
  readonly zeroRetention?: boolean
  readonly weight?: number
  readonly limits?: DeploymentLimits
  readonly keys: readonly ProviderKey[]
  readonly incarnation: string
}

/** Which providers and models there are: what changes seldom and costs the most to find out. */
export interface CatalogSource {
  readonly providers: readonly ProviderSource[]
  /** Absent: ALLOW_AND_FLAG. */
  readonly unpriced?: UnpricedPolicy
  /** The models that are known and that no provider of `providers` serves; called at most once. */
  readonly known?: () => readonly Model[]
}

export type Catalog = Pick<Snapshot, 'unpriced' | 'providers' | 'models' | 'modelsByName' | 'describe' | 'catalogue'> & {
  readonly sources: ReadonlyMap<string, ProviderSource>
}

export interface SnapshotSource {
  readonly version: string
  readonly routes: readonly Route[]
  readonly deployments?: readonly DeploymentSource[]
  /** Model ids by the other names that operators gave them. */
  readonly aliases?: ReadonlyMap<string, string>
  readonly dataPolicy?: DataPolicy
  readonly auto?: { readonly objective: Objective; readonly models?: readonly string[] }
}

const DEFAULT_AUTO = { objective: 'BALANCED' } as const satisfies Snapshot['auto']

export function buildCatalog(source: CatalogSource): Catalog {
  const unpriced = source.unpriced ?? 'ALLOW_AND_FLAG'
  const own = source.providers.flatMap((provider) => modelsOf(provider).map((name) => describe(provider, name)))
  const priced = unpriced === 'ESTIMATE_AT_MAX' ? createEstimator(own) : (model: Model) => model
  const models = new Map(own.map((model) => [model.id, priced(model)]))
  const sources = new Map(source.providers.map((provider) => [provider.name, provider]))
  return {
    sources,
    unpriced,
    providers: new Map(source.providers.map((provider) => [provider.name, toEntry(provider)])),
    models,
    modelsByName: idsByName(models.values()),
    describe: remembering((provider: string, name: string) => {
      const found = sources.get(provider)
      return priced(found ? describe(found, name) : createModel(provider, name))
    }),
    catalogue: once(() => new Map([...(source.known?.() ?? []).map((model) => [model.id, model] as const), ...models])),
  }
}

/** Everything that requests are decided by, as one immutable value. */
export function buildSnapshot({ sources, ...catalog }: Catalog, source: SnapshotSource): Snapshot {
  const declared = (source.deployments ?? []).flatMap((deployment) => toDeployment(deployment, catalog, sources) ?? [])
  const byModel = groupByModel(declared)
  return Object.freeze({
    ...catalog,
    version: source.version,
    routes: new Map(source.routes.flatMap((route) => [route.name, ...(route.spec.aliases ?? [])].map((name) => [name, route]))),
    aliases: source.aliases ?? new Map(),
    deployments: new Map(declared.map((deployment) => [deployment.id, deployment])),
    deploymentsOf: deploymentsBy(byModel, sources),
    dataPolicy: source.dataPolicy ?? {},
    auto: source.auto ?? DEFAULT_AUTO,
  })
}

function toDeployment(
  { name, provider, model, keys, incarnation, ...source }: DeploymentSource,
  catalog: Pick<Catalog, 'models' | 'describe'>,
  sources: ReadonlyMap<string, ProviderSource>,
): Deployment | undefined {
  const of = sources.get(provider)
  if (!of) return undefined
  return {
    id: name,
    incarnation,
    model: catalog.models.get(`${provider}/${model}`) ?? catalog.describe(provider, model),
    region: source.region ?? of.region ?? null,
    zeroRetention: source.zeroRetention ?? of.zeroRetention ?? false,
    weight: source.weight ?? 1,
    limits: source.limits ?? {},
    keys: keys.length > 0 ? keys : of.keys,
  }
}

function groupByModel(deployments: readonly Deployment[]): Map<string, Deployment[]> {
  const groups = new Map<string, Deployment[]>()
  for (const deployment of deployments) {
    const group = groups.get(deployment.model.id)
    if (group) group.push(deployment)
    else groups.set(deployment.model.id, [deployment])
  }
  return groups
}

/** Those that are declared for the model, or else the one that it has by itself, made when it is first asked for. */
function deploymentsBy(declared: ReadonlyMap<string, readonly Deployment[]>, sources: ReadonlyMap<string, ProviderSource>) {
  const implied = new Map<string, readonly Deployment[]>()
  return (model: Model): readonly Deployment[] => {
    const found = declared.get(model.id) ?? implied.get(model.id)
    if (found) return found
    const made = [impliedDeployment(model, sources.get(model.provider))]
    if (implied.size < MOST_REMEMBERED) implied.set(model.id, made)
    return made
  }
}

function impliedDeployment(model: Model, source: ProviderSource | undefined): Deployment {
  return {
    id: model.id,
    incarnation: source?.incarnation ?? '',
    model,
    region: source?.region ?? null,
    zeroRetention: source?.zeroRetention ?? false,
    weight: 1,
    limits: {},
    keys: source?.keys ?? [],
  }
}

function toEntry({ name, kind, timeouts, passThrough }: ProviderSource): ProviderEntry {
  return { name, kind, timeouts: { ...DEFAULT_TIMEOUTS, ...timeouts }, passThrough }
}

function modelsOf({ models, listed }: ProviderSource): readonly string[] {
  return [...new Set(models ?? listed.map(({ name }) => name))]
}

function describe(provider: ProviderSource, name: string): Model {
  return {
    ...createModel(provider.name, name),
    ...provider.factsOf?.(name),
    price: provider.priceOf(name),
  }
}

function idsByName(models: Iterable<Model>): Map<string, string[]> {
  const byName = new Map<string, string[]>()
  for (const { id, name } of models) {
    const ids = byName.get(name)
    if (ids) ids.push(id)
    else byName.set(name, [id])
  }
  return byName
}

/** A model of which only its name is known. */
export function createModel(provider: string, name: string): Model {
  return { ...UNKNOWN_FACTS, id: `${provider}/${name}`, provider, name, available: true }
}

const MOST_REMEMBERED = 10_000

/** Callers choose the names, so that only so many are kept. */
function remembering(describe: (provider: string, name: string) => Model): (provider: string, name: string) => Model {
  const known = new Map<string, Model>()
  return (provider, name) => {
    const id = `${provider}/${name}`
    const found = known.get(id)
    if (found) return found
    const model = describe(provider, name)
    if (known.size < MOST_REMEMBERED) known.set(id, model)
    return model
  }
}

function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}
