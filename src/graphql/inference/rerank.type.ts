import { Field, Float, InputType, Int, ObjectType } from 'type-graphql'
import type { Ranking } from '../../domain/completion.js'
import type { OnUnsupported, RerankRequest } from '../../domain/completion-request.js'
import { type Given, UnsupportedPolicy } from './message.input.js'
import { toWholeSource, WholeAnswerType, type WholeSource } from './whole-answer.type.js'
import { withoutNulls } from './without-nulls.js'

@InputType()
export class RerankInput {
  @Field(() => String, { description: '`provider/model`, a bare model name that is unique, or a route.' }) model!: string
  @Field(() => String) query!: string
  @Field(() => [String]) documents!: string[]
  @Field(() => Int, { nullable: true, description: 'How many results are wanted; absent: all.' }) topN?: Given<number>
  @Field(() => String, { nullable: true }) endUser?: Given<string>
  @Field(() => [String], { nullable: true }) tags?: Given<string[]>
  @Field(() => UnsupportedPolicy, { nullable: true }) onUnsupported?: Given<OnUnsupported>
}

@ObjectType('RankedDocument', { simpleResolvers: true })
export class RankedDocument {
  @Field(() => Int, { description: 'Which of the documents of the input, from 0.' }) index!: number
  @Field(() => Float, { description: "The provider's own, from 0 to 1 by custom." }) score!: number
}

@ObjectType('RerankResult', { simpleResolvers: true })
export class RerankResult extends WholeAnswerType {
  @Field(() => [RankedDocument], { description: 'Best first.' }) results!: readonly RankedDocument[]
}

export function toRerankRequest({ model, query, documents, ...rest }: RerankInput): RerankRequest {
  return { model, query, documents, ...withoutNulls(rest) }
}

export function toRerankResult(ranking: Ranking): WholeSource & RerankResult {
  return { ...toWholeSource(ranking), results: ranking.results }
}
