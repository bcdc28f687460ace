import { createHash } from 'node:crypto'
import type { Config } from '../config.js'
import { GatewayError } from '../domain/gateway-error.js'
import type { Model, Snapshot } from '../domain/snapshot.js'
import type { Catalogue, Vendor } from '../plugin-api.js'
import { buildSnapshot, createModel, type ProviderSource } from '../routing/build-snapshot.js'
import { findModel } from '../routing/resolve-targets.js'
import { createDescriber, type Described } from './describe-model.js'
import type { RunningProvider } from './running-provider.js'

/** Who serves models, and who could. */
export interface Providers {
  readonly running: readonly RunningProvider[]
  readonly vendors: readonly Vendor[]
}

type Describe = ReturnType<typeof createDescriber>

/**
 * The snapshot of a configuration at this moment's prices.
 * @throws {GatewayError} CONFIGURATION when a route names a model that no provider has
 */
export function loadSnapshot(config: Config, providers: Providers, catalogue: Catalogue, at: Date): Snapshot {
  const describe = createDescriber(config, catalogue, at)
  const sources = providers.running.map((entry) => toSource(entry, describe, catalogue, at))
  const snapshot = buildSnapshot({
    version: versionOf(config, sources),
    providers: sources,
    routes: config.routes,
    unpriced: config.unpricedModels,
    known: () => unserved(providers, describe, catalogue),
  })
  checkRoutes(snapshot, config)
  return snapshot
}

function toSource({ config, vendor, provider, listed }: RunningProvider, describe: Describe, catalogue: Catalogue, at: Date) {
  const known = catalogue.modelsOf(vendor)
  const factsOf = remembering((model) => {
    const facts = describe(vendor, `${config.name}/${model}`, model, provider)
    return { ...facts, available: config.models !== undefined || !isRetired(facts, at) }
  })
  return {
    name: config.name,
    kind: config.kind,
    timeouts: config.timeouts,
    models: config.models,
    listed: (known.length > 0 ? known.filter((name) => isAnswering(factsOf(name))) : listed).map((name) => ({ name })),
    passThrough: config.models === undefined,
    factsOf,
    priceOf: (model) => factsOf(model).price,
  } satisfies ProviderSource
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
  const on = running.map(({ config, vendor, provider }) => ({ name: config.name, vendor, provider }))
  const kindsOn = new Set(running.map(({ config }) => config.kind))
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

/** Names what requests are decided by, so that a record tells under which configuration a call ran. */
function versionOf({ routes, prices, models, unpricedModels }: Config, providers: readonly ProviderSource[]): string {
  const content = JSON.stringify([
    routes,
    prices,
    models,
    unpricedModels,
    providers.map(({ name, kind, timeouts, models }) => [name, kind, timeouts, models]),
  ])
  return createHash('sha256').update(content).digest('hex').slice(0, 12)
}

function checkRoutes(snapshot: Snapshot, config: Config): void {
  for (const [index, route] of config.routes.entries()) {
    for (const [position, target] of route.targets.entries()) {
      if (findModel(snapshot, target)) continue
      const providers = [...snapshot.providers.keys()].join(', ')
      throw new GatewayError(
        'CONFIGURATION',
        `routes[${index}].targets[${position}]: no provider that is on has the model "${target}". Providers that are on: ${providers}.`,
      )
    }
  }
}
