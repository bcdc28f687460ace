import { collect } from '../../pipeline/collect.js'
import type { OperationContext } from '../context.js'
import type { CompletionInput, EmbedInput } from './completion.input.js'
import { type EmbedSource, toCompletionResult, toEmbedResult } from './result.type.js'
import { toCompletionRequest, toEmbedRequest } from './to-completion-request.js'

export async function complete(input: CompletionInput, { pipeline, principal, signal, traceparent }: OperationContext) {
  const request = toCompletionRequest(input)
  const events = pipeline.complete(principal, request, { door: 'GRAPHQL', stream: false, signal, traceparent })
  return toCompletionResult(await collect(events), request)
}

export async function embed(input: EmbedInput, context: OperationContext): Promise<EmbedSource> {
  const { pipeline, principal, signal, traceparent } = context
  return toEmbedResult(await pipeline.embed(principal, toEmbedRequest(input), { door: 'GRAPHQL', signal, traceparent }))
}
