import { Field, Int, ObjectType } from 'type-graphql'
import type { ConfigResult, Declared } from '../../admin/control-plane.js'
import { ChangePayload, toChangePayload } from './change.type.js'
import { DeclaredType, KeyRefType, toDeclaredType, toKeyRefs } from './declared.type.js'
import { connectionOf } from './declared-page.js'

@ObjectType('Timeouts', { simpleResolvers: true, description: 'In milliseconds; null where nothing of its own is declared.' })
export class TimeoutsType {
  @Field(() => Int, { nullable: true, description: 'Until the connection to the provider stands.' }) connectMs!: number | null
  @Field(() => Int, { nullable: true, description: 'Until the first content of an answer.' }) firstTokenMs!: number | null
  @Field(() => Int, { nullable: true, description: 'Between two pieces of an answer.' }) idleMs!: number | null
  @Field(() => Int, { nullable: true, description: 'For the whole call.' }) totalMs!: number | null
}

@ObjectType('Provider', {
  simpleResolvers: true,
  description: 'An account at a vendor of models, or a server that speaks like one.',
})
export class ProviderType extends DeclaredType {
  @Field(() => String, { description: 'Its models are called `name/model`.' }) name!: string
  @Field(() => String, { description: 'A provider plugin, or a vendor of the OpenAI dialect.' }) kind!: string
  @Field(() => String, { nullable: true, description: "null: the kind's own address." }) baseUrl!: string | null
  @Field(() => String, { nullable: true, description: 'Where it serves, for data policies.' }) region!: string | null
  @Field(() => Boolean, { description: 'Whether it keeps nothing of a request, by contract.' }) zeroRetention!: boolean
  @Field(() => [String], {
    nullable: true,
    description: 'The models that it is restricted to; null: all that are known, and others passed through.',
  })
  models!: readonly string[] | null
  @Field(() => TimeoutsType, { description: 'Those of its calls.' }) timeouts!: TimeoutsType
  @Field(() => [KeyRefType], { description: 'Its pool of keys.' }) keys!: KeyRefType[]
}

export const ProviderConnection = connectionOf('Provider', ProviderType)

@ObjectType('ProviderPayload', { simpleResolvers: true, description: 'A provider was created or updated.' })
export class ProviderPayload extends ChangePayload {
  @Field(() => ProviderType, { nullable: true, description: 'As it is now; with dryRun as it would be.' })
  provider!: ProviderType | null
}

/** Field by field: settings may hold secrets of a kind that only its plugin knows. */
export function toProviderType(declared: Declared<'PROVIDER'>): ProviderType {
  const { name, kind, baseUrl = null, region = null, zeroRetention = false, models = null, timeouts, keys } = declared.spec
  const shown = { name, kind, baseUrl, region, zeroRetention, models, timeouts: toTimeouts(timeouts), keys: toKeyRefs(keys) }
  return { ...toDeclaredType(declared), ...shown }
}

export function toProviderPayload(result: ConfigResult<'PROVIDER'>): ProviderPayload {
  return { ...toChangePayload(result), provider: result.declared && toProviderType(result.declared) }
}

export function toTimeouts(timeouts: Partial<TimeoutsType> | undefined): TimeoutsType {
  const { connectMs = null, firstTokenMs = null, idleMs = null, totalMs = null } = timeouts ?? {}
  return { connectMs, firstTokenMs, idleMs, totalMs }
}
