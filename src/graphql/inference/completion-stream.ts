import type { EventBatch } from '../../domain/completion-event.js'
import type { CompletionRequest } from '../../domain/completion-request.js'
import type { OperationContext } from '../context.js'
import { EventQueue } from '../event-queue.js'
import { callOptions } from './call-options.js'
import type { CompletionInput } from './completion.input.js'
import { isShown, type ShownEvent, toEventType } from './event.type.js'
import { STREAM_BOUNDS } from './merge-events.js'
import { toCompletionRequest } from './to-completion-request.js'

/** The events of one call as clients see them, through a bounded queue that merges what a slow reader has not fetched. */
export function openCompletionStream(input: CompletionInput, context: OperationContext): AsyncGenerator<object, void> {
  const principal = context.principal
  const request = toCompletionRequest(input)
  const events = context.pipeline.complete(principal, request, { ...callOptions(context, input), stream: true })
  return new CompletionStream(events, request, context)
}

/** Not an async generator: its `return()` would wait for a pending `next()`, and a hang-up must reach the provider at once. */
class CompletionStream implements AsyncGenerator<object, void> {
  private readonly queue = new EventQueue<ShownEvent>(STREAM_BOUNDS)
  private seq = 0

  constructor(
    private readonly events: AsyncGenerator<EventBatch, void>,
    private readonly request: CompletionRequest,
    private readonly context: OperationContext,
  ) {
    context.signal.addEventListener('abort', () => this.queue.close(), { once: true })
    void this.pump()
  }

  async next(): Promise<IteratorResult<object, void>> {
    const event = await this.queue.take()
    if (event === undefined) return { done: true, value: undefined }
    return { done: false, value: toEventType(event, this.seq++, this.request) }
  }

  async return(): Promise<IteratorResult<object, void>> {
    this.hangUp()
    return { done: true, value: undefined }
  }

  async throw(error: unknown): Promise<IteratorResult<object, void>> {
    this.hangUp()
    throw error
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.hangUp()
  }

  private hangUp(): void {
    this.context.abort()
    this.queue.close()
  }

  private async pump(): Promise<void> {
    try {
      for await (const batch of this.events) {
        for (const event of batch) if (isShown(event)) this.queue.push(event)
        await this.queue.room()
        if (this.context.signal.aborted) break
      }
      this.queue.end()
    } catch (error) {
      this.queue.end(error)
    }
  }
}
