import { Field, Int, ObjectType, registerEnumType } from 'type-graphql'
import type { ConfigResult } from '../../admin/control-plane.js'
import { CONFIG_KINDS, type ConfigDifference, type ConfigKind } from '../../domain/control-plane.js'
import { namesOf } from '../names-of.js'
import { JsonScalar } from '../scalars.js'

export const ConfigKindName = namesOf(CONFIG_KINDS)
registerEnumType(ConfigKindName, {
  name: 'ConfigKind',
  description: 'What can be declared.',
  valuesConfig: {
    PROVIDER: { description: 'An account at a vendor of models, or a server that speaks like one.' },
    DEPLOYMENT: { description: 'A model at a provider, in a place of its own.' },
    MODEL: { description: 'What an operator knows better of a model.' },
    ROUTE: { description: 'A name that callers ask for, and how it is served.' },
  },
})

export const ConfigActionName = namesOf<ConfigDifference['action']>(['CREATED', 'UPDATED', 'DELETED'])
registerEnumType(ConfigActionName, { name: 'ConfigAction', description: 'What became of something declared.' })

@ObjectType('FieldChange', { simpleResolvers: true, description: 'A field that changed.' })
export class FieldChangeType {
  @Field(() => String, { description: 'Such as `targets[0].weight`.' }) path!: string
  @Field(() => JsonScalar, {
    nullable: true,
    description: 'null when there was none. Of a credential only the last four characters.',
  })
  before!: unknown
  @Field(() => JsonScalar, {
    nullable: true,
    description: 'null when there is none. Of a credential only the last four characters.',
  })
  after!: unknown
}

@ObjectType('ConfigDifference', { simpleResolvers: true, description: 'What changed of one declared thing, field by field.' })
export class ConfigDifferenceType {
  @Field(() => ConfigKindName, { description: 'What it is.' }) kind!: ConfigKind
  @Field(() => String, { description: 'Its name; of a model its id.' }) name!: string
  @Field(() => ConfigActionName, { description: 'What became of it.' }) action!: ConfigDifference['action']
  @Field(() => [FieldChangeType], { description: 'The fields that changed.' }) fields!: FieldChangeType[]
}

/** What every mutation of the control plane tells. */
@ObjectType({ simpleResolvers: true })
export abstract class ChangePayload {
  @Field(() => [ConfigDifferenceType], { description: 'What changed, or would change.' }) changes!: ConfigDifferenceType[]
  @Field(() => Boolean, { description: 'Nothing was changed: it was only asked what would be.' }) dryRun!: boolean
  @Field(() => Int, {
    description:
      'The version of all that is declared by the API, as in `configVersions`; with dryRun the one that it would become.',
  })
  version!: number
}

@ObjectType('DeletePayload', { simpleResolvers: true, description: 'Something declared was deleted.' })
export class DeletePayload extends ChangePayload {
  @Field(() => String, { description: 'The name of what was deleted, or would be.' }) deleted!: string
}

@ObjectType('ConfigPayload', { simpleResolvers: true, description: 'Everything that is declared by the API was set.' })
export class ConfigPayload extends ChangePayload {}

export function toChangePayload({ differences, dryRun, version }: ConfigResult): ChangePayload {
  return { changes: differences.map(toDifferenceType), dryRun, version }
}

export function toDifferenceType({ kind, name, action, fields }: ConfigDifference): ConfigDifferenceType {
  return { kind, name, action, fields: fields.map(({ path, before, after }) => ({ path, before, after })) }
}
