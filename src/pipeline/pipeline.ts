import type { Door } from '../domain/call-record.js'
import type { Completion, Embedding, Estimate, Moderation, Ranking } from '../domain/completion.js'
import type { EventBatch, Warning } from '../domain/completion-event.js'
import type { CompletionRequest, EmbedRequest, ModerationRequest, RerankRequest } from '../domain/completion-request.js'
import type { Principal } from '../domain/principal.js'
import type { RouteExplanation } from '../domain/route-explanation.js'

export interface CallOptions {
  readonly door: Door
  /** Whether the caller wants the answer as it comes. A buffered caller causes a buffered provider call. */
  readonly stream: boolean
  /** Aborted when the caller has gone: the provider's socket closes at once. */
  readonly signal: AbortSignal
  readonly traceparent?: string
  /** What the caller sent beside the body, by reference: for conditions of routes. Lower-case names. */
  readonly headers?: Readonly<Record<string, string | readonly string[] | undefined>>
  /** How long the caller waits, in milliseconds from now. */
  readonly deadlineMs?: number
  /** The call that this one mirrors. */
  readonly shadowOf?: string
  /**
   * Awaited when the answer is whole and before its `completed` event: for what must be written before the caller can refer to it.
   * What it answers is added to the completion's warnings; it does not throw.
   */
  readonly beforeCompleted?: (completion: Completion) => Promise<readonly Warning[]>
}

/** Of what is answered whole. */
export type WholeOptions = Omit<CallOptions, 'stream' | 'beforeCompleted'>

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
  embed(principal: Principal, request: EmbedRequest, options: WholeOptions): Promise<Embedding>
  /** @throws {GatewayError} like `embed` */
  rerank(principal: Principal, request: RerankRequest, options: WholeOptions): Promise<Ranking>
  /** @throws {GatewayError} like `embed` */
  moderate(principal: Principal, request: ModerationRequest, options: WholeOptions): Promise<Moderation>
  /**
   * What the request would use and cost at the first target that may serve it. Not a call: nothing is recorded and no model answers. With
   * `ask` the provider counts the tokens where it does so for nothing; else, or when it fails, they are counted here.
   * @throws {GatewayError}
   */
  estimate(
    principal: Principal,
    request: CompletionRequest,
    options: Pick<WholeOptions, 'signal' | 'headers'> & { readonly ask: boolean },
  ): Promise<Estimate>
  /**
   * Where the request would go now, and why. Not a call: nothing is recorded and no model answers.
   * @throws {GatewayError}
   */
  explain(principal: Principal, request: CompletionRequest, options: Pick<CallOptions, 'headers'>): Promise<RouteExplanation>
}
