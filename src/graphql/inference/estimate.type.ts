import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql'
import type { Estimate } from '../../domain/completion.js'
import { ModelType } from '../catalog/model.type.js'
import { CostType, toCostType } from './accounts.type.js'

export const TokenCounter = { PROVIDER: 'PROVIDER', TOKENIZER: 'TOKENIZER', CHARACTERS: 'CHARACTERS' } as const
registerEnumType(TokenCounter, {
  name: 'TokenCounter',
  description: "How tokens were counted: by the provider itself, by its tokenizer's kin, or by characters.",
})

@ObjectType('Estimate', { simpleResolvers: true, description: 'What a request would use and cost; nothing was called.' })
export class EstimateType {
  @Field(() => ID, { description: '`provider/model` of the first target.' }) target!: string
  @Field(() => ModelType, { nullable: true }) model?: ModelType | null
  @Field(() => Int) inputTokens!: number
  @Field(() => TokenCounter) countedBy!: Estimate['countedBy']
  @Field(() => Int, { description: 'What the answer may have at most.' }) maxOutputTokens!: number
  @Field(() => CostType, { nullable: true, description: 'Of the input alone; null when unknown.' }) inputCost!: CostType | null
  @Field(() => CostType, { nullable: true, description: 'With the longest answer; null when unknown.' }) maxCost!: CostType | null
}

export interface EstimateSource extends EstimateType {
  readonly modelId: string
}

export function toEstimateType({ model, inputCost, maxCost, ...counts }: Estimate): EstimateSource {
  return { ...counts, target: model, modelId: model, inputCost: toCostType(inputCost), maxCost: toCostType(maxCost) }
}
