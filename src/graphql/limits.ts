import { maxAliasesRule } from '@escape.tech/graphql-armor-max-aliases'
import { maxDepthRule } from '@escape.tech/graphql-armor-max-depth'
import { maxDirectivesRule } from '@escape.tech/graphql-armor-max-directives'
import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  Kind,
  NoSchemaIntrospectionCustomRule,
  type OperationDefinitionNode,
  type ValidationContext,
  type ValidationRule,
} from 'graphql'
import { fieldExtensionsEstimator, getComplexity, simpleEstimator } from 'graphql-query-complexity'
import { LRUCache } from 'lru-cache'

export interface QueryLimits {
  readonly introspection: boolean
  readonly maxDepth: number
  readonly maxAliases: number
  /** Of the document's grammar, not of a model. */
  readonly maxTokens: number
  readonly maxCost: number
}

const MAX_DIRECTIVES = 50

/** The rules that a document is checked by once, besides GraphQL's own. */
export function limitRules({ introspection, maxDepth, maxAliases }: QueryLimits): ValidationRule[] {
  const report = { propagateOnRejection: false, onReject: [reportTo] }
  return [
    ...(introspection ? [] : [NoSchemaIntrospectionCustomRule]),
    maxDepthRule({ n: maxDepth, flattenFragments: true, ...report }),
    maxAliasesRule({ n: maxAliases, ...report }),
    maxDirectivesRule({ n: MAX_DIRECTIVES, ...report }),
  ] as ValidationRule[]
}

/** Thrown, as these rules do by themselves, it would be taken for a bug of the server. */
function reportTo(context: unknown, { message }: { message: string }): void {
  ;(context as ValidationContext).reportError(new GraphQLError(message.replace('Syntax Error: ', '')))
}

export interface MeasuredOperation {
  readonly schema: GraphQLSchema
  readonly document: DocumentNode
  readonly operationName?: string | null | undefined
  readonly variables?: Readonly<Record<string, unknown>> | null | undefined
}

/**
 * Refuses operations whose lists could become too large: a field costs 1, a connection its `first` times what it selects. What an operation
 * costs depends on few of its variables, so it is worked out once for each combination of these.
 */
export class CostLimit {
  private readonly known = new WeakMap<DocumentNode, LRUCache<string, number>>()

  constructor(private readonly maxCost: number) {}

  /** @throws {GraphQLError} QUERY_TOO_COSTLY. Variables that are wrong pass: executing the operation says what is wrong with them. */
  check(operation: MeasuredOperation): void {
    const cost = this.costOf(operation)
    if (cost === null || cost <= this.maxCost) return
    throw new GraphQLError(`The operation may cost ${cost}; at most ${this.maxCost} is allowed. Ask for fewer items or fields.`, {
      extensions: { code: 'QUERY_TOO_COSTLY', http: { status: 400 } },
    })
  }

  private costOf(operation: MeasuredOperation): number | null {
    const costs = this.costsOf(operation.document)
    const key = toKey(operation)
    const known = costs.get(key)
    if (known !== undefined) return known
    const cost = measureIfValid(operation)
    if (cost !== null) costs.set(key, cost)
    return cost
  }

  private costsOf(document: DocumentNode): LRUCache<string, number> {
    const known = this.known.get(document)
    if (known) return known
    const costs = new LRUCache<string, number>({ max: 50 })
    this.known.set(document, costs)
    return costs
  }
}

function measureIfValid(operation: MeasuredOperation): number | null {
  try {
    return measure(operation)
  } catch (error) {
    if (error instanceof GraphQLError && error.nodes?.[0]?.kind === Kind.VARIABLE_DEFINITION) return null
    throw error
  }
}

function measure({ schema, document: query, operationName, variables }: MeasuredOperation): number {
  return getComplexity({
    schema,
    query,
    ...(operationName != null && { operationName }),
    variables: variables ?? {},
    estimators: [fieldExtensionsEstimator(), simpleEstimator({ defaultComplexity: 1 })],
  })
}

const COUNTS_AND_CONDITIONS = new Set(['Int', 'Boolean'])

/** Costs depend on numbers and on what is skipped, and on nothing else. */
function toKey({ document, operationName, variables }: MeasuredOperation): string {
  let key = operationName ?? ''
  if (!variables) return key
  for (const { variable, type } of findOperation(document, operationName)?.variableDefinitions ?? []) {
    const named = type.kind === Kind.NON_NULL_TYPE ? type.type : type
    if (named.kind !== Kind.NAMED_TYPE || !COUNTS_AND_CONDITIONS.has(named.name.value)) continue
    key += `;${variable.name.value}=${String(variables[variable.name.value]).slice(0, 20)}`
  }
  return key
}

function findOperation(document: DocumentNode, name: string | null | undefined): OperationDefinitionNode | undefined {
  return document.definitions.find(
    (one): one is OperationDefinitionNode => one.kind === Kind.OPERATION_DEFINITION && (name == null || one.name?.value === name),
  )
}
