import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql'
import type { Declared } from '../../admin/control-plane.js'
import type { KeyRef } from '../../domain/control-plane.js'
import type { ManagedBy } from '../../domain/route.js'
import { namesOf } from '../names-of.js'
import { DateTimeScalar } from '../scalars.js'

export const ManagedByName = namesOf<ManagedBy>(['FILE', 'ENVIRONMENT', 'API'])
registerEnumType(ManagedByName, {
  name: 'ManagedBy',
  description: 'Who declared something, and so where it can be changed.',
  valuesConfig: {
    FILE: { description: 'The configuration file: no mutation changes it.' },
    ENVIRONMENT: { description: 'A variable of the environment: no mutation changes it.' },
    API: { description: 'A mutation.' },
  },
})

/** What all that is declared has in common. */
@ObjectType({ simpleResolvers: true })
export abstract class DeclaredType {
  @Field(() => ManagedByName, { description: 'Where it can be changed.' }) managedBy!: ManagedBy
  @Field(() => Int, { description: 'Counts its changes by the API; 0 when that did not declare it. An update names it.' })
  version!: number
  @Field(() => DateTimeScalar, { nullable: true, description: 'null when the API did not declare it.' }) createdAt!: Date | null
  @Field(() => DateTimeScalar, { nullable: true, description: 'null when the API did not declare it.' }) updatedAt!: Date | null
  @Field(() => ID, { nullable: true, description: 'The API key that changed it last; null when the API did not declare it.' })
  updatedBy!: string | null
}

@ObjectType('KeyRef', { simpleResolvers: true, description: 'A credential of a provider. It is never shown.' })
export class KeyRefType {
  @Field(() => ID, { description: 'What logs and metrics call it.' }) id!: string
  @Field(() => String, { description: 'Its last characters, to recognise it by; none of a short one.' }) lastFour!: string
}

export function toDeclaredType({ managedBy, version, entry }: Declared): DeclaredType {
  return {
    managedBy,
    version,
    createdAt: entry?.createdAt ?? null,
    updatedAt: entry?.updatedAt ?? null,
    updatedBy: entry?.updatedBy ?? null,
  }
}

/** Field by field: nothing that a key may come to hold gets out by itself. */
export function toKeyRefs(keys: readonly KeyRef[] | undefined): KeyRefType[] {
  return (keys ?? []).map(({ id, lastFour }) => ({ id, lastFour }))
}
