import { Field, Float, Int, ObjectType } from 'type-graphql'
import type { ConfigResult, Declared } from '../../admin/control-plane.js'
import { SafeIntScalar } from '../scalars.js'
import { ChangePayload, toChangePayload } from './change.type.js'
import { DeclaredType, KeyRefType, toDeclaredType, toKeyRefs } from './declared.type.js'
import { connectionOf } from './declared-page.js'

@ObjectType('DeploymentLimits', { simpleResolvers: true, description: 'What a deployment can bear; null: not limited here.' })
export class DeploymentLimitsType {
  @Field(() => Int, { nullable: true, description: 'Calls at a time, over all processes of a machine.' })
  maxConcurrent!: number | null
  @Field(() => SafeIntScalar, { nullable: true, description: 'Calls in a minute.' }) requestsPerMinute!: number | null
  @Field(() => SafeIntScalar, { nullable: true, description: 'Tokens in a minute, in and out.' }) tokensPerMinute!: number | null
}

@ObjectType('Deployment', { simpleResolvers: true, description: 'A model at a provider, in a place of its own.' })
export class DeploymentType extends DeclaredType {
  @Field(() => String, { description: 'What routes and callers may ask for instead of the model.' }) name!: string
  @Field(() => String, { description: 'The name of the provider that serves it.' }) provider!: string
  @Field(() => String, { description: "The model's name at the provider." }) model!: string
  @Field(() => String, { nullable: true, description: "null: the provider's." }) region!: string | null
  @Field(() => Boolean, { nullable: true, description: 'Whether it keeps nothing of a request; null: as the provider.' })
  zeroRetention!: boolean | null
  @Field(() => String, { nullable: true, description: "null: the provider's." }) baseUrl!: string | null
  @Field(() => Float, { description: 'Its share among the deployments of the model.' }) weight!: number
  @Field(() => DeploymentLimitsType, { description: 'What it can bear.' }) limits!: DeploymentLimitsType
  @Field(() => [KeyRefType], { description: "Its own pool of keys; empty: the provider's." }) keys!: KeyRefType[]
}

export const DeploymentConnection = connectionOf('Deployment', DeploymentType)

@ObjectType('DeploymentPayload', { simpleResolvers: true, description: 'A deployment was created or updated.' })
export class DeploymentPayload extends ChangePayload {
  @Field(() => DeploymentType, { nullable: true, description: 'As it is now; with dryRun as it would be.' })
  deployment!: DeploymentType | null
}

export function toDeploymentType(declared: Declared<'DEPLOYMENT'>): DeploymentType {
  const { name, provider, model, region = null, zeroRetention = null, baseUrl = null, weight = 1, limits, keys } = declared.spec
  const shown = { name, provider, model, region, zeroRetention, baseUrl, weight, limits: toLimits(limits), keys: toKeyRefs(keys) }
  return { ...toDeclaredType(declared), ...shown }
}

export function toDeploymentPayload(result: ConfigResult<'DEPLOYMENT'>): DeploymentPayload {
  return { ...toChangePayload(result), deployment: result.declared && toDeploymentType(result.declared) }
}

function toLimits(limits: Declared<'DEPLOYMENT'>['spec']['limits']): DeploymentLimitsType {
  const { maxConcurrent = null, requestsPerMinute = null, tokensPerMinute = null } = limits ?? {}
  return { maxConcurrent, requestsPerMinute, tokensPerMinute }
}
