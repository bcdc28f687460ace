import { Field, InputType, Int } from 'type-graphql'
import type { Given } from '../inference/message.input.js'
import { JsonScalar } from '../scalars.js'
import { DRY_RUN, UPDATES, VERSION } from './change.input.js'

@InputType({ description: 'In milliseconds, from 1 to a day.' })
export class TimeoutsInput {
  @Field(() => Int, { nullable: true, description: 'Until the connection to the provider stands.' }) connectMs?: Given<number>
  @Field(() => Int, { nullable: true, description: 'Until the first content of an answer.' }) firstTokenMs?: Given<number>
  @Field(() => Int, { nullable: true, description: 'Between two pieces of an answer.' }) idleMs?: Given<number>
  @Field(() => Int, { nullable: true, description: 'For the whole call.' }) totalMs?: Given<number>
}

@InputType()
export abstract class ProviderFields {
  @Field(() => String, {
    nullable: true,
    description: "Absent: the kind's own. An address inside the network is refused, unless the configuration file allows it.",
  })
  baseUrl?: Given<string>
  @Field(() => String, { nullable: true, description: 'Encrypted at once and never shown again. Pass it as a variable.' })
  apiKey?: Given<string>
  @Field(() => [String], {
    nullable: true,
    description: 'A pool of keys, instead of or beside apiKey: one that is refused or used up is left alone.',
  })
  apiKeys?: Given<string[]>
  @Field(() => String, { nullable: true, description: 'Where it serves, for data policies, such as eu.' }) region?: Given<string>
  @Field(() => Boolean, { nullable: true, description: 'It keeps nothing of a request, by contract.' })
  zeroRetention?: Given<boolean>
  @Field(() => [String], {
    nullable: true,
    description: 'Restricts it to these models. Absent: all that are known of the kind, and others passed through.',
  })
  models?: Given<string[]>
  @Field(() => TimeoutsInput, { nullable: true, description: 'Those of its calls.' }) timeouts?: Given<TimeoutsInput>
  @Field(() => JsonScalar, { nullable: true, description: 'What the kind alone understands; see its guide.' }) settings?: unknown
  @Field(() => Boolean, DRY_RUN) dryRun?: Given<boolean>
}

@InputType({ description: 'An account at a vendor of models, or a server that speaks like one.' })
export class CreateProviderInput extends ProviderFields {
  @Field(() => String, { description: 'Its models are called `name/model`.' }) name!: string
  @Field(() => String, { description: 'A provider plugin, or a vendor of the OpenAI dialect, such as openai-compatible.' })
  kind!: string
}

@InputType({ description: UPDATES })
export class UpdateProviderInput extends ProviderFields {
  @Field(() => String, { description: 'Which one.' }) name!: string
  @Field(() => Int, VERSION) version!: number
  @Field(() => String, { nullable: true, description: 'A provider plugin, or a vendor of the OpenAI dialect.' })
  kind?: Given<string>
}
