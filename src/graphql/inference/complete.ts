import { collect } from '../../pipeline/collect.js'
import type { OperationContext } from '../context.js'
import { type RouteExplanationType, toExplanationType } from '../routing/explanation.type.js'
import { callOptions } from './call-options.js'
import type { CompletionInput, EmbedInput } from './completion.input.js'
import { type EstimateSource, toEstimateType } from './estimate.type.js'
import { type ModerateInput, type ModerateResult, toModerateResult, toModerationRequest } from './moderate.type.js'
import { type RerankInput, type RerankResult, toRerankRequest, toRerankResult } from './rerank.type.js'
import { type EmbedSource, toCompletionResult, toEmbedResult } from './result.type.js'
import { toCompletionRequest, toEmbedRequest } from './to-completion-request.js'
import type { WholeSource } from './whole-answer.type.js'

export async function complete(input: CompletionInput, context: OperationContext) {
  const { pipeline, principal } = context
  const request = toCompletionRequest(input)
  const events = pipeline.complete(principal, request, { ...callOptions(context, input), stream: false })
  return toCompletionResult(await collect(events), request)
}

export async function embed(input: EmbedInput, context: OperationContext): Promise<EmbedSource> {
  const { pipeline, principal } = context
  return toEmbedResult(await pipeline.embed(principal, toEmbedRequest(input), callOptions(context)))
}

export async function rerank(input: RerankInput, context: OperationContext): Promise<WholeSource & RerankResult> {
  const { pipeline, principal } = context
  return toRerankResult(await pipeline.rerank(principal, toRerankRequest(input), callOptions(context)))
}

export async function moderate(input: ModerateInput, context: OperationContext): Promise<WholeSource & ModerateResult> {
  const { pipeline, principal } = context
  return toModerateResult(await pipeline.moderate(principal, toModerationRequest(input), callOptions(context)))
}

export async function estimate(input: CompletionInput, context: OperationContext): Promise<EstimateSource> {
  const { pipeline, principal, signal, headers } = context
  return toEstimateType(await pipeline.estimate(principal, toCompletionRequest(input), { signal, headers, ask: false }))
}

export async function explainRoute(input: CompletionInput, context: OperationContext): Promise<RouteExplanationType> {
  const { pipeline, principal, headers } = context
  return toExplanationType(await pipeline.explain(principal, toCompletionRequest(input), { headers }))
}
