import { mayUseModel, type Principal } from '../domain/principal.js'
import type { Model, Snapshot } from '../domain/snapshot.js'
import type { Page, PageRequest } from '../domain/stores.js'
import type { ModelFilter } from './admin.js'

export function listModels(snapshot: Snapshot, principal: Principal, filter: ModelFilter, page: PageRequest): Page<Model> {
  const matching = [...(filter.known ? snapshot.catalogue() : snapshot.models).values()]
    .filter((model) => (page.after === undefined || model.id > page.after) && isAskedFor(model, filter))
    .filter((model) => mayUseModel(principal, model.id))
    .sort((a, b) => (a.id < b.id ? -1 : 1))
  return { items: matching.slice(0, page.first), hasNextPage: matching.length > page.first }
}

export function findModels(
  snapshot: Snapshot,
  principal: Principal,
  ids: readonly string[],
  { known = false }: Pick<ModelFilter, 'known'> = {},
): readonly (Model | null)[] {
  const find = (id: string) => snapshot.models.get(id) ?? (known ? snapshot.catalogue().get(id) : undefined) ?? null
  return ids.map((id) => (mayUseModel(principal, id) ? find(id) : null))
}

function isAskedFor(model: Model, { provider, search, priced, available, minContextWindow, ...filter }: ModelFilter): boolean {
  const { capabilities, price, contextWindow, available: isAvailable = true } = model
  if (!filter.known && !isAvailable) return false
  if (provider !== undefined && model.provider !== provider) return false
  if (search !== undefined && !model.id.toLowerCase().includes(search.toLowerCase())) return false
  if (priced !== undefined && (price !== null && !price.estimated) !== priced) return false
  if (available !== undefined && isAvailable !== available) return false
  if (minContextWindow !== undefined && (contextWindow ?? 0) < minContextWindow) return false
  if (filter.input?.some((modality) => !capabilities.input?.includes(modality))) return false
  return filter.capabilities?.every((ability) => capabilities[ability] === true) ?? true
}
