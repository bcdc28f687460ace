import { createUnionType, Field, Float, ID, ObjectType } from 'type-graphql'
import type { Embedding } from '../../domain/completion.js'
import type { CompletedEvent, FailedEvent } from '../../domain/completion-event.js'
import type { CompletionRequest } from '../../domain/completion-request.js'
import type { GatewayError } from '../../domain/gateway-error.js'
import { GatewayErrorInfo, toGatewayErrorInfo } from '../gateway-error.type.js'
import { AttemptType, toAttemptType } from './accounts.type.js'
import { CompletionType, fromAnswer } from './completion.type.js'
import { toWholeSource, WholeAnswerType, type WholeSource } from './whole-answer.type.js'

@ObjectType('AccessDenied', { simpleResolvers: true, description: 'The key may not do this; no provider was asked.' })
export class AccessDenied {
  @Field(() => String) message!: string
  @Field(() => ID, { description: 'The call, as it is on record.' }) callId!: string
}

@ObjectType('ProviderFailed', { simpleResolvers: true, description: 'Every target that may serve the call failed.' })
export class ProviderFailed {
  @Field(() => ID, { description: 'The call, as it is on record.' }) callId!: string
  @Field(() => GatewayErrorInfo) error!: GatewayErrorInfo
  @Field(() => [AttemptType]) attempts!: AttemptType[]
  @Field(() => CompletionType, { nullable: true, description: 'What had been received.' }) partial!: CompletionType | null
}

export const CompletionResult = createUnionType({
  name: 'CompletionResult',
  types: () => [CompletionType, AccessDenied, ProviderFailed] as const,
})

@ObjectType('EmbedResult', { simpleResolvers: true })
export class EmbedResult extends WholeAnswerType {
  @Field(() => [[Float]], { description: 'In the order of the input.' }) vectors!: readonly (readonly number[])[]
}

/** Refusals and failed providers are results; a request that never was one is an error. */
export function toCompletionResult(end: CompletedEvent | FailedEvent, asked: CompletionRequest): object {
  if (end.type === 'completed') return fromAnswer(end.completion, asked)
  if (end.error.code === 'ACCESS_DENIED') {
    return { __typename: 'AccessDenied', message: end.error.message, callId: end.callId }
  }
  if (isProviderFailure(end.error, end.attempts.length)) return toProviderFailed(end, asked)
  throw end.error
}

function toProviderFailed(end: FailedEvent, asked: CompletionRequest): ProviderFailed & { __typename: string } {
  return {
    __typename: 'ProviderFailed',
    callId: end.callId,
    error: toGatewayErrorInfo(end.error),
    attempts: end.attempts.map(toAttemptType),
    partial: end.partial ? fromAnswer(end.partial, asked) : null,
  }
}

function isProviderFailure(error: GatewayError, attempts: number): boolean {
  return error.code.startsWith('PROVIDER_') || attempts > 0
}

export type EmbedSource = EmbedResult & WholeSource

export function toEmbedResult(embedding: Embedding): EmbedSource {
  return { ...toWholeSource(embedding), vectors: embedding.vectors }
}
