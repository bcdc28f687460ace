import type { ExecutionArgs, OperationDefinitionNode } from 'graphql'
import type { OperationContext } from './context.js'

/** An operation that may run, with the schema that it began with. */
export interface OpenedOperation extends ExecutionArgs {
  readonly contextValue: OperationContext
  readonly operation: OperationDefinitionNode
}
