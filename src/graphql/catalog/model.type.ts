import { Directive, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql'
import { MODEL_ABILITIES, type ModelAbility } from '../../admin/admin.js'
import { formatNanos, type PriceRates } from '../../domain/cost.js'
import { MODALITIES, type Modality, UNKNOWN_FACTS } from '../../domain/model.js'
import type { Model } from '../../domain/snapshot.js'
import { PageInfo } from '../page.js'
import { DateTimeScalar, DecimalScalar } from '../scalars.js'

@ObjectType('ModelCapabilities', { simpleResolvers: true, description: 'null means unknown.' })
export class ModelCapabilitiesType {
  @Field(() => [String], { nullable: true, description: 'Of text, image, audio, file and video.' }) input!:
    | readonly string[]
    | null
  @Field(() => [String], { nullable: true, description: 'Of text, image, audio, file and video.' }) output!:
    | readonly string[]
    | null
  @Field(() => Boolean, { nullable: true }) tools!: boolean | null
  @Field(() => Boolean, { nullable: true }) parallelTools!: boolean | null
  @Field(() => Boolean, { nullable: true, description: "By the provider's own means." }) jsonSchema!: boolean | null
  @Field(() => Boolean, { nullable: true, description: "By the provider's own means." }) jsonMode!: boolean | null
  @Field(() => Boolean, { nullable: true }) reasoning!: boolean | null
  @Field(() => Boolean, { nullable: true, description: 'Discounts prompts that it has seen.' }) promptCache!: boolean | null
  @Field(() => Boolean, { nullable: true }) embeddings!: boolean | null
  @Field(() => Boolean, { nullable: true }) rerank!: boolean | null
  @Field(() => Boolean, { nullable: true }) moderation!: boolean | null
  @Field(() => Boolean, { nullable: true, description: 'Goes on with an answer that ends the request.' }) prefill!: boolean | null
  @Field(() => [String], { description: 'Parameters of CompletionInput that it refuses: they are left out with a warning.' })
  unsupported!: readonly string[]
}

@ObjectType('InputRates', { simpleResolvers: true, description: 'USD per million tokens; null means unknown.' })
export class InputRates {
  @Field(() => DecimalScalar, { nullable: true }) text!: string | null
  @Field(() => DecimalScalar, { nullable: true }) cacheRead!: string | null
  @Field(() => DecimalScalar, { nullable: true }) cacheWrite5m!: string | null
  @Field(() => DecimalScalar, { nullable: true }) cacheWrite1h!: string | null
  @Field(() => DecimalScalar, { nullable: true }) audio!: string | null
  @Field(() => DecimalScalar, { nullable: true }) image!: string | null
}

@ObjectType('OutputRates', { simpleResolvers: true, description: 'USD per million tokens; null means unknown.' })
export class OutputRates {
  @Field(() => DecimalScalar, { nullable: true }) text!: string | null
  @Field(() => DecimalScalar, { nullable: true }) reasoning!: string | null
  @Field(() => DecimalScalar, { nullable: true }) audio!: string | null
  @Field(() => DecimalScalar, { nullable: true }) image!: string | null
}

@ObjectType('PriceTier', { simpleResolvers: true, description: 'The rates once the whole input exceeds a number of tokens.' })
export class PriceTier {
  @Field(() => Int) aboveInputTokens!: number
  @Field(() => InputRates) input!: InputRates
  @Field(() => OutputRates) output!: OutputRates
}

@ObjectType('ModelPrice', { simpleResolvers: true })
export class ModelPrice {
  @Field(() => ID) version!: string
  @Field(() => String) currency!: string
  @Field(() => InputRates) input!: InputRates
  @Field(() => OutputRates) output!: OutputRates
  @Field(() => DecimalScalar, { nullable: true, description: 'USD for each request, whatever its tokens.' }) perRequest!:
    | string
    | null
  @Field(() => [PriceTier]) tiers!: PriceTier[]
  @Field(() => String, { nullable: true, description: 'Who says so.' }) source!: string | null
  @Field(() => DateTimeScalar, { nullable: true, description: 'Since when it is charged, where that is known.' })
  effectiveFrom!: Date | null
  @Field(() => Boolean, { description: 'It may have changed: its source looked long ago, or it is past its validity.' })
  stale!: boolean
  @Field(() => Boolean, { description: "The dearest price that is known, for want of the model's own." }) estimated!: boolean
}

@Directive('@key(fields: "id")')
@ObjectType('Model', { simpleResolvers: true, description: 'A model at a provider.' })
export class ModelType {
  @Field(() => ID, { description: '`provider/name`: what to ask for.' }) id!: string
  @Field(() => String) provider!: string
  @Field(() => String, { description: "The model's name at the provider." }) name!: string
  @Field(() => String, { nullable: true }) displayName!: string | null
  @Field(() => Boolean, { description: 'Whether a provider that is on serves it; else it is only known.' }) available!: boolean
  @Field(() => Int, { nullable: true }) contextWindow!: number | null
  @Field(() => Int, { nullable: true }) maxOutputTokens!: number | null
  @Field(() => ModelCapabilitiesType) capabilities!: ModelCapabilitiesType
  @Field(() => ModelPrice, { nullable: true, description: 'null when unknown.' }) price!: ModelPrice | null
  @Field(() => DateTimeScalar, { nullable: true }) releasedAt!: Date | null
  @Field(() => DateTimeScalar, { nullable: true, description: 'From when its maker advises against it.' })
  deprecatedAt!: Date | null
  @Field(() => DateTimeScalar, { nullable: true, description: 'From when it no longer answers.' }) retiresAt!: Date | null
}

@ObjectType('ModelEdge', { simpleResolvers: true })
export class ModelEdge {
  @Field(() => String) cursor!: string
  @Field(() => ModelType) node!: ModelType
}

@ObjectType('ModelConnection', { simpleResolvers: true })
export class ModelConnection {
  @Field(() => [ModelEdge]) edges!: ModelEdge[]
  @Field(() => [ModelType]) nodes!: ModelType[]
  @Field(() => PageInfo) pageInfo!: PageInfo
}

const names = <Name extends string>(values: readonly Name[]) =>
  Object.fromEntries(values.map((value) => [value.replace(/[A-Z]/g, '_$&').toUpperCase(), value]))

export const ModelAbilityName = names(MODEL_ABILITIES)
registerEnumType(ModelAbilityName, { name: 'ModelAbility' })
export const ModalityName = names(MODALITIES)
registerEnumType(ModalityName, { name: 'Modality', description: 'What a model takes or makes.' })

@InputType()
export class ModelFilterInput {
  @Field(() => String, { nullable: true }) provider?: string | null
  @Field(() => String, { nullable: true, description: 'Part of the id, in any case.' }) search?: string | null
  @Field(() => Boolean, { nullable: true, description: 'Whether the price is known.' }) priced?: boolean | null
  @Field(() => Boolean, { nullable: true, description: 'Whether a provider that is on serves it.' }) available?: boolean | null
  @Field(() => [ModelAbilityName], { nullable: true, description: 'What it must be known to do, all of it.' })
  capabilities?: ModelAbility[] | null
  @Field(() => [ModalityName], { nullable: true, description: 'What it must be known to take, all of it.' })
  input?: Modality[] | null
  @Field(() => Int, { nullable: true, description: 'Tokens that must be known to fit.' }) minContextWindow?: number | null
}

type Named = ModelType & { readonly __typename: 'Model' }

/** By the model of the catalogue, which is immutable and shown with every answer. */
const shown = new WeakMap<Model, Named>()

export function toModelType(model: Model): Named {
  const known = shown.get(model)
  if (known) return known
  const named: Named = { __typename: 'Model', ...model, available: model.available ?? true, price: toModelPrice(model) }
  shown.set(model, named)
  return named
}

/** A model that the catalogue does not list, passed through to its provider: its name is all that is known. */
export function toUnlistedModel(id: string): Named {
  const slash = id.indexOf('/')
  return {
    __typename: 'Model',
    id,
    provider: id.slice(0, Math.max(slash, 0)),
    name: id.slice(slash + 1),
    available: true,
    ...UNKNOWN_FACTS,
    price: null,
  }
}

function toModelPrice({ price, priceStale = false }: Model): ModelPrice | null {
  if (!price) return null
  const { version, rates, tiers = [], source = null, effectiveFrom = null, estimated = false } = price
  return {
    version,
    source,
    effectiveFrom,
    stale: priceStale,
    estimated,
    currency: 'USD',
    ...toRates(rates),
    perRequest: rates.perRequest === undefined ? null : formatNanos(rates.perRequest),
    tiers: tiers.map((tier) => ({ aboveInputTokens: tier.aboveInputTokens, ...toRates(tier.rates) })),
  }
}

function toRates({ input, output }: PriceRates): { input: InputRates; output: OutputRates } {
  return { input: formatAll(input) as InputRates, output: formatAll(output) as OutputRates }
}

function formatAll(rates: Partial<Record<string, bigint>>): object {
  return Object.fromEntries(
    Object.entries(rates).map(([bucket, nanos]) => [bucket, nanos === undefined ? null : formatNanos(nanos)]),
  )
}
