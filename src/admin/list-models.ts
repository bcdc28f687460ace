import { mayUseModel, type Principal } from '../domain/principal.js'
import type { Model, Snapshot } from '../domain/snapshot.js'
import type { Page, PageRequest } from '../domain/stores.js'
import type { ModelFilter } from './admin.js'

export function listModels(snapshot: Snapshot, principal: Principal, filter: ModelFilter, page: PageRequest): Page<Model> {
  const search = filter.search?.toLowerCase()
  const matching = [...snapshot.models.values()]
    .filter((model) => mayUseModel(principal, model.id))
    .filter((model) => filter.provider === undefined || model.provider === filter.provider)
    .filter((model) => search === undefined || model.id.toLowerCase().includes(search))
    .filter((model) => filter.priced === undefined || (model.price !== null) === filter.priced)
    .filter((model) => page.after === undefined || model.id > page.after)
    .sort((a, b) => (a.id < b.id ? -1 : 1))
  return { items: matching.slice(0, page.first), hasNextPage: matching.length > page.first }
}
