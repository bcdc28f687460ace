import { Field, Float, ObjectType, registerEnumType } from 'type-graphql'
import type { FallbackClass, Strategy } from '../../domain/route.js'
import type { ExplainedCondition, ExplainedTarget, RouteExplanation } from '../../domain/route-explanation.js'
import { DataPolicyType } from '../control/route-parts.type.js'
import { toDataPolicyType } from '../control/to-route-parts.js'
import { EstimateType, toEstimateType } from '../inference/estimate.type.js'
import { namesOf } from '../names-of.js'
import { FallbackClassName, StrategyName } from './route-enums.js'
import { TargetHealthType, toTargetHealthType } from './target-health.type.js'

export const ConditionKindName = namesOf<ExplainedCondition['kind']>(['MATCH', 'RULE', 'SPLIT'])
registerEnumType(ConditionKindName, {
  name: 'ConditionKind',
  description: 'Whose condition it is: that of the route itself, of a rule or a split.',
})

@ObjectType('ExplainedCondition', { simpleResolvers: true, description: 'How a condition of a route came out.' })
export class ExplainedConditionType {
  @Field(() => ConditionKindName, { description: 'Whose it is.' }) kind!: ExplainedCondition['kind']
  @Field(() => String, { nullable: true, description: "Of the rule or the split; null: the route's own." }) name!: string | null
  @Field(() => String, { description: 'As it is written.' }) source!: string
  @Field(() => Boolean, { description: 'Whether it holds for the request.' }) holds!: boolean
  @Field(() => String, { nullable: true, description: 'Why it could not be evaluated; it then holds for nobody.' })
  problem!: string | null
}

@ObjectType('ExplainedTarget', { simpleResolvers: true, description: 'A place that may serve the request.' })
export class ExplainedTargetType {
  @Field(() => String, { description: "The deployment's name." }) deployment!: string
  @Field(() => String, { description: '`provider/model`.' }) model!: string
  @Field(() => String, { nullable: true, description: 'Where it is; null: not declared.' }) region!: string | null
  @Field(() => Float, { description: 'Its share under WEIGHTED.' }) weight!: number
  @Field(() => EstimateType, { description: 'What the request would use and cost there.' }) estimate!: EstimateType
  @Field(() => TargetHealthType, { nullable: true, description: 'How it fares. For keys with the scope admin.' })
  health!: TargetHealthType | null
}

@ObjectType('ExcludedTarget', { simpleResolvers: true, description: 'A place that may not serve the request.' })
export class ExcludedTargetType {
  @Field(() => String, { description: 'A deployment, or a model where none of its deployments was looked at.' }) target!: string
  @Field(() => String, { description: 'Why, in a sentence.' }) reason!: string
}

@ObjectType('ExplainedFallback', { simpleResolvers: true, description: 'Who is asked when the targets have failed.' })
export class ExplainedFallbackType {
  @Field(() => [FallbackClassName], { description: 'Which failures it is for.' }) on!: readonly FallbackClass[]
  @Field(() => [String], { description: 'The deployments, in this order.' }) targets!: readonly string[]
}

@ObjectType('RouteExplanation', {
  simpleResolvers: true,
  description: 'Where a request would go now, and why. Nothing was called.',
})
export class RouteExplanationType {
  @Field(() => String, { nullable: true, description: 'The route asked for; null when a model was.' }) route!: string | null
  @Field(() => String, { description: 'As it was asked for.' }) requestedModel!: string
  @Field(() => String, { nullable: true, description: 'The rule that took it; null: none did.' }) rule!: string | null
  @Field(() => String, { nullable: true, description: 'The split that took it; null: none did.' }) split!: string | null
  @Field(() => StrategyName, { description: 'How the targets were ordered.' }) strategy!: Strategy
  @Field(() => String, { description: 'Why the first target is first, or why there is none, in a sentence.' }) reason!: string
  @Field(() => [ExplainedTargetType], { description: 'In the order in which they would be tried.' })
  targets!: ExplainedTargetType[]
  @Field(() => [ExcludedTargetType], { nullable: true, description: 'Who may not serve it. For keys with the scope admin.' })
  excluded!: ExcludedTargetType[] | null
  @Field(() => [ExplainedConditionType], {
    nullable: true,
    description: "The route's conditions that were asked, in order. For keys with the scope admin.",
  })
  conditions!: ExplainedConditionType[] | null
  @Field(() => [ExplainedFallbackType], { description: 'Who is asked when the targets have failed.' })
  fallbacks!: ExplainedFallbackType[]
  @Field(() => [DataPolicyType], { description: "All that hold for it: the gateway's and the route's." })
  dataPolicies!: DataPolicyType[]
  @Field(() => String, { description: 'As on `/readyz` and in the records of calls.' }) configVersion!: string
}

export function toExplanationType(explanation: RouteExplanation): RouteExplanationType {
  const { targets, excluded, conditions, fallbacks, dataPolicies, ...decision } = explanation
  return {
    ...decision,
    targets: targets.map(toExplainedTarget),
    excluded: [...excluded],
    conditions: [...conditions],
    fallbacks: [...fallbacks],
    dataPolicies: dataPolicies.map(toDataPolicyType),
  }
}

function toExplainedTarget({ estimate, health, ...place }: ExplainedTarget): ExplainedTargetType {
  return { ...place, estimate: toEstimateType(estimate), health: toTargetHealthType(health) }
}
