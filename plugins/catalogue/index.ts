import { type Catalogue, type ModelCapabilities, type ModelFacts, mergeCapabilities, type Vendor } from '../../src/plugin-api.js'
import { addedNames, correctionsOf } from './corrections.js'
import { findRow, namesOf } from './known-models-index.js'
import type { KnownRow } from './known-row.js'
import { cataloguePrice, pricedVendors } from './list-prices.js'
import { MAKERS, SHARDS } from './shards.js'

/** Of a model, all but the price in the list, which changes with time. */
interface Known {
  readonly facts: Omit<ModelFacts, 'price'>
  /** The catalogue's own price. */
  readonly price: ModelFacts['price']
}

/** Callers choose names, so that only so many are kept. */
const MOST_REMEMBERED = 10_000

/** What is publicly known of models: a vendored catalogue, a price package, and what we know better, see README.md. */
export function createCatalogue(): Catalogue {
  const remembered = new Map<string, Known>()
  const knownOf = ({ kind }: Pick<Vendor, 'kind'>, modelName: string): Known => {
    const key = `${kind}/${modelName}`
    const found = remembered.get(key)
    if (found) return found
    const known = toKnown(kind, modelName)
    if (remembered.size < MOST_REMEMBERED) remembered.set(key, known)
    return known
  }
  return {
    modelsOf(vendor) {
      const known = (SHARDS[vendor.kind]?.models ?? []).flatMap(namesOf)
      const priced = pricedVendors(vendor).slice(0, 1)
      const names = [...known, ...priced.flatMap((listed) => listed.names), ...addedNames(vendor.kind)]
      return [...new Set(names)].filter((name) => !NO_MODEL.test(name))
    },
    describe(vendor, modelName, at) {
      const { facts, price } = knownOf(vendor, modelName)
      return { ...facts, price: listPrice(vendor, modelName, at) ?? price }
    },
  }
}

/** Names of the bases of fine-tuning, and of rows that are no model. */
const NO_MODEL = /^ft[-:]|\s/

function listPrice(vendor: Pick<Vendor, 'kind' | 'baseUrl'>, modelName: string, at: Date) {
  for (const priced of pricedVendors(vendor)) {
    const price = priced.priceOf(modelName, at)
    if (price) return price
  }
  return null
}

function toKnown(kind: string, modelName: string): Known {
  const row = findRow(SHARDS[kind]?.models ?? [], modelName)
  const corrections = correctionsOf(kind, modelName)
  const told = row ?? elsewhere(modelName)
  return {
    price: cataloguePrice(row),
    facts: {
      ...toFacts(told),
      ...Object.assign({}, ...corrections.map(({ dates }) => dates ?? {})),
      capabilities: mergeCapabilities([...corrections.map(({ capabilities }) => capabilities ?? {}), toCapabilities(told)]),
    },
  }
}

/** What holds of a model wherever it runs. Its limits, its price and what its host can do with it are the host's. */
function elsewhere(modelName: string): KnownRow {
  const { title, in: input, out, tools, reasoning, embeds, reranks, moderates } = findRow(MAKERS, modelName) ?? {}
  return { title, in: input, out, tools, reasoning, embeds, reranks, moderates }
}

function toFacts(row: KnownRow): Omit<ModelFacts, 'capabilities' | 'price'> {
  return {
    displayName: row.title ?? null,
    contextWindow: row.context ?? null,
    maxOutputTokens: row.output ?? null,
    releasedAt: toDate(row.released),
    deprecatedAt: toDate(row.deprecated),
    retiresAt: toDate(row.retires),
  }
}

function toCapabilities(row: KnownRow): Partial<ModelCapabilities> {
  const isTold = row.out || row.embeds || row.reranks || row.moderates
  const only = (does: boolean | undefined) => does ?? (isTold ? false : null)
  return {
    input: row.in ?? null,
    output: row.out ?? null,
    tools: row.tools ?? null,
    parallelTools: row.parallel ?? null,
    jsonSchema: row.schema ?? null,
    reasoning: row.reasoning ?? null,
    promptCache: row.cache ?? null,
    embeddings: only(row.embeds),
    rerank: only(row.reranks),
    moderation: only(row.moderates),
    unsupported: row.noTemperature ? ['temperature'] : [],
  }
}

function toDate(day: string | undefined): Date | null {
  return day === undefined ? null : new Date(day)
}
