import { Field, Float, ID, Int, ObjectType, registerEnumType } from 'type-graphql'
import { type Attempt, CALL_STATUSES, type CallStatus, type Timings } from '../../domain/completion.js'
import { type FinishReason, WARNING_CODES, type Warning } from '../../domain/completion-event.js'
import { type Cost, ESTIMATED_PRICE_VERSION, formatNanos } from '../../domain/cost.js'
import { inputTokens, outputTokens, type Usage, type UsageSource } from '../../domain/usage.js'
import { GatewayErrorInfo, toRecordedError } from '../gateway-error.type.js'
import { DecimalScalar } from '../scalars.js'

const names = <const Name extends string>(...values: readonly Name[]) =>
  Object.fromEntries(values.map((value) => [value, value])) as { readonly [K in Name]: K }

export const CompletionStatus = names(...CALL_STATUSES)
registerEnumType(CompletionStatus, { name: 'CompletionStatus', description: 'How a call ended; every call ends in exactly one.' })
export const FinishReasonName = names<FinishReason>('STOP', 'LENGTH', 'TOOL_CALLS', 'CONTENT_FILTER', 'REFUSAL', 'OTHER')
registerEnumType(FinishReasonName, { name: 'FinishReason' })
export const UsageSourceName = names<UsageSource>('PROVIDER', 'ESTIMATED', 'CACHE', 'NONE')
registerEnumType(UsageSourceName, { name: 'UsageSource', description: 'Who counted the tokens.' })
export const AttemptOutcome = names<Attempt['outcome']>('SUCCEEDED', 'FAILED', 'CANCELLED')
registerEnumType(AttemptOutcome, { name: 'AttemptOutcome' })
export const WarningCode = names<Warning['code']>(...WARNING_CODES)
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
  @Field(() => AttemptOutcome) outcome!: Attempt['outcome']
  @Field(() => Float) durationMs!: number
  @Field(() => GatewayErrorInfo, { nullable: true }) error!: GatewayErrorInfo | null
}

@ObjectType('RouteTrace', { simpleResolvers: true, description: 'How a call found the one that answered it.' })
export class RouteTrace {
  @Field(() => String, { nullable: true, description: 'The route asked for; null when a model was.' }) name!: string | null
  @Field(() => String) requestedModel!: string
  @Field(() => [AttemptType]) attempts!: AttemptType[]
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
  return { ...attempt, error: attempt.error ? toRecordedError(attempt.error) : null }
}

export function toRouteTrace({ route, requestedModel, attempts }: CallAccounts): RouteTrace {
  return { name: route, requestedModel, attempts: attempts.map(toAttemptType) }
}
