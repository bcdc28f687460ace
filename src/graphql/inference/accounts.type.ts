import { Field, Float, ID, Int, ObjectType, registerEnumType } from 'type-graphql'
import {
  ATTEMPT_ROLES,
  type Attempt,
  type AttemptRole,
  CALL_STATUSES,
  type CallStatus,
  type Routing,
  type Timings,
} from '../../domain/completion.js'
import { type FinishReason, WARNING_CODES, type Warning } from '../../domain/completion-event.js'
import { type Cost, ESTIMATED_PRICE_VERSION, formatNanos } from '../../domain/cost.js'
import type { Strategy } from '../../domain/route.js'
import { inputTokens, outputTokens, type Usage, type UsageSource } from '../../domain/usage.js'
import { GatewayErrorInfo, toRecordedError } from '../gateway-error.type.js'
import { namesOf } from '../names-of.js'
import { StrategyName } from '../routing/route-enums.js'
import { DecimalScalar } from '../scalars.js'

export const CompletionStatus = namesOf(CALL_STATUSES)
registerEnumType(CompletionStatus, { name: 'CompletionStatus', description: 'How a call ended; every call ends in exactly one.' })
export const FinishReasonName = namesOf<FinishReason>(['STOP', 'LENGTH', 'TOOL_CALLS', 'CONTENT_FILTER', 'REFUSAL', 'OTHER'])
registerEnumType(FinishReasonName, { name: 'FinishReason' })
export const UsageSourceName = namesOf<UsageSource>(['PROVIDER', 'ESTIMATED', 'CACHE', 'NONE'])
registerEnumType(UsageSourceName, { name: 'UsageSource', description: 'Who counted the tokens.' })
export const AttemptOutcome = namesOf<Attempt['outcome']>(['SUCCEEDED', 'FAILED', 'CANCELLED'])
registerEnumType(AttemptOutcome, { name: 'AttemptOutcome', description: 'How an attempt ended.' })
export const AttemptRoleName = namesOf<AttemptRole>(ATTEMPT_ROLES)
registerEnumType(AttemptRoleName, {
  name: 'AttemptRole',
  description: 'Why an attempt was made.',
  valuesConfig: {
    PRIMARY: { description: 'The first.' },
    NEXT: { description: 'The target before had failed.' },
    RETRY: { description: 'All targets had failed: they were tried again.' },
    FALLBACK: { description: "The route's list for such a failure." },
    HEDGE: { description: 'The target before was slow to begin.' },
    ESCALATION: { description: 'The answer before was not good enough.' },
    CONTINUATION: { description: 'To go on with an answer that broke off.' },
    JUDGE: { description: 'To judge an answer.' },
    SHADOW: { description: 'A mirror of the call; nobody sees its answer.' },
  },
})
export const WarningCode = namesOf<Warning['code']>(WARNING_CODES)
registerEnumType(WarningCode, { name: 'WarningCode' })

@ObjectType('InputUsage', { simpleResolvers: true, description: 'Disjoint: each token is in exactly one bucket.' })
export class InputUsage {
  @Field(() => Int, { description: 'Text that no cache served.' }) text!: number
  @Field(() => Int) cacheRead!: number
  @Field(() => Int) cacheWrite5m!: number
  @Field(() => Int) cacheWrite1h!: number
  @Field(() => Int) audio!: number
  @Field(() => Int) image!: number
}

@ObjectType('OutputUsage', { simpleResolvers: true, description: 'Disjoint: each token is in exactly one bucket.' })
export class OutputUsage {
  @Field(() => Int) text!: number
  @Field(() => Int) reasoning!: number
  @Field(() => Int) audio!: number
  @Field(() => Int) image!: number
}

@ObjectType('Usage', { simpleResolvers: true })
export class UsageType {
  @Field(() => Int) inputTokens!: number
  @Field(() => Int) outputTokens!: number
  @Field(() => Int) totalTokens!: number
  @Field(() => InputUsage) input!: InputUsage
  @Field(() => OutputUsage) output!: OutputUsage
  @Field(() => UsageSourceName) source!: UsageSource
}

@ObjectType('Cost', { simpleResolvers: true })
export class CostType {
  @Field(() => DecimalScalar) total!: string
  @Field(() => String) currency!: string
  @Field(() => ID, { description: 'The version of the prices that it was worked out with.' }) priceVersion!: string
  @Field(() => Boolean, { description: "Charged at the dearest price that is known, for want of the model's own." })
  estimated!: boolean
}

@ObjectType('StageTiming', { simpleResolvers: true })
export class StageTiming {
  @Field(() => String) name!: string
  @Field(() => Float) ms!: number
}

@ObjectType('Timings', { simpleResolvers: true, description: 'In milliseconds.' })
export class TimingsType {
  @Field(() => Float) totalMs!: number
  @Field(() => Float, { description: 'The whole less the waiting for providers and for a slow caller.' }) overheadMs!: number
  @Field(() => Float) providerMs!: number
  @Field(() => Float, { nullable: true }) timeToFirstTokenMs!: number | null
  @Field(() => [StageTiming]) stages!: readonly StageTiming[]
}

@ObjectType('Attempt', { simpleResolvers: true, description: 'One try of one target.' })
export class AttemptType {
  @Field(() => String, { description: '`provider/model`.' }) target!: string
  @Field(() => String, {
    nullable: true,
    description: 'The deployment that was asked; null in records of before there were any.',
  })
  deployment!: string | null
  @Field(() => AttemptRoleName, { nullable: true, description: 'Why it was made; null in records of before that was kept.' })
  role!: AttemptRole | null
  @Field(() => AttemptOutcome, { description: 'How it ended.' }) status!: Attempt['outcome']
  @Field(() => Float, { description: 'How long it took.' }) ms!: number
  @Field(() => Float, { nullable: true, description: 'Milliseconds to its first content; null when there was none.' })
  firstTokenMs!: number | null
  @Field(() => DecimalScalar, { nullable: true, description: 'What it is billed at in USD; null when nothing, or unknown.' })
  cost!: string | null
  @Field(() => GatewayErrorInfo, { nullable: true, description: 'Why it failed, when it did.' }) error!: GatewayErrorInfo | null
  @Field(() => AttemptOutcome, { deprecationReason: 'Use status.' }) outcome!: Attempt['outcome']
  @Field(() => Float, { deprecationReason: 'Use ms.' }) durationMs!: number
}

@ObjectType('RouteTrace', { simpleResolvers: true, description: 'How a call found the one that answered it.' })
export class RouteTrace {
  @Field(() => String, { nullable: true, description: 'The route asked for; null when a model was.' }) name!: string | null
  @Field(() => String, { description: 'As it was asked for.' }) requestedModel!: string
  @Field(() => String, { nullable: true, description: 'The rule of the route that took it; null: none did.' }) rule!:
    | string
    | null
  @Field(() => String, { nullable: true, description: 'The split of the route that took it; null: none did.' })
  split!: string | null
  @Field(() => StrategyName, { nullable: true, description: 'How the targets were ordered; null when a model was asked for.' })
  strategy!: Strategy | null
  @Field(() => String, { nullable: true, description: 'Why the first target was first, in a sentence.' }) reason!: string | null
  @Field(() => [AttemptType], { description: 'In the order in which they began.' }) attempts!: AttemptType[]
}

@ObjectType('Warning', { simpleResolvers: true })
export class WarningType {
  @Field(() => WarningCode) code!: Warning['code']
  @Field(() => String) message!: string
  @Field(() => String, { nullable: true }) parameter?: string | null
}

/** What every call is accounted for by, whoever asks for it and when. */
export interface CallAccounts {
  readonly requestedModel: string
  readonly route: string | null
  readonly routing?: Routing | null
  readonly attempts: readonly Attempt[]
  readonly usage: Usage
  readonly usageSource: UsageSource
  readonly cost: Cost | null
  readonly timings: Timings
  readonly warnings: readonly Warning[]
  readonly status?: CallStatus
}

export function toUsageType(usage: Usage, source: UsageSource): UsageType {
  const input = inputTokens(usage)
  const output = outputTokens(usage)
  return {
    inputTokens: input,
    outputTokens: output,
    totalTokens: input + output,
    input: usage.input,
    output: usage.output,
    source,
  }
}

export function toCostType(cost: Cost | null): CostType | null {
  if (!cost) return null
  const { totalNanos, currency, priceVersion } = cost
  return { total: formatNanos(totalNanos), currency, priceVersion, estimated: priceVersion === ESTIMATED_PRICE_VERSION }
}

export function toAttemptType(attempt: Attempt): AttemptType {
  const { target, deployment = null, role = null, outcome, durationMs, firstTokenMs = null, costNanos, error } = attempt
  return {
    ...{ target, deployment, role, outcome, durationMs, firstTokenMs },
    status: outcome,
    ms: durationMs,
    cost: costNanos === undefined ? null : formatNanos(costNanos),
    error: error ? toRecordedError(error) : null,
  }
}

export function toRouteTrace({ route, requestedModel, routing, attempts }: CallAccounts): RouteTrace {
  const { rule = null, split = null, strategy = null, reason = null } = routing ?? {}
  return { name: route, requestedModel, rule, split, strategy, reason, attempts: attempts.map(toAttemptType) }
}
