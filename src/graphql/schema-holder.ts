import type { GraphQLSchema } from 'graphql'

/** The executable schema, which can be swapped while it serves: operations that have begun keep the one they began with. */
export class SchemaHolder {
  private readonly listeners = new Set<(schema: GraphQLSchema) => void>()

  constructor(private held: GraphQLSchema) {}

  get schema(): GraphQLSchema {
    return this.held
  }

  swap(schema: GraphQLSchema): void {
    this.held = schema
    for (const listener of this.listeners) listener(schema)
  }

  /** Calls the listener with the schema at hand and with each that follows; the answer unsubscribes. */
  subscribe(listener: (schema: GraphQLSchema) => void): () => void {
    this.listeners.add(listener)
    listener(this.held)
    return () => this.listeners.delete(listener)
  }
}
