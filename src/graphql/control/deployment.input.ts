import { Field, Float, InputType, Int } from 'type-graphql'
import type { Given } from '../inference/message.input.js'
import { SafeIntScalar } from '../scalars.js'
import { DRY_RUN, UPDATES, VERSION } from './change.input.js'

@InputType({ description: 'What a deployment can bear.' })
export class DeploymentLimitsInput {
  @Field(() => Int, { nullable: true, description: 'Calls at a time, over all processes of a machine.' })
  maxConcurrent?: Given<number>
  @Field(() => SafeIntScalar, { nullable: true, description: 'Calls in a minute.' }) requestsPerMinute?: Given<number>
  @Field(() => SafeIntScalar, { nullable: true, description: 'Tokens in a minute, in and out.' }) tokensPerMinute?: Given<number>
}

@InputType()
export abstract class DeploymentFields {
  @Field(() => String, { nullable: true, description: "Absent: the provider's." }) region?: Given<string>
  @Field(() => Boolean, { nullable: true, description: 'It keeps nothing of a request. Absent: as the provider says.' })
  zeroRetention?: Given<boolean>
  @Field(() => String, {
    nullable: true,
    description: "Absent: the provider's. An address inside the network is refused, unless the configuration file allows it.",
  })
  baseUrl?: Given<string>
  @Field(() => Float, { nullable: true, description: 'Its share among the deployments of the model; absent: 1.' })
  weight?: Given<number>
  @Field(() => DeploymentLimitsInput, { nullable: true, description: 'What it can bear.' }) limits?: Given<DeploymentLimitsInput>
  @Field(() => String, {
    nullable: true,
    description: "Absent: the provider's. Encrypted at once and never shown again. Pass it as a variable.",
  })
  apiKey?: Given<string>
  @Field(() => [String], { nullable: true, description: 'A pool of keys, instead of or beside apiKey.' })
  apiKeys?: Given<string[]>
  @Field(() => Boolean, DRY_RUN) dryRun?: Given<boolean>
}

@InputType({ description: 'A model at a provider, in a place of its own.' })
export class CreateDeploymentInput extends DeploymentFields {
  @Field(() => String, { description: 'What routes and callers may ask for instead of the model.' }) name!: string
  @Field(() => String, { description: 'The name of the provider that serves it.' }) provider!: string
  @Field(() => String, { description: "The model's name at the provider." }) model!: string
}

@InputType({ description: UPDATES })
export class UpdateDeploymentInput extends DeploymentFields {
  @Field(() => String, { description: 'Which one.' }) name!: string
  @Field(() => Int, VERSION) version!: number
  @Field(() => String, { nullable: true, description: 'The name of the provider that serves it.' }) provider?: Given<string>
  @Field(() => String, { nullable: true, description: "The model's name at the provider." }) model?: Given<string>
}
