import type { Door } from '../domain/call-record.js'
import type { Embedding } from '../domain/completion.js'
import type { EventBatch } from '../domain/completion-event.js'
import type { CompletionRequest, EmbedRequest } from '../domain/completion-request.js'
import type { Principal } from '../domain/principal.js'

export interface CallOptions {
  readonly door: Door
  /** Whether the caller wants the answer as it comes. A buffered caller causes a buffered provider call. */
  readonly stream: boolean
  /** Aborted when the caller has gone: the provider's socket closes at once. */
  readonly signal: AbortSignal
  readonly traceparent?: string
}

/** What the doors may ask of the pipeline. */
export interface Pipeline {
  /**
   * The principal of an API key, as the caller sent it (`Bearer …` or bare).
   * @throws {GatewayError} UNAUTHENTICATED
   */
  authenticate(credential: string | undefined): Principal
  /**
   * `started`, then content, then exactly one of `completed` and `failed`. Never throws a GatewayError: refusals too are one `failed`
   * event. A caller that stops early aborts `signal` first and then calls `return()`.
   */
  complete(principal: Principal, request: CompletionRequest, options: CallOptions): AsyncGenerator<EventBatch, void, undefined>
  /** @throws {GatewayError} whatever refused or failed it; the call is on record all the same. */
  embed(principal: Principal, request: EmbedRequest, options: Omit<CallOptions, 'stream'>): Promise<Embedding>
}
