import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  parse,
  specifiedRules,
  type ValidationRule,
  validate,
} from 'graphql'
import { LRUCache } from 'lru-cache'
import { limitRules, type QueryLimits } from './limits.js'

export type Prepared = { readonly document: DocumentNode } | { readonly errors: readonly GraphQLError[] }

const CACHED_CHARACTERS = 4 * 1024 * 1024

/** Documents parsed and validated once. For the transports that Apollo Server does not serve; for the others it does the same. */
export class PreparedDocuments {
  private readonly bySchema = new WeakMap<GraphQLSchema, LRUCache<string, Prepared>>()
  private readonly rules: readonly ValidationRule[]

  constructor(private readonly limits: QueryLimits) {
    this.rules = [...specifiedRules, ...limitRules(limits)]
  }

  prepare(schema: GraphQLSchema, query: string): Prepared {
    const documents = this.documentsOf(schema)
    let prepared = documents.get(query)
    if (!prepared) {
      prepared = this.parseAndValidate(schema, query)
      documents.set(query, prepared)
    }
    return prepared
  }

  private documentsOf(schema: GraphQLSchema): LRUCache<string, Prepared> {
    let documents = this.bySchema.get(schema)
    if (!documents) {
      documents = new LRUCache({
        maxSize: CACHED_CHARACTERS,
        sizeCalculation: (_, query) => query.length + 1,
        maxEntrySize: 65_536,
      })
      this.bySchema.set(schema, documents)
    }
    return documents
  }

  private parseAndValidate(schema: GraphQLSchema, query: string): Prepared {
    try {
      const document = parse(query, { maxTokens: this.limits.maxTokens })
      const errors = validate(schema, document, this.rules)
      return errors.length === 0 ? { document } : { errors: errors.map((error) => withCode(error, 'GRAPHQL_VALIDATION_FAILED')) }
    } catch (error) {
      if (error instanceof GraphQLError) return { errors: [withCode(error, 'GRAPHQL_PARSE_FAILED')] }
      throw error
    }
  }
}

function withCode(error: GraphQLError, code: string): GraphQLError {
  return new GraphQLError(error.message, {
    nodes: error.nodes,
    source: error.source,
    positions: error.positions,
    extensions: { code },
  })
}
