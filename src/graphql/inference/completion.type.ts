import { Directive, Field, Float, ID, Int, ObjectType, registerEnumType } from 'type-graphql'
import type { CallRecord } from '../../domain/call-record.js'
import type { Choice, Completion, StructuredOutput } from '../../domain/completion.js'
import type { TokenLogprob } from '../../domain/completion-event.js'
import type { CompletionRequest } from '../../domain/completion-request.js'
import type { Message } from '../../domain/content.js'
import { ModelType } from '../catalog/model.type.js'
import { GatewayErrorInfo, toRecordedError } from '../gateway-error.type.js'
import { PageInfo } from '../page.js'
import { DateTimeScalar } from '../scalars.js'
import {
  CompletionStatus,
  CostType,
  FinishReasonName,
  RouteTrace,
  TimingsType,
  toCostType,
  toRouteTrace,
  toUsageType,
  UsageType,
  WarningType,
} from './accounts.type.js'
import { ContentPartType, MessageType, textOf, toContentPart } from './content.type.js'

@ObjectType('AlternativeToken', { simpleResolvers: true })
export class AlternativeToken {
  @Field(() => String) token!: string
  @Field(() => Float) logprob!: number
}

@ObjectType('TokenLogprob', { simpleResolvers: true })
export class TokenLogprobType {
  @Field(() => String) token!: string
  @Field(() => Float) logprob!: number
  @Field(() => [AlternativeToken]) top!: readonly AlternativeToken[]
}

@ObjectType('SafetyRating', { simpleResolvers: true, description: "How a provider's filters judged, in its own words." })
export class SafetyRatingType {
  @Field(() => String) category!: string
  @Field(() => String, { nullable: true }) probability!: string | null
  @Field(() => String, { nullable: true }) severity!: string | null
  @Field(() => Boolean, { nullable: true }) blocked!: boolean | null
}

export const StructuredStrategy = { NATIVE: 'NATIVE', TOOL: 'TOOL', JSON_MODE: 'JSON_MODE' } as const
registerEnumType(StructuredStrategy, {
  name: 'StructuredOutputStrategy',
  description:
    "By the provider's own means, by a tool that the model was made to call, or by JSON mode with the schema in the prompt.",
})

@ObjectType('StructuredOutput', { simpleResolvers: true, description: 'How an answer came to its JSON schema.' })
export class StructuredOutputType {
  @Field(() => StructuredStrategy) strategy!: StructuredOutput['strategy']
  @Field(() => Boolean, { description: 'The first answer did not keep to the schema, and a second one was asked for.' })
  repaired!: boolean
  @Field(() => Boolean, { description: 'false for an answer that was cut off, filtered or refused.' }) valid!: boolean
}

@ObjectType('Choice', { simpleResolvers: true, description: 'One of the alternatives that `n` asked for.' })
export class ChoiceType {
  @Field(() => Int) index!: number
  @Field(() => String, { nullable: true }) text!: string | null
  @Field(() => [ContentPartType]) parts!: unknown[]
  @Field(() => FinishReasonName, { nullable: true }) finishReason!: string | null
  @Field(() => String, { nullable: true, description: "The provider's own word for it." }) nativeFinishReason!: string | null
  @Field(() => String, { nullable: true, description: 'The stop sequence that was met, when the provider tells it.' })
  stopSequence!: string | null
  @Field(() => [TokenLogprobType], { nullable: true }) logprobs!: unknown[] | null
  @Field(() => [SafetyRatingType]) safetyRatings!: readonly object[]
}

@Directive('@key(fields: "id")')
@ObjectType('Completion', { simpleResolvers: true, description: 'A call for a completion and what came of it.' })
export class CompletionType {
  @Field(() => ID) id!: string
  @Field(() => CompletionStatus) status!: string
  @Field(() => ModelType, { nullable: true, description: 'The model that answered.' }) model?: ModelType | null
  @Field(() => [MessageType], { nullable: true, description: 'What was asked; null when it is not kept.' })
  messages?: MessageType[]
  @Field(() => String, { nullable: true, description: "The first choice's text." }) text?: string | null
  @Field(() => [ContentPartType], { nullable: true, description: "The first choice's parts; null when they are not kept." })
  parts?: unknown[] | null
  @Field(() => [ChoiceType], { nullable: true }) choices?: ChoiceType[] | null
  @Field(() => FinishReasonName, { nullable: true }) finishReason!: string | null
  @Field(() => UsageType) usage!: UsageType
  @Field(() => CostType, { nullable: true, description: 'null when unknown.' }) cost!: CostType | null
  @Field(() => RouteTrace) route!: RouteTrace
  @Field(() => TimingsType) timings!: TimingsType
  @Field(() => [WarningType]) warnings!: readonly WarningType[]
  @Field(() => StructuredOutputType, {
    nullable: true,
    description: 'Of an answer to a JSON schema, in the operation that asked for it.',
  })
  structuredOutput!: StructuredOutput | null
  @Field(() => GatewayErrorInfo, { nullable: true, description: 'Why it failed, when it did.' }) failure!: GatewayErrorInfo | null
  @Field(() => [String], { nullable: true }) tags!: readonly string[] | null
  @Field(() => String, { nullable: true }) endUser!: string | null
  @Field(() => String, { nullable: true }) idempotencyKey!: string | null
  @Field(() => ID, { nullable: true, description: 'The call that this one mirrored, unseen, for a route that shadows.' })
  shadowOf!: string | null
  @Field(() => DateTimeScalar) createdAt!: Date
}

@ObjectType('CompletionEdge', { simpleResolvers: true })
export class CompletionEdge {
  @Field(() => String) cursor!: string
  @Field(() => CompletionType) node!: CompletionType
}

@ObjectType('CompletionConnection', { simpleResolvers: true })
export class CompletionConnection {
  @Field(() => [CompletionEdge]) edges!: CompletionEdge[]
  @Field(() => [CompletionType]) nodes!: CompletionType[]
  @Field(() => PageInfo) pageInfo!: PageInfo
}

/** What a Completion is resolved from: the answer of this very operation, or what is on record. */
export interface CompletionSource extends CompletionType {
  readonly __typename: 'Completion'
  readonly modelId: string | null
  /** Of this operation: whoever asks made the call. */
  readonly answer: { readonly messages: readonly Message[]; readonly choices: readonly Choice[] } | null
  /** The key that made the call, for calls on record. */
  readonly keyId: string | null
}

export function fromAnswer(
  completion: Completion,
  asked: Pick<CompletionRequest, 'messages' | 'tags' | 'endUser' | 'idempotencyKey'>,
): CompletionSource {
  return {
    __typename: 'Completion',
    id: completion.id,
    status: completion.status,
    modelId: completion.model,
    finishReason: completion.choices[0]?.finishReason ?? null,
    ...toAccounts(completion),
    structuredOutput: completion.structuredOutput ?? null,
    failure: null,
    tags: asked.tags ?? [],
    endUser: asked.endUser ?? null,
    idempotencyKey: asked.idempotencyKey ?? null,
    shadowOf: null,
    createdAt: completion.createdAt,
    answer: { messages: asked.messages, choices: completion.choices },
    keyId: null,
  }
}

export function fromRecord(record: CallRecord): CompletionSource {
  return {
    __typename: 'Completion',
    id: record.id,
    status: record.status,
    modelId: record.model,
    finishReason: record.finishReason,
    ...toAccounts(record),
    structuredOutput: null,
    failure: record.error && toRecordedError(record.error),
    tags: record.tags,
    endUser: record.endUser ?? null,
    idempotencyKey: record.idempotencyKey ?? null,
    shadowOf: record.shadowOf ?? null,
    createdAt: record.startedAt,
    answer: null,
    keyId: record.keyId,
  }
}

function toAccounts(call: Completion | CallRecord) {
  return {
    usage: toUsageType(call.usage, call.usageSource),
    cost: toCostType(call.cost),
    route: toRouteTrace(call),
    timings: call.timings,
    warnings: call.warnings,
  }
}

export function toChoiceType(choice: Choice, index: number): ChoiceType {
  return {
    index,
    text: textOf(choice.parts),
    parts: choice.parts.map(toContentPart),
    finishReason: choice.finishReason,
    nativeFinishReason: choice.nativeFinishReason ?? null,
    stopSequence: choice.stopSequence ?? null,
    logprobs: choice.logprobs?.map(toLogprobType) ?? null,
    safetyRatings: choice.safetyRatings ?? [],
  }
}

function toLogprobType({ token, logprob, top = [] }: TokenLogprob): TokenLogprobType {
  return { token, logprob, top }
}
