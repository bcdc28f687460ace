import { Field, ID, InputType } from 'type-graphql'
import type { CallStatus } from '../../domain/completion.js'
import type { CallFilter } from '../../domain/stores.js'
import { DateTimeScalar } from '../scalars.js'
import { CompletionStatus } from './accounts.type.js'

@InputType()
export class CompletionFilterInput {
  @Field(() => DateTimeScalar, { nullable: true }) from?: Date | null
  @Field(() => DateTimeScalar, { nullable: true, description: 'Exclusive.' }) to?: Date | null
  @Field(() => ID, { nullable: true, description: 'The id of an API key.' }) key?: string | null
  @Field(() => ID, { nullable: true }) model?: string | null
  @Field(() => String, { nullable: true }) provider?: string | null
  @Field(() => CompletionStatus, { nullable: true }) status?: CallStatus | null
  @Field(() => String, { nullable: true }) tag?: string | null
  @Field(() => String, { nullable: true, description: 'Tells whether a call was made whose answer was lost.' })
  idempotencyKey?: string | null
}

export function toCallFilter(input: CompletionFilterInput | null | undefined): CallFilter {
  if (input == null) return {}
  const { from, to, key: keyId, model, provider, status, tag, idempotencyKey } = input
  const given = Object.entries({ from, to, keyId, model, provider, status, tag, idempotencyKey }).filter(
    ([, value]) => value != null,
  )
  return Object.fromEntries(given) as CallFilter
}
