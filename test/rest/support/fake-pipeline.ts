import type { Completion, Embedding, Estimate, Moderation, Ranking } from '../../../src/domain/completion.js'
import type { CompletionEvent, EventBatch, FailedEvent } from '../../../src/domain/completion-event.js'
import type { CompletionRequest, EmbedRequest, ModerationRequest, RerankRequest } from '../../../src/domain/completion-request.js'
import { GatewayError, type GatewayErrorCode } from '../../../src/domain/gateway-error.js'
import type { Principal } from '../../../src/domain/principal.js'
import type { RouteExplanation } from '../../../src/domain/route-explanation.js'
import { createUsage } from '../../../src/domain/usage.js'
import { AnswerFold } from '../../../src/pipeline/fold-answer.js'
import type { CallOptions, Pipeline, WholeOptions } from '../../../src/pipeline/pipeline.js'

export const KEY = 'weir-test-key'
export const CALL_ID = 'call_01jd0000000000a000000ab'
export const CREATED_AT = new Date('2026-01-02T03:04:05Z')

export const PRINCIPAL: Principal = {
  organizationId: 'org_1',
  keyId: 'key_1',
  name: 'test',
  scopes: new Set(['inference']),
  models: null,
}

export interface Seen {
  readonly principal: Principal
  readonly request: CompletionRequest
  readonly options: CallOptions
}

/** What a scripted provider says: batches, pauses, or a failure. */
export type Script = (seen: Seen) => AsyncIterable<EventBatch>

/** A pipeline whose answers are scripts; it keeps the contract of the real one: `started`, content, one terminal event. */
export class FakePipeline implements Pipeline {
  readonly seen: Seen[] = []
  readonly embedded: EmbedRequest[] = []
  authenticated = 0
  returned = 0
  script: Script = say([{ type: 'text-delta', text: 'Hello' }])
  completion: Partial<Completion> = {}
  /** Of the last request that is answered whole. */
  options: Partial<WholeOptions> | undefined
  embedding: Embedding | GatewayError = new GatewayError('MODEL_NOT_FOUND', 'No such model.')

  authenticate(credential: string | undefined): Principal {
    this.authenticated++
    if (credential !== `Bearer ${KEY}`) throw new GatewayError('UNAUTHENTICATED', 'This API key is not known.')
    return PRINCIPAL
  }

  async *complete(
    principal: Principal,
    request: CompletionRequest,
    options: CallOptions,
  ): AsyncGenerator<EventBatch, void, undefined> {
    const seen = { principal, request, options }
    this.seen.push(seen)
    const fold = new AnswerFold()
    try {
      yield [{ type: 'started', callId: CALL_ID, model: request.model, createdAt: CREATED_AT }]
      for await (const batch of this.script(seen)) {
        for (const event of batch) fold.add(event)
        yield batch
      }
      const completion = this.#complete(request, fold)
      const warnings = (await options.beforeCompleted?.(completion)) ?? []
      yield [{ type: 'completed', completion: { ...completion, warnings: [...completion.warnings, ...warnings] } }]
    } catch (error) {
      if (!(error instanceof GatewayError)) throw error
      yield [{ type: 'failed', callId: CALL_ID, error, attempts: [] } satisfies FailedEvent]
    } finally {
      this.returned++
    }
  }

  async embed(_principal: Principal, request: EmbedRequest, options?: WholeOptions): Promise<Embedding> {
    this.embedded.push(request)
    this.options = options
    if (this.embedding instanceof GatewayError) throw this.embedding
    return this.embedding
  }

  ranking: Ranking | GatewayError = new GatewayError('MODEL_NOT_FOUND', 'No such model.')
  moderation: Moderation | GatewayError = new GatewayError('MODEL_NOT_FOUND', 'No such model.')
  estimation: Estimate | GatewayError = new GatewayError('MODEL_NOT_FOUND', 'No such model.')
  readonly whole: (RerankRequest | ModerationRequest | CompletionRequest)[] = []

  async rerank(_principal: Principal, request: RerankRequest, options?: WholeOptions): Promise<Ranking> {
    this.whole.push(request)
    this.options = options
    if (this.ranking instanceof GatewayError) throw this.ranking
    return this.ranking
  }

  async moderate(_principal: Principal, request: ModerationRequest, options?: WholeOptions): Promise<Moderation> {
    this.whole.push(request)
    this.options = options
    if (this.moderation instanceof GatewayError) throw this.moderation
    return this.moderation
  }

  async estimate(_principal: Principal, request: CompletionRequest, options?: Partial<WholeOptions>): Promise<Estimate> {
    this.whole.push(request)
    this.options = options
    if (this.estimation instanceof GatewayError) throw this.estimation
    return this.estimation
  }

  async explain(): Promise<RouteExplanation> {
    throw new Error('No door of REST explains routes')
  }

  get request(): CompletionRequest {
    return this.seen.at(-1)!.request
  }

  #complete(request: CompletionRequest, fold: AnswerFold): Completion {
    return {
      ...createCompletion(),
      requestedModel: request.model,
      model: request.model,
      choices: fold.choices(),
      ...this.completion,
    }
  }
}

export function createCompletion(): Completion {
  return {
    id: CALL_ID,
    createdAt: CREATED_AT,
    status: 'COMPLETED',
    requestedModel: 'demo/echo',
    model: 'demo/echo',
    provider: 'demo',
    choices: [],
    usage: createUsage({ input: { text: 10, cacheRead: 4 }, output: { text: 5, reasoning: 2 } }),
    usageSource: 'PROVIDER',
    cost: { totalNanos: 1_500_000n, currency: 'USD', priceVersion: '2026-01' },
    attempts: [],
    route: null,
    timings: { totalMs: 20, overheadMs: 1.5, providerMs: 18.5, timeToFirstTokenMs: 10, stages: [] },
    warnings: [],
  }
}

/** Says each batch and finishes. */
export function say(...batches: CompletionEvent[][]): Script {
  return async function* () {
    for (const batch of batches) yield batch
    if (!batches.flat().some((event) => event.type === 'finish')) yield [{ type: 'finish', reason: 'STOP', nativeReason: 'stop' }]
  }
}

/** Says the batches and then fails. */
export function fail(code: GatewayErrorCode, batches: CompletionEvent[][] = [], details = {}): Script {
  return async function* () {
    for (const batch of batches) yield batch
    throw new GatewayError(code, `It failed with ${code}.`, details)
  }
}
