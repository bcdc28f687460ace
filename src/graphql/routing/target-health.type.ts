import { Field, Float, Int, ObjectType } from 'type-graphql'
import type { CircuitState } from '../../domain/health.js'
import type { TargetHealth } from '../../domain/target-health.js'
import { CircuitStateName } from './route-enums.js'

@ObjectType('TargetHealth', {
  simpleResolvers: true,
  description: 'How a deployment fares, as the process that answers sees it. null: not measured yet.',
})
export class TargetHealthType {
  @Field(() => String, { description: "The deployment's name." }) deployment!: string
  @Field(() => String, { description: '`provider/model`.' }) model!: string
  @Field(() => CircuitStateName, { description: 'Whether it is asked.' }) circuit!: CircuitState
  @Field(() => Int, { description: 'Attempts under way in this process.' }) inFlight!: number
  @Field(() => Float, { nullable: true, description: 'Milliseconds to the first token: a peak that decays with time.' })
  firstTokenMs!: number | null
  @Field(() => Float, { description: 'The share of the recent attempts that failed, from 0 to 1.' }) errorRate!: number
  @Field(() => Float, { nullable: true, description: "What is left of the provider's rate limit, from 0 to 1." })
  headroom!: number | null
  @Field(() => Float, { description: 'The share of its traffic that it may take, from 0 to 1: less than 1 while it recovers.' })
  share!: number
  @Field(() => Float, { nullable: true, description: 'The share of the input tokens that its prompt cache served, from 0 to 1.' })
  cacheHitRate!: number | null
  @Field(() => Float, { nullable: true, description: 'How long it wants to be left alone, in milliseconds; null: not at all.' })
  coolingForMs!: number | null
  @Field(() => Float, { nullable: true, description: 'When an open circuit lets a probe through, in milliseconds; else null.' })
  retryAfterMs!: number | null
}

/** Figures rounded to what says something, so that what hardly changed is the same. */
export function toTargetHealthType(health: TargetHealth): TargetHealthType {
  return {
    deployment: health.deployment,
    model: health.model,
    circuit: health.circuit,
    inFlight: health.inFlight,
    firstTokenMs: round(health.firstTokenMs, 1),
    errorRate: round(health.errorRate, 1_000),
    headroom: round(health.headroom, 1_000),
    share: round(health.share, 1_000),
    cacheHitRate: round(health.cacheHitRate, 1_000),
    coolingForMs: round(health.coolingForMs, 1),
    retryAfterMs: round(health.retryAfterMs, 1),
  }
}

function round<Value extends number | null>(value: Value, parts: number): Value {
  return (value === null ? null : Math.round(value * parts) / parts) as Value
}
