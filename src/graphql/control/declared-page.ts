import { Field, ObjectType } from 'type-graphql'
import type { Declared } from '../../admin/control-plane.js'
import type { ConfigKind } from '../../domain/control-plane.js'
import { PageInfo, toConnection, toPageRequest } from '../page.js'

/** The classes of a connection of what is declared, named after its node. */
export function connectionOf<Node extends object>(name: string, NodeType: new () => Node) {
  @ObjectType(`${name}Edge`, { simpleResolvers: true, description: 'A place in a list.' })
  class Edge {
    @Field(() => String, { description: 'To go on behind it.' }) cursor!: string
    @Field(() => NodeType, { description: 'What is there.' }) node!: Node
  }

  @ObjectType(`${name}Connection`, { simpleResolvers: true, description: 'A page of a list, by name.' })
  class Connection {
    @Field(() => [Edge], { description: 'With their cursors.' }) edges!: Edge[]
    @Field(() => [NodeType], { description: 'Without.' }) nodes!: Node[]
    @Field(() => PageInfo, { description: 'Whether there are more.' }) pageInfo!: PageInfo
  }
  return Connection
}

export interface PageArguments {
  readonly first: number
  readonly after: string | null | undefined
}

/** A page of a list by name. @throws {GatewayError} INVALID_REQUEST */
export function toDeclaredPage<Kind extends ConfigKind, Node>(
  declared: readonly Declared<Kind>[],
  { first, after }: PageArguments,
  toNode: (declared: Declared<Kind>) => Node,
) {
  const { after: last } = toPageRequest(first, after)
  const rest = declared.filter(({ name }) => last === undefined || name > last).sort((a, b) => (a.name < b.name ? -1 : 1))
  const items = rest.slice(0, first).map((one) => ({ id: one.name, one }))
  return toConnection({ items, hasNextPage: rest.length > first }, after, ({ one }) => toNode(one))
}
