import { Field, ID, InputType, Int, ObjectType } from 'type-graphql'
import type { ConfigChange } from '../../domain/control-plane.js'
import type { Given } from '../inference/message.input.js'
import { DateTimeScalar } from '../scalars.js'
import { DRY_RUN } from './change.input.js'
import { ConfigDifferenceType, toDifferenceType } from './change.type.js'

@ObjectType('ConfigVersion', { simpleResolvers: true, description: 'A state of all that is declared by the API.' })
export class ConfigVersionType {
  @Field(() => Int, { description: 'They count up from 1.' }) version!: number
  @Field(() => DateTimeScalar, { description: 'When it was made.' }) createdAt!: Date
  @Field(() => ID, { description: 'The API key that made it.' }) createdBy!: string
  @Field(() => String, { description: 'What made it, such as `updated route smart`.' }) summary!: string
}

@ObjectType('ConfigVersionPage', { simpleResolvers: true, description: 'Versions, newest first.' })
export class ConfigVersionPage {
  @Field(() => [ConfigVersionType], { description: 'Newest first.' }) nodes!: ConfigVersionType[]
  @Field(() => Boolean, { description: 'Whether there are older ones: ask for those before the last of these.' })
  hasNextPage!: boolean
}

@ObjectType('ConfigChange', { simpleResolvers: true, description: 'Another configuration is in force.' })
export class ConfigChangeType {
  @Field(() => String, { description: 'As on `/readyz` and in the records of calls.' }) configVersion!: string
  @Field(() => Int, { description: 'The version of all that is declared by the API; 0: nothing yet.' }) version!: number
  @Field(() => ID, { nullable: true, description: 'The API key that made it; null when the API did not.' })
  createdBy!: string | null
  @Field(() => String, { description: 'What made it, such as `updated route smart`.' }) summary!: string
  @Field(() => [ConfigDifferenceType], { description: 'What changed.' }) changes!: ConfigDifferenceType[]
  @Field(() => DateTimeScalar, { description: 'When it came into force in the process that tells it.' }) at!: Date
}

@ObjectType('RotateSecretPayload', { simpleResolvers: true, description: 'All credentials were sealed anew.' })
export class RotateSecretPayload {
  @Field(() => Int, { description: 'How many.' }) credentials!: number
}

@InputType({ description: 'A version to go back to.' })
export class RollbackConfigInput {
  @Field(() => Int, { description: 'The version to go back to; 0: nothing is declared by the API.' }) version!: number
  @Field(() => Boolean, DRY_RUN) dryRun?: Given<boolean>
}

@InputType({ description: 'A configuration file to apply.' })
export class ApplyConfigInput {
  @Field(() => String, {
    description:
      'A configuration file (YAML). What the API declares becomes what it says; credentials that it does not name stay.',
  })
  yaml!: string
  @Field(() => Boolean, DRY_RUN) dryRun?: Given<boolean>
}

export function toConfigChangeType({ differences, ...change }: ConfigChange): ConfigChangeType {
  return { ...change, changes: differences.map(toDifferenceType) }
}
