import type { Embedding, Estimate, Moderation, Ranking, WholeAnswer } from '../../../src/domain/completion.js'
import type { EventBatch } from '../../../src/domain/completion-event.js'
import type { CompletionRequest, EmbedRequest, ModerationRequest, RerankRequest } from '../../../src/domain/completion-request.js'
import { GatewayError } from '../../../src/domain/gateway-error.js'
import type { Principal, Scope } from '../../../src/domain/principal.js'
import type { RouteExplanation } from '../../../src/domain/route-explanation.js'
import type { CallOptions, Pipeline } from '../../../src/pipeline/pipeline.js'
import { completionOf, eventsOf, explanationOf, principalWith } from './answers.js'

export interface AskedCall {
  readonly principal: Principal
  readonly request: CompletionRequest
  readonly options: CallOptions
}
export type Answer = (call: AskedCall) => AsyncIterable<EventBatch> | Iterable<EventBatch>

/** Keys of the tests: what a bearer says is the scopes it has. */
export const KEYS: Readonly<Record<string, readonly Scope[]>> = {
  'caller-key': ['inference'],
  'reader-key': ['completions:read'],
  'auditor-key': ['completions:read', 'completions:read-content'],
  'finance-key': ['completions:read', 'usage:read'],
  'admin-key': ['admin'],
}

/** A pipeline that answers what the test says and remembers what it was asked, in order. */
export class FakePipeline implements Pipeline {
  readonly asked: AskedCall[] = []
  readonly embedded: EmbedRequest[] = []
  readonly reranked: RerankRequest[] = []
  readonly moderated: ModerationRequest[] = []
  readonly estimated: { readonly request: CompletionRequest; readonly ask: boolean }[] = []
  authentications = 0
  /** What happened to running calls: `abort` and `return`. */
  readonly log: string[] = []
  answer: Answer = () => eventsOf(['Hello', ', ', 'weir', '!'])

  authenticate(credential: string | undefined): Principal {
    this.authentications++
    const key = credential?.replace(/^Bearer /, '')
    const scopes = key === undefined ? undefined : KEYS[key]
    if (!scopes) throw new GatewayError('UNAUTHENTICATED', 'Send a valid API key as Authorization: Bearer <key>.')
    return principalWith(scopes, key)
  }

  async *complete(principal: Principal, request: CompletionRequest, options: CallOptions): AsyncGenerator<EventBatch, void> {
    const call = { principal, request, options }
    this.asked.push(call)
    options.signal.addEventListener('abort', () => this.log.push('abort'), { once: true })
    try {
      yield* this.answer(call)
    } finally {
      this.log.push('return')
    }
  }

  async embed(_principal: Principal, request: EmbedRequest): Promise<Embedding> {
    this.embedded.push(request)
    return { ...accounts(), vectors: request.input.map((_, index) => [index, 0.5]) }
  }

  async rerank(_principal: Principal, request: RerankRequest): Promise<Ranking> {
    this.reranked.push(request)
    const { documents } = request
    return { ...accounts(), results: documents.map((_, index) => ({ index, score: 1 / (index + 1) })) }
  }

  async moderate(_principal: Principal, request: ModerationRequest): Promise<Moderation> {
    this.moderated.push(request)
    const { input } = request
    const categories = [{ name: 'violence', flagged: false, score: 0.01 }]
    return { ...accounts(), results: input.map(() => ({ flagged: false, categories })) }
  }

  async estimate(_principal: Principal, request: CompletionRequest, { ask }: { readonly ask: boolean }): Promise<Estimate> {
    this.estimated.push({ request, ask })
    const maxCost = { totalNanos: 15_000_000n, currency: 'USD', priceVersion: 'estimate-at-max', estimated: true } as const
    const { model } = request
    return { model, inputTokens: 12, countedBy: 'CHARACTERS', maxOutputTokens: 100, inputCost: null, maxCost }
  }

  readonly explained: { readonly request: CompletionRequest; readonly options: Pick<CallOptions, 'headers'> }[] = []

  async explain(_principal: Principal, request: CompletionRequest, options: Pick<CallOptions, 'headers'>) {
    this.explained.push({ request, options })
    return this.explanation
  }

  explanation: RouteExplanation = explanationOf()
}

function accounts(): WholeAnswer {
  const { choices: _choices, status: _status, ...rest } = completionOf('')
  return rest
}
