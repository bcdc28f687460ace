import { createSourceEventStream, type ExecutionResult, execute } from 'graphql'
import type { OperationContext } from './context.js'
import { EventProjection } from './event-projection.js'
import type { OpenedOperation } from './opened-operation.js'

/** Opens a subscription: a stream of results, or the one result that says why not. */
export async function openResultStream(opened: OpenedOperation): Promise<ExecutionResult | ResultStream> {
  const source = await createSourceEventStream(opened)
  return Symbol.asyncIterator in source ? new ResultStream(source[Symbol.asyncIterator](), opened) : source
}

/**
 * The results of a subscription, one for each event of its source. Not an async generator: `return()` aborts the operation before it asks the
 * source to stop, since a source that waits for its provider would answer only when that speaks.
 */
export class ResultStream implements AsyncGenerator<ExecutionResult, void> {
  /** Resolves when it has told its end, or its failure, or was told to stop. */
  readonly ended: Promise<void>
  private markEnded: () => void = () => {}
  private failure: unknown
  private readonly context: OperationContext
  private readonly projection: EventProjection | null

  constructor(
    private readonly source: AsyncIterator<unknown>,
    private readonly opened: OpenedOperation,
  ) {
    this.context = opened.contextValue
    this.projection = EventProjection.of(opened)
    this.ended = new Promise((resolve) => {
      this.markEnded = resolve
    })
  }

  async next(): Promise<IteratorResult<ExecutionResult, void>> {
    try {
      const event = await this.source.next()
      if (this.failure !== undefined) throw this.failure
      if (!event.done) return { done: false, value: this.projection?.project(event.value) ?? (await this.execute(event.value)) }
    } catch (error) {
      this.end()
      throw error
    }
    this.end()
    return { done: true, value: undefined }
  }

  async return(): Promise<IteratorResult<ExecutionResult, void>> {
    this.end()
    await this.source.return?.()
    return { done: true, value: undefined }
  }

  async throw(error: unknown): Promise<IteratorResult<ExecutionResult, void>> {
    await this.return()
    throw error
  }

  /** Ends it with an error, from outside; resolves when its reader has been told. */
  fail(error: unknown): Promise<void> {
    this.failure = error
    this.context.abort()
    return this.ended
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.return()
  }

  private execute(event: unknown): Promise<ExecutionResult> | ExecutionResult {
    return execute({ ...this.opened, rootValue: event }) as Promise<ExecutionResult> | ExecutionResult
  }

  private end(): void {
    this.context.abort()
    this.markEnded()
  }
}
