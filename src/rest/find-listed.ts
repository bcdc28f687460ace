import type { Admin } from '../admin/admin.js'
import type { Model } from '../domain/model.js'
import type { Principal } from '../domain/principal.js'

const PAGE = 500

/** What a caller may ask for by name: a route, or a model with what is known of it. */
export interface Listed {
  readonly id: string
  readonly model: Model | null
}

/** Routes first, then models by id. */
export function listAll(admin: Admin, principal: Principal): Listed[] {
  return [...routesOf(admin, principal), ...modelsOf(admin, principal)]
}

/** A route, a model by its id, or a bare model name that is unique. */
export function findListed(admin: Admin, principal: Principal, id: string): Listed | undefined {
  const route = routesOf(admin, principal).find((listed) => listed.id === id)
  if (route) return route
  const [exact] = admin.findModels(principal, [id])
  if (exact) return { id: exact.id, model: exact }
  const named = admin.listModels(principal, { search: `/${id}` }, { first: PAGE }).items.filter((model) => model.name === id)
  const [only] = named
  return only && named.length === 1 ? { id: only.id, model: only } : undefined
}

function routesOf(admin: Admin, principal: Principal): Listed[] {
  return admin.listRoutes(principal).map(({ name }) => ({ id: name, model: null }))
}

function modelsOf(admin: Admin, principal: Principal): Listed[] {
  const listed: Listed[] = []
  let after: string | undefined
  for (;;) {
    const page = admin.listModels(principal, {}, { first: PAGE, ...(after !== undefined && { after }) })
    for (const model of page.items) listed.push({ id: model.id, model })
    after = page.items.at(-1)?.id
    if (!page.hasNextPage || after === undefined) return listed
  }
}
