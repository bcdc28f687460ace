import { Field, Float, Int, ObjectType } from 'type-graphql'
import type { FallbackClass, Strategy } from '../../domain/route.js'
import { FallbackClassName, StrategyName } from '../routing/route-enums.js'

@ObjectType('RouteTarget', { simpleResolvers: true, description: 'Who may serve calls of a route.' })
export class RouteTargetType {
  @Field(() => String, { description: '`provider/model`, or a deployment by its name.' }) model!: string
  @Field(() => Float, { description: 'Its share under WEIGHTED.' }) weight!: number
}

@ObjectType('RouteRule', {
  simpleResolvers: true,
  description: 'Calls that meet a condition; the first rule that holds decides.',
})
export class RouteRuleType {
  @Field(() => String, { nullable: true, description: 'What explanations and records call it.' }) name!: string | null
  @Field(() => String, { description: 'A condition (CEL).' }) when!: string
  @Field(() => [RouteTargetType], { description: 'Who serves the calls that it takes.' }) targets!: RouteTargetType[]
  @Field(() => StrategyName, { nullable: true, description: "null: the route's." }) strategy!: Strategy | null
}

@ObjectType('HeaderMatch', { simpleResolvers: true, description: 'A header that calls have.' })
export class HeaderMatchType {
  @Field(() => String, { description: 'In lower case.' }) name!: string
  @Field(() => String, { description: 'The whole of it.' }) value!: string
}

@ObjectType('RouteSplit', {
  simpleResolvers: true,
  description: 'A part of the calls that no rule took: everything that it says must hold.',
})
export class RouteSplitType {
  @Field(() => String, { nullable: true, description: 'What explanations and records call it.' }) name!: string | null
  @Field(() => Float, { nullable: true, description: 'From 0 to 100; null: all.' }) percent!: number | null
  @Field(() => HeaderMatchType, { nullable: true, description: 'Only calls with this header.' }) header!: HeaderMatchType | null
  @Field(() => String, { nullable: true, description: 'A segment: a condition (CEL).' }) when!: string | null
  @Field(() => [RouteTargetType], { description: 'Who serves the calls that it takes.' }) targets!: RouteTargetType[]
  @Field(() => StrategyName, { nullable: true, description: "null: the route's." }) strategy!: Strategy | null
}

@ObjectType('RouteFallback', { simpleResolvers: true, description: 'Who is asked when the targets have failed.' })
export class RouteFallbackType {
  @Field(() => [FallbackClassName], { description: 'Which failures it is for.' }) on!: readonly FallbackClass[]
  @Field(() => [String], { description: 'Who is asked then, in this order.' }) models!: readonly string[]
}

@ObjectType('RetryPolicy', { simpleResolvers: true, description: 'How the targets are tried again.' })
export class RetryPolicyType {
  @Field(() => Int, { description: 'How often, when all have failed in a way that may pass.' }) attempts!: number
  @Field(() => Int, { description: 'The longest first wait in milliseconds.' }) baseMs!: number
  @Field(() => Int, { description: 'The longest wait of all in milliseconds.' }) maxMs!: number
}

@ObjectType('SensitiveData', { simpleResolvers: true, description: 'Providers that a class of data must not reach.' })
export class SensitiveDataType {
  @Field(() => String, { description: 'Such as pii, as callers and guards name it.' }) dataClass!: string
  @Field(() => [String], { description: 'Names of providers.' }) excludedProviders!: readonly string[]
}

@ObjectType('DataPolicy', { simpleResolvers: true, description: 'Where the data of calls may go.' })
export class DataPolicyType {
  @Field(() => [String], { nullable: true, description: 'The only regions; null: all.' }) regions!: readonly string[] | null
  @Field(() => Boolean, { description: 'Only deployments that keep nothing.' }) zeroRetention!: boolean
  @Field(() => [String], { description: 'Names of providers that are never asked.' }) excludedProviders!: readonly string[]
  @Field(() => [SensitiveDataType], { description: 'Providers that a class of data must not reach.' })
  sensitive!: readonly SensitiveDataType[]
}

@ObjectType('Judge', { simpleResolvers: true, description: 'A model that is asked whether an answer will do.' })
export class JudgeType {
  @Field(() => String, { description: '`provider/model`.' }) model!: string
  @Field(() => String, { nullable: true, description: 'What it is told; null: a prompt of ours.' }) prompt!: string | null
  @Field(() => Float, { nullable: true, description: 'The least that will do, from 0 to 1.' }) minScore!: number | null
}

@ObjectType('CascadeGate', { simpleResolvers: true, description: 'When the answer of a cheap model is not good enough.' })
export class CascadeGateType {
  @Field(() => Boolean, { description: 'An answer that breaks its JSON schema is not.' }) schema!: boolean
  @Field(() => Boolean, { description: 'A refusal is not.' }) refusal!: boolean
  @Field(() => Float, { nullable: true, description: 'The least mean log probability of its tokens.' }) minLogprob!: number | null
  @Field(() => JudgeType, { nullable: true, description: 'A model that is asked.' }) judge!: JudgeType | null
}

@ObjectType('HedgePolicy', { simpleResolvers: true, description: 'When the second target is asked too.' })
export class HedgePolicyType {
  @Field(() => Int, { description: 'In milliseconds.' }) afterMs!: number
}

@ObjectType('ShadowPolicy', { simpleResolvers: true, description: 'Which calls are mirrored.' })
export class ShadowPolicyType {
  @Field(() => Float, { description: 'The share of the calls, from 0 to 100.' }) percent!: number
}
