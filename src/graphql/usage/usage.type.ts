import { Field, Float, ID, InputType, ObjectType, registerEnumType } from 'type-graphql'
import { formatNanos } from '../../domain/cost.js'
import { GatewayError } from '../../domain/gateway-error.js'
import type { UsageBucket, UsageDimension, UsageInterval, UsageQuery } from '../../domain/stores.js'
import { DateTimeScalar, DecimalScalar, SafeIntScalar } from '../scalars.js'

export const UsageDimensionName = { KEY: 'key', MODEL: 'model', PROVIDER: 'provider', TAG: 'tag' } as const
registerEnumType(UsageDimensionName, { name: 'UsageDimension' })
export const UsageIntervalName = { MINUTE: 'MINUTE', HOUR: 'HOUR', DAY: 'DAY' } as const
registerEnumType(UsageIntervalName, { name: 'UsageInterval' })

@InputType({ description: 'At most one of key, model, provider and tag.' })
export class LiveUsageFilterInput {
  @Field(() => ID, { nullable: true, description: 'The id of an API key.' }) key?: string | null
  @Field(() => ID, { nullable: true }) model?: string | null
  @Field(() => String, { nullable: true }) provider?: string | null
  @Field(() => String, { nullable: true }) tag?: string | null
}

@InputType({ description: 'At most one of key, model, provider and tag.' })
export class UsageFilterInput extends LiveUsageFilterInput {
  @Field(() => DateTimeScalar) from!: Date
  @Field(() => DateTimeScalar, { nullable: true, description: 'Exclusive; absent: now.' }) to?: Date | null
}

@ObjectType('InputTokenTotals', { simpleResolvers: true, description: 'Disjoint.' })
export class InputTokenTotals {
  @Field(() => SafeIntScalar) text!: number
  @Field(() => SafeIntScalar) cacheRead!: number
  @Field(() => SafeIntScalar) cacheWrite5m!: number
  @Field(() => SafeIntScalar) cacheWrite1h!: number
  @Field(() => SafeIntScalar) audio!: number
  @Field(() => SafeIntScalar) image!: number
}

@ObjectType('OutputTokenTotals', { simpleResolvers: true, description: 'Disjoint.' })
export class OutputTokenTotals {
  @Field(() => SafeIntScalar) text!: number
  @Field(() => SafeIntScalar) reasoning!: number
  @Field(() => SafeIntScalar) audio!: number
  @Field(() => SafeIntScalar) image!: number
}

/** What the calls of some span of time add up to. */
@ObjectType({ simpleResolvers: true })
abstract class UsageTotals {
  @Field(() => SafeIntScalar) requests!: number
  @Field(() => SafeIntScalar) errors!: number
  @Field(() => SafeIntScalar) inputTokens!: number
  @Field(() => SafeIntScalar) outputTokens!: number
  @Field(() => SafeIntScalar) totalTokens!: number
  @Field(() => DecimalScalar, { description: 'USD.' }) cost!: string
  @Field(() => SafeIntScalar, { description: 'Calls whose cost is unknown, and so not in `cost`.' }) unpricedRequests!: number
  @Field(() => Float, { nullable: true, description: 'null without a call.' }) p50Ms!: number | null
  @Field(() => Float, { nullable: true, description: 'null without a call.' }) p95Ms!: number | null
}

@ObjectType('UsageBucket', { simpleResolvers: true })
export class UsageBucketType extends UsageTotals {
  @Field(() => DateTimeScalar, { nullable: true, description: 'null when the whole range is one bucket.' }) start!: Date | null
  @Field(() => String, { nullable: true, description: 'The value grouped by.' }) group!: string | null
  @Field(() => InputTokenTotals) input!: InputTokenTotals
  @Field(() => OutputTokenTotals) output!: OutputTokenTotals
}

@ObjectType('UsageWindow', { simpleResolvers: true, description: 'The calls that ended in a window of time, of this machine.' })
export class UsageWindow extends UsageTotals {
  @Field(() => DateTimeScalar) from!: Date
  @Field(() => DateTimeScalar) to!: Date
}

/** @throws {GatewayError} INVALID_REQUEST when several dimensions are filtered by */
export function toUsageWhere(input: LiveUsageFilterInput | null | undefined): UsageQuery['where'] {
  const given = Object.values(UsageDimensionName).filter((dimension) => input?.[dimension] != null)
  if (given.length > 1) {
    const problem = `where has ${given.join(' and ')}: usage is kept by one dimension at a time. Give at most one.`
    throw new GatewayError('INVALID_REQUEST', problem, { path: 'where' })
  }
  const [dimension] = given
  return dimension && { dimension, value: input![dimension]! }
}

export interface UsageReportArguments {
  readonly where: UsageFilterInput
  readonly groupBy: UsageDimension | null | undefined
  readonly interval: UsageInterval | null | undefined
}

export function toUsageQuery({ where, groupBy, interval }: UsageReportArguments, now: Date): UsageQuery {
  const only = toUsageWhere(where)
  return {
    from: where.from,
    to: where.to ?? now,
    ...(only && { where: only }),
    ...(groupBy != null && { groupBy }),
    ...(interval != null && { interval }),
  }
}

export function toUsageBucketType(bucket: UsageBucket): UsageBucketType {
  const { input, output } = bucket.usage
  const inputTokens = sum(input)
  const outputTokens = sum(output)
  return {
    start: bucket.start,
    group: bucket.group,
    requests: Number(bucket.requests),
    errors: Number(bucket.errors),
    inputTokens,
    outputTokens,
    totalTokens: inputTokens + outputTokens,
    input: toNumbers(input),
    output: toNumbers(output),
    cost: formatNanos(bucket.costNanos),
    unpricedRequests: Number(bucket.unpricedRequests),
    p50Ms: bucket.p50Ms,
    p95Ms: bucket.p95Ms,
  }
}

function sum(buckets: Record<string, bigint>): number {
  return Number(Object.values(buckets).reduce((total, tokens) => total + tokens, 0n))
}

function toNumbers<Bucket extends string>(buckets: Record<Bucket, bigint>): Record<Bucket, number> {
  const entries = Object.entries<bigint>(buckets).map(([bucket, tokens]) => [bucket, Number(tokens)])
  return Object.fromEntries(entries) as Record<Bucket, number>
}
