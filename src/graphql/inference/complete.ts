import { collect } from '../../pipeline/collect.js'
import type { OperationContext } from '../context.js'
import type { CompletionInput, EmbedInput } from './completion.input.js'
import { type EstimateSource, toEstimateType } from './estimate.type.js'
import { type ModerateInput, type ModerateResult, toModerateResult, toModerationRequest } from './moderate.type.js'
import { type RerankInput, type RerankResult, toRerankRequest, toRerankResult } from './rerank.type.js'
import { type EmbedSource, toCompletionResult, toEmbedResult } from './result.type.js'
import { toCompletionRequest, toEmbedRequest } from './to-completion-request.js'
import type { WholeSource } from './whole-answer.type.js'

export async function complete(input: CompletionInput, { pipeline, principal, signal, traceparent }: OperationContext) {
  const request = toCompletionRequest(input)
  const events = pipeline.complete(principal, request, { door: 'GRAPHQL', stream: false, signal, traceparent })
  return toCompletionResult(await collect(events), request)
}

export async function embed(input: EmbedInput, context: OperationContext): Promise<EmbedSource> {
  const { pipeline, principal, signal, traceparent } = context
  return toEmbedResult(await pipeline.embed(principal, toEmbedRequest(input), { door: 'GRAPHQL', signal, traceparent }))
}

export async function rerank(input: RerankInput, context: OperationContext): Promise<WholeSource & RerankResult> {
  const { pipeline, principal, signal, traceparent } = context
  return toRerankResult(await pipeline.rerank(principal, toRerankRequest(input), { door: 'GRAPHQL', signal, traceparent }))
}

export async function moderate(input: ModerateInput, context: OperationContext): Promise<WholeSource & ModerateResult> {
  const { pipeline, principal, signal, traceparent } = context
  return toModerateResult(
    await pipeline.moderate(principal, toModerationRequest(input), { door: 'GRAPHQL', signal, traceparent }),
  )
}

export async function estimate(input: CompletionInput, context: OperationContext): Promise<EstimateSource> {
  const { pipeline, principal, signal } = context
  return toEstimateType(await pipeline.estimate(principal, toCompletionRequest(input), { signal, ask: false }))
}
