import type { Price } from '../domain/cost.js'
import { UNKNOWN_CAPABILITIES } from '../domain/model.js'
import type { Timeouts } from '../domain/provider.js'
import type { Model, ProviderEntry, Route, Snapshot } from '../domain/snapshot.js'

export const DEFAULT_TIMEOUTS: Timeouts = { connectMs: 2_000, firstTokenMs: 30_000, idleMs: 30_000, totalMs: 300_000 }

/** A provider as configured, and what is known of its models. */
export interface ProviderSource {
  readonly name: string
  readonly kind: string
  readonly timeouts: Partial<Timeouts>
  /** The models the operator named: in the order given, they come on top of `listed`, or instead of it when `only` is set. */
  readonly models: readonly string[] | undefined
  readonly listed: readonly Pick<Model, 'name' | 'displayName' | 'contextWindow' | 'price'>[]
  readonly passThrough: boolean
  priceOf(modelName: string): Price | null
}

export interface SnapshotSource {
  readonly version: string
  readonly providers: readonly ProviderSource[]
  readonly routes: readonly Route[]
}

/** Everything that requests are decided by, as one immutable value. */
export function buildSnapshot(source: SnapshotSource): Snapshot {
  const models = new Map<string, Model>()
  const modelsByName = new Map<string, string[]>()
  for (const provider of source.providers) {
    for (const model of modelsOf(provider)) {
      models.set(model.id, model)
      modelsByName.set(model.name, [...(modelsByName.get(model.name) ?? []), model.id])
    }
  }
  const byName = new Map(source.providers.map((provider) => [provider.name, provider]))
  return Object.freeze({
    version: source.version,
    providers: new Map(source.providers.map((provider) => [provider.name, toEntry(provider)])),
    models,
    modelsByName,
    routes: new Map(source.routes.map((route) => [route.name, route])),
    priceOf: (provider: string, modelName: string) => byName.get(provider)?.priceOf(modelName) ?? null,
  })
}

function toEntry({ name, kind, timeouts, passThrough }: ProviderSource): ProviderEntry {
  return { name, kind, timeouts: { ...DEFAULT_TIMEOUTS, ...timeouts }, passThrough }
}

function modelsOf(provider: ProviderSource): readonly Model[] {
  const listed = new Map(provider.listed.map((model) => [model.name, model]))
  const names = provider.models ?? [...listed.keys()]
  return names.map((name) => ({
    ...createModel(provider.name, name),
    displayName: listed.get(name)?.displayName ?? null,
    contextWindow: listed.get(name)?.contextWindow ?? null,
    price: provider.priceOf(name),
  }))
}

/** A model of which only its name is known. */
export function createModel(provider: string, name: string): Model {
  return {
    id: `${provider}/${name}`,
    provider,
    name,
    displayName: null,
    contextWindow: null,
    maxOutputTokens: null,
    capabilities: UNKNOWN_CAPABILITIES,
    price: null,
    releasedAt: null,
    deprecatedAt: null,
    retiresAt: null,
  }
}
