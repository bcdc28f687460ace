import { Directive, Field, ObjectType } from 'type-graphql'
import { GatewayError } from '../domain/gateway-error.js'
import type { Page, PageRequest } from '../domain/stores.js'

export const DEFAULT_PAGE = 20
export const MAX_PAGE = 100

@Directive('@shareable') // other subgraphs have one too
@ObjectType('PageInfo', { simpleResolvers: true })
export class PageInfo {
  @Field(() => Boolean) hasNextPage!: boolean
  @Field(() => Boolean) hasPreviousPage!: boolean
  @Field(() => String, { nullable: true }) startCursor!: string | null
  @Field(() => String, { nullable: true }) endCursor!: string | null
}

/** @throws {GatewayError} INVALID_REQUEST */
export function toPageRequest(first: number, after: string | null | undefined): PageRequest {
  if (first < 1 || first > MAX_PAGE) {
    throw new GatewayError('INVALID_REQUEST', `first must be between 1 and ${MAX_PAGE}.`, { path: 'first' })
  }
  return after == null ? { first } : { first, after: toKey(after) }
}

/** Relay's connection over a page whose items are keyed by id. */
export function toConnection<Item extends { id: string }, Node>(page: Page<Item>, after: unknown, toNode: (item: Item) => Node) {
  const edges = page.items.map((item) => ({ cursor: toCursor(item.id), node: toNode(item) }))
  const pageInfo: PageInfo = {
    hasNextPage: page.hasNextPage,
    hasPreviousPage: after != null,
    startCursor: edges[0]?.cursor ?? null,
    endCursor: edges.at(-1)?.cursor ?? null,
  }
  return { edges, nodes: edges.map((edge) => edge.node), pageInfo }
}

/** Cursors are opaque, so that what they are made of can change. */
function toCursor(id: string): string {
  return Buffer.from(id).toString('base64url')
}

function toKey(cursor: string): string {
  const key = Buffer.from(cursor, 'base64url').toString()
  if (cursor.length <= 512 && key !== '' && toCursor(key) === cursor) return key
  throw new GatewayError('INVALID_REQUEST', 'after is not a cursor of this gateway: pass on an endCursor as it came.', {
    path: 'after',
  })
}
