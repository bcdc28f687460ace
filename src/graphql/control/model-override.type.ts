import { Field, Float, ID, Int, ObjectType } from 'type-graphql'
import type { ConfigResult, Declared } from '../../admin/control-plane.js'
import type { PriceSpec } from '../../domain/control-plane.js'
import { UNKNOWN_CAPABILITIES } from '../../domain/model.js'
import { ModelCapabilitiesType } from '../catalog/model.type.js'
import { DecimalScalar } from '../scalars.js'
import { ChangePayload, toChangePayload } from './change.type.js'
import { DeclaredType, toDeclaredType } from './declared.type.js'
import { connectionOf } from './declared-page.js'

const RATE = { nullable: true } as const

@ObjectType('PriceOverride', {
  simpleResolvers: true,
  description:
    "USD per million tokens, but perRequest; null: not declared, and so unknown, for what is declared replaces the list's price.",
})
export class PriceOverrideType {
  @Field(() => DecimalScalar, { ...RATE, description: 'Text in.' }) input!: string | null
  @Field(() => DecimalScalar, { ...RATE, description: 'Text in that a prompt cache served.' }) cacheRead!: string | null
  @Field(() => DecimalScalar, { ...RATE, description: 'Text in that is kept for five minutes.' }) cacheWrite5m!: string | null
  @Field(() => DecimalScalar, { ...RATE, description: 'Text in that is kept for an hour.' }) cacheWrite1h!: string | null
  @Field(() => DecimalScalar, { ...RATE, description: 'Audio in.' }) inputAudio!: string | null
  @Field(() => DecimalScalar, { ...RATE, description: 'Images in.' }) inputImage!: string | null
  @Field(() => DecimalScalar, { ...RATE, description: 'Text out.' }) output!: string | null
  @Field(() => DecimalScalar, { ...RATE, description: 'Reasoning out.' }) reasoning!: string | null
  @Field(() => DecimalScalar, { ...RATE, description: 'Audio out.' }) outputAudio!: string | null
  @Field(() => DecimalScalar, { ...RATE, description: 'Images out.' }) outputImage!: string | null
  @Field(() => DecimalScalar, { ...RATE, description: 'USD for each request, whatever its tokens.' }) perRequest!: string | null
  @Field(() => String, { ...RATE, description: "YYYY-MM-DD: before it the list's price holds." }) effectiveFrom!: string | null
  @Field(() => String, { ...RATE, description: 'YYYY-MM-DD: from then on the price is shown as stale.' })
  validUntil!: string | null
}

@ObjectType('ModelOverride', {
  simpleResolvers: true,
  description: 'What an operator knows better of a model than the catalogue.',
})
export class ModelOverrideType extends DeclaredType {
  @Field(() => ID, { description: '`provider/model`.' }) id!: string
  @Field(() => [String], { description: 'Other names that callers may ask for.' }) aliases!: readonly string[]
  @Field(() => String, { nullable: true, description: 'What the model is, where its name does not tell.' }) model!: string | null
  @Field(() => String, { nullable: true, description: 'For people.' }) displayName!: string | null
  @Field(() => Int, { nullable: true, description: 'Tokens.' }) contextWindow!: number | null
  @Field(() => Int, { nullable: true, description: 'Tokens.' }) maxOutputTokens!: number | null
  @Field(() => ModelCapabilitiesType, { description: 'null: as the catalogue says.' }) capabilities!: ModelCapabilitiesType
  @Field(() => PriceOverrideType, { nullable: true, description: "null: the list's price." }) price!: PriceOverrideType | null
  @Field(() => Float, { nullable: true, description: 'How good its answers are, from 0 to 1, for the model `auto`.' })
  quality!: number | null
  @Field(() => String, { nullable: true, description: 'YYYY-MM-DD.' }) releasedAt!: string | null
  @Field(() => String, { nullable: true, description: 'YYYY-MM-DD: from when its maker advises against it.' })
  deprecatedAt!: string | null
  @Field(() => String, { nullable: true, description: 'YYYY-MM-DD: from when it is not listed as available.' })
  retiresAt!: string | null
}

export const ModelOverrideConnection = connectionOf('ModelOverride', ModelOverrideType)

@ObjectType('ModelPayload', { simpleResolvers: true, description: 'What is declared of a model was created or updated.' })
export class ModelPayload extends ChangePayload {
  @Field(() => ModelOverrideType, { nullable: true, description: 'As it is now; with dryRun as it would be.' })
  model!: ModelOverrideType | null
}

export function toModelOverrideType(declared: Declared<'MODEL'>): ModelOverrideType {
  const { id, aliases = [], model = null, displayName = null, contextWindow = null, maxOutputTokens = null } = declared.spec
  const { capabilities, price, quality = null, releasedAt = null, deprecatedAt = null, retiresAt = null } = declared.spec
  return {
    ...toDeclaredType(declared),
    ...{ id, aliases, model, displayName, contextWindow, maxOutputTokens, quality, releasedAt, deprecatedAt, retiresAt },
    capabilities: { ...UNKNOWN_CAPABILITIES, ...capabilities },
    price: price ? toPrice(price) : null,
  }
}

export function toModelPayload(result: ConfigResult<'MODEL'>): ModelPayload {
  return { ...toChangePayload(result), model: result.declared && toModelOverrideType(result.declared) }
}

const NO_PRICE: PriceOverrideType = {
  ...{ input: null, cacheRead: null, cacheWrite5m: null, cacheWrite1h: null, inputAudio: null, inputImage: null },
  ...{ output: null, reasoning: null, outputAudio: null, outputImage: null, perRequest: null },
  ...{ effectiveFrom: null, validUntil: null },
}

function toPrice(price: PriceSpec): PriceOverrideType {
  return { ...NO_PRICE, ...price }
}
