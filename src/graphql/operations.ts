import { type ExecutionResult, execute, GraphQLError, getOperationAST } from 'graphql'
import { GatewayError } from '../domain/gateway-error.js'
import type { OperationContext } from './context.js'
import type { CostLimit } from './limits.js'
import type { OpenedOperation } from './opened-operation.js'
import type { PreparedDocuments } from './prepared-documents.js'
import { openResultStream, type ResultStream } from './result-stream.js'
import type { SchemaHolder } from './schema-holder.js'

export interface OperationRequest {
  readonly query: string
  readonly operationName?: string | null | undefined
  readonly variables?: Record<string, unknown> | null | undefined
}

/** What the transports of subscriptions share: the same checks as on plain requests, then one result or a stream of them. */
export class Operations {
  constructor(
    private readonly holder: SchemaHolder,
    private readonly documents: PreparedDocuments,
    private readonly costLimit: CostLimit,
  ) {}

  /** The operation, or why it may not run. */
  open(
    { query, operationName, variables }: OperationRequest,
    contextValue: OperationContext,
  ): OpenedOperation | readonly GraphQLError[] {
    const schema = this.holder.schema
    const prepared = this.documents.prepare(schema, query)
    if ('errors' in prepared) return prepared.errors
    const { document } = prepared
    const operation = getOperationAST(document, operationName)
    if (!operation) return [unknownOperation(operationName)]
    try {
      this.costLimit.check({ schema, document, operationName, variables })
    } catch (error) {
      return [
        error instanceof GraphQLError
          ? error
          : new GraphQLError('The operation could not be measured.', { originalError: error as Error }),
      ]
    }
    return { schema, document, operation, operationName, variableValues: variables, contextValue }
  }

  isSubscription({ query, operationName }: OperationRequest): boolean {
    const prepared = this.documents.prepare(this.holder.schema, query)
    return 'document' in prepared && getOperationAST(prepared.document, operationName)?.operation === 'subscription'
  }

  run(opened: OpenedOperation): Promise<ExecutionResult | ResultStream> {
    return opened.operation.operation === 'subscription' ? openResultStream(opened) : Promise.resolve(execute(opened))
  }
}

function unknownOperation(name: string | null | undefined): GraphQLError {
  const problem = name ? 'The document has no operation of this operationName.' : 'The document has several operations: name one.'
  const cause = new GatewayError('INVALID_REQUEST', problem, { path: 'operationName' })
  return new GraphQLError(problem, { originalError: cause })
}
