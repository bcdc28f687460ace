import { Field, Float, InputType, Int } from 'type-graphql'
import type { FallbackClass, Strategy } from '../../domain/route.js'
import type { Given } from '../inference/message.input.js'
import { FallbackClassName, StrategyName } from '../routing/route-enums.js'

@InputType({ description: 'Who may serve calls of a route.' })
export class RouteTargetInput {
  @Field(() => String, { description: '`provider/model`, or a deployment by its name.' }) model!: string
  @Field(() => Float, { nullable: true, description: 'Its share under WEIGHTED; absent: 1.' }) weight?: Given<number>
}

@InputType({ description: 'Calls that meet a condition; the first rule that holds decides.' })
export class RouteRuleInput {
  @Field(() => String, { nullable: true, description: 'What explanations and records call it.' }) name?: Given<string>
  @Field(() => String, { description: "A condition (CEL), such as `principal.tier == 'free'`." }) when!: string
  @Field(() => [RouteTargetInput], { description: 'Who serves the calls that it takes.' }) targets!: RouteTargetInput[]
  @Field(() => StrategyName, { nullable: true, description: "Absent: the route's." }) strategy?: Given<Strategy>
}

@InputType({ description: 'A header that calls have.' })
export class HeaderMatchInput {
  @Field(() => String, { description: 'In any case.' }) name!: string
  @Field(() => String, { description: 'The whole of it.' }) value!: string
}

@InputType({ description: 'A part of the calls that no rule took: everything that it says must hold.' })
export class RouteSplitInput {
  @Field(() => String, { nullable: true, description: 'What explanations and records call it.' }) name?: Given<string>
  @Field(() => Float, { nullable: true, description: 'From 0 to 100; those of a route are laid side by side.' })
  percent?: Given<number>
  @Field(() => HeaderMatchInput, { nullable: true, description: 'Only calls with this header.' })
  header?: Given<HeaderMatchInput>
  @Field(() => String, { nullable: true, description: 'A segment: a condition (CEL).' }) when?: Given<string>
  @Field(() => [RouteTargetInput], { description: 'Who serves the calls that it takes.' }) targets!: RouteTargetInput[]
  @Field(() => StrategyName, { nullable: true, description: "Absent: the route's." }) strategy?: Given<Strategy>
}

@InputType({ description: 'Who is asked when the targets have failed.' })
export class RouteFallbackInput {
  @Field(() => [FallbackClassName], { defaultValue: ['ANY'], description: 'Which failures it is for.' }) on!: FallbackClass[]
  @Field(() => [String], { description: 'Who is asked then, in this order.' }) models!: string[]
}

@InputType({ description: 'Waits are drawn from 0 to the doubled one before; what a provider asks for is honoured.' })
export class RetryInput {
  @Field(() => Int, { nullable: true, description: 'How often the targets are tried again when all have failed; absent: 1.' })
  attempts?: Given<number>
  @Field(() => Int, { nullable: true, description: 'The longest first wait in milliseconds; absent: 250.' })
  baseMs?: Given<number>
  @Field(() => Int, { nullable: true, description: 'The longest wait of all in milliseconds; absent: 8000.' })
  maxMs?: Given<number>
}

@InputType({ description: 'Providers that a class of data must not reach.' })
export class SensitiveDataInput {
  @Field(() => String, { description: 'Such as pii, as callers and guards name it.' }) dataClass!: string
  @Field(() => [String], { description: 'Names of providers that it must not reach.' }) excludedProviders!: string[]
}

@InputType({ description: 'Where the data of calls may go. What is absent restricts nothing.' })
export class DataPolicyInput {
  @Field(() => [String], { nullable: true, description: 'The only regions. A deployment without one is in none.' })
  regions?: Given<string[]>
  @Field(() => Boolean, { nullable: true, description: 'Only deployments that keep nothing.' }) zeroRetention?: Given<boolean>
  @Field(() => [String], { nullable: true, description: 'Names of providers that are never asked.' })
  excludedProviders?: Given<string[]>
  @Field(() => [SensitiveDataInput], { nullable: true, description: 'Providers that a class of data must not reach.' })
  sensitive?: Given<SensitiveDataInput[]>
}

@InputType({ description: 'A model that is asked whether an answer will do.' })
export class JudgeInput {
  @Field(() => String, { description: '`provider/model`.' }) model!: string
  @Field(() => String, { nullable: true, description: 'What it is told; absent: a prompt of ours.' }) prompt?: Given<string>
  @Field(() => Float, { nullable: true, description: 'The least that will do, from 0 to 1.' }) minScore?: Given<number>
}

@InputType({ description: 'When the answer of a cheap model is not good enough. Each that is given is asked.' })
export class CascadeInput {
  @Field(() => Boolean, { nullable: true, description: 'An answer that breaks its JSON schema is not; absent: true.' })
  schema?: Given<boolean>
  @Field(() => Boolean, { nullable: true, description: 'A refusal is not; absent: true.' }) refusal?: Given<boolean>
  @Field(() => Float, { nullable: true, description: 'The least mean log probability of its tokens.' })
  minLogprob?: Given<number>
  @Field(() => JudgeInput, { nullable: true, description: 'A model that is asked.' }) judge?: Given<JudgeInput>
}

@InputType({ description: 'When the second target is asked too.' })
export class HedgeInput {
  @Field(() => Int, { description: 'When the second target is asked too, in milliseconds.' }) afterMs!: number
}

@InputType({ description: 'Which calls are mirrored.' })
export class ShadowInput {
  @Field(() => Float, { description: 'The share of the calls that are mirrored, from 0 to 100.' }) percent!: number
}
