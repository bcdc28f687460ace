import {
  defaultFieldResolver,
  type ExecutionResult,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLLeafType,
  type GraphQLObjectType,
  GraphQLString,
  getNullableType,
  getVariableValues,
  isLeafType,
  isNonNullType,
  isObjectType,
  Kind,
} from 'graphql'
import { collectFields, collectSubfields } from 'graphql/execution/collectFields.js'
import type { OpenedOperation } from './opened-operation.js'

interface Leaf {
  readonly key: string
  readonly name: string
  readonly type: GraphQLLeafType
  readonly nullable: boolean
}
type Plan = readonly Leaf[]

/**
 * The results of events that have only leaves selected, such as a delta of text, without executing the operation anew for each: that costs
 * more than sending it. What to select is worked out once for each type of event; whatever is not plain is left to graphql's executor.
 */
export class EventProjection {
  private readonly plans = new Map<string, Plan | null>()

  private constructor(
    private readonly opened: OpenedOperation,
    private readonly root: { readonly key: string; readonly nodes: readonly FieldNode[] },
    private readonly fragments: Record<string, FragmentDefinitionNode>,
    private readonly variables: Record<string, unknown>,
  ) {}

  /** null when the operation is not of one plain field. */
  static of(opened: OpenedOperation): EventProjection | null {
    const { schema, document, operation, variableValues } = opened
    const coerced = getVariableValues(schema, operation.variableDefinitions ?? [], variableValues ?? {}).coerced
    const type = schema.getSubscriptionType()
    if (!coerced || !type) return null
    const definitions = document.definitions.filter((one) => one.kind === Kind.FRAGMENT_DEFINITION)
    const fragments = Object.fromEntries(definitions.map((fragment) => [fragment.name.value, fragment]))
    const [root, ...others] = collectFields(schema, fragments, coerced, type, operation.selectionSet)
    if (!root || others.length > 0) return null
    return new EventProjection(opened, { key: root[0], nodes: root[1] }, fragments, coerced)
  }

  /** The result for an event, or null when the executor has to make it. */
  project(event: unknown): ExecutionResult | null {
    const typename = (event as { readonly __typename?: unknown } | null)?.__typename
    if (typeof typename !== 'string') return null
    let plan = this.plans.get(typename)
    if (plan === undefined) {
      plan = this.plan(typename)
      this.plans.set(typename, plan)
    }
    const projected = plan && tryToPick(plan, event as Readonly<Record<string, unknown>>)
    return projected && { data: { [this.root.key]: projected } }
  }

  private plan(typename: string): Plan | null {
    const { schema } = this.opened
    const type = schema.getType(typename)
    if (!isObjectType(type)) return null
    const selected = collectSubfields(schema, this.fragments, this.variables, type, this.root.nodes)
    const leaves = [...selected].map(([key, nodes]) => toLeaf(type, key, nodes))
    return leaves.every((leaf) => leaf !== null) ? leaves : null
  }
}

function toLeaf(type: GraphQLObjectType, key: string, [node]: readonly FieldNode[]): Leaf | null {
  const name = node!.name.value
  if (name === '__typename') return { key, name, type: GraphQLString, nullable: false }
  const field = type.getFields()[name]
  if (!field || (field.resolve && field.resolve !== defaultFieldResolver)) return null
  const leaf = getNullableType(field.type)
  return isLeafType(leaf) ? { key, name, type: leaf, nullable: !isNonNullType(field.type) } : null
}

/** A value that does not fit its type is the executor's to report. */
function tryToPick(plan: Plan, event: Readonly<Record<string, unknown>>): Record<string, unknown> | null {
  try {
    return pick(plan, event)
  } catch {
    return null
  }
}

function pick(plan: Plan, event: Readonly<Record<string, unknown>>): Record<string, unknown> | null {
  const picked: Record<string, unknown> = {}
  for (const { key, name, type, nullable } of plan) {
    const value = event[name]
    if (value === null) {
      if (!nullable) return null
      picked[key] = null
    } else if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
      picked[key] = type.serialize(value)
    } else return null
  }
  return picked
}
