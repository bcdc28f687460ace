import type { Price } from '../domain/cost.js'
import { type ModelFacts, UNKNOWN_FACTS } from '../domain/model.js'
import type { Timeouts } from '../domain/provider.js'
import type { Model, ProviderEntry, Route, Snapshot, UnpricedPolicy } from '../domain/snapshot.js'
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
  priceOf(modelName: string): Price | null
  factsOf?(modelName: string): Partial<ModelFacts> & Pick<Model, 'priceStale' | 'available'>
}

export interface SnapshotSource {
  readonly version: string
  readonly providers: readonly ProviderSource[]
  readonly routes: readonly Route[]
  /** Absent: ALLOW_AND_FLAG. */
  readonly unpriced?: UnpricedPolicy
  /** The models that are known and that no provider of `providers` serves; called at most once. */
  readonly known?: () => readonly Model[]
}

/** Everything that requests are decided by, as one immutable value. */
export function buildSnapshot(source: SnapshotSource): Snapshot {
  const unpriced = source.unpriced ?? 'ALLOW_AND_FLAG'
  const own = source.providers.flatMap((provider) => modelsOf(provider).map((name) => describe(provider, name)))
  const priced = unpriced === 'ESTIMATE_AT_MAX' ? createEstimator(own) : (model: Model) => model
  const models = new Map(own.map((model) => [model.id, priced(model)]))
  const byName = new Map(source.providers.map((provider) => [provider.name, provider]))
  return Object.freeze({
    version: source.version,
    unpriced,
    providers: new Map(source.providers.map((provider) => [provider.name, toEntry(provider)])),
    models,
    modelsByName: idsByName(models.values()),
    routes: new Map(source.routes.map((route) => [route.name, route])),
    describe: remembering((provider: string, name: string) => {
      const found = byName.get(provider)
      return priced(found ? describe(found, name) : createModel(provider, name))
    }),
    catalogue: once(() => new Map([...(source.known?.() ?? []).map((model) => [model.id, model] as const), ...models])),
  })
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

const MOST_REMEMBERED = 1_000

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
