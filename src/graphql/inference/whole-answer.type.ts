import { Field, ID, ObjectType } from 'type-graphql'
import type { WholeAnswer } from '../../domain/completion.js'
import { ModelType } from '../catalog/model.type.js'
import {
  CostType,
  RouteTrace,
  TimingsType,
  toCostType,
  toRouteTrace,
  toUsageType,
  UsageType,
  WarningType,
} from './accounts.type.js'

/** What every answer that comes whole is accounted for by. */
@ObjectType({ simpleResolvers: true })
export abstract class WholeAnswerType {
  @Field(() => ID) id!: string
  @Field(() => ModelType, { nullable: true, description: 'The model that answered.' }) model?: ModelType | null
  @Field(() => UsageType) usage!: UsageType
  @Field(() => CostType, { nullable: true, description: 'null when unknown.' }) cost!: CostType | null
  @Field(() => RouteTrace) route!: RouteTrace
  @Field(() => TimingsType) timings!: TimingsType
  @Field(() => [WarningType]) warnings!: readonly WarningType[]
}

export interface WholeSource extends WholeAnswerType {
  readonly modelId: string
}

export function toWholeSource(answer: WholeAnswer): WholeSource {
  return {
    id: answer.id,
    modelId: answer.model,
    usage: toUsageType(answer.usage, answer.usageSource),
    cost: toCostType(answer.cost),
    route: toRouteTrace(answer),
    timings: answer.timings,
    warnings: answer.warnings,
  }
}
