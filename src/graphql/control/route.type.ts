import { Field, ObjectType } from 'type-graphql'
import type { ConfigResult, Declared } from '../../admin/control-plane.js'
import type { StickyBy, Strategy } from '../../domain/route.js'
import { StickyByName, StrategyName } from '../routing/route-enums.js'
import { ChangePayload, toChangePayload } from './change.type.js'
import { DeclaredType, toDeclaredType } from './declared.type.js'
import { connectionOf } from './declared-page.js'
import { TimeoutsType } from './provider.type.js'
import {
  CascadeGateType,
  DataPolicyType,
  HedgePolicyType,
  RetryPolicyType,
  RouteFallbackType,
  RouteRuleType,
  RouteSplitType,
  RouteTargetType,
  ShadowPolicyType,
} from './route-parts.type.js'
import { toRouteParts } from './to-route-parts.js'

@ObjectType('Route', { simpleResolvers: true, description: 'A name that callers ask for as a model, and how it is served.' })
export class RouteType extends DeclaredType {
  @Field(() => String, { description: 'What callers ask for as model.' }) name!: string
  @Field(() => [String], { description: 'Other names that callers may ask for.' }) aliases!: readonly string[]
  @Field(() => String, { nullable: true, description: 'For people.' }) description!: string | null
  @Field(() => StrategyName, { description: 'How the targets are ordered for a call.' }) strategy!: Strategy
  @Field(() => String, { nullable: true, description: 'A condition (CEL) that a request must meet to be served at all.' })
  match!: string | null
  @Field(() => [RouteTargetType], { description: 'Who serves the calls that no rule and no split took.' })
  targets!: RouteTargetType[]
  @Field(() => [RouteRuleType], { description: 'The first that holds decides.' }) rules!: RouteRuleType[]
  @Field(() => [RouteSplitType], { description: 'Parts of the calls that no rule took.' }) splits!: RouteSplitType[]
  @Field(() => StickyByName, { description: 'What always falls on the same side of a split.' }) stickyBy!: StickyBy
  @Field(() => [RouteFallbackType], { description: 'Who is asked when the targets have failed.' }) fallbacks!: RouteFallbackType[]
  @Field(() => RetryPolicyType, { description: 'How the targets are tried again.' }) retry!: RetryPolicyType
  @Field(() => TimeoutsType, { description: "These win over a provider's." }) timeouts!: TimeoutsType
  @Field(() => DataPolicyType, { nullable: true, description: 'Where the data of its calls may go; null: nothing of its own.' })
  dataPolicy!: DataPolicyType | null
  @Field(() => Boolean, { description: 'Whether it goes on with a broken stream at another target.' }) continue!: boolean
  @Field(() => HedgePolicyType, { nullable: true, description: 'Under HEDGE; null: as it is by itself.' })
  hedge!: HedgePolicyType | null
  @Field(() => CascadeGateType, { nullable: true, description: 'Under CASCADE; null: as it is by itself.' })
  cascade!: CascadeGateType | null
  @Field(() => ShadowPolicyType, { nullable: true, description: 'Under SHADOW; null: as it is by itself.' })
  shadow!: ShadowPolicyType | null
  @Field(() => String, { nullable: true, description: 'The name of a policy of the cache.' }) cachePolicy!: string | null
  @Field(() => [String], { description: 'Names of policies of the guards.' }) guardPolicies!: readonly string[]
}

export const RouteConnection = connectionOf('Route', RouteType)

@ObjectType('RoutePayload', { simpleResolvers: true, description: 'A route was created or updated.' })
export class RoutePayload extends ChangePayload {
  @Field(() => RouteType, { nullable: true, description: 'As it is now; with dryRun as it would be.' }) route!: RouteType | null
}

export function toRouteType(declared: Declared<'ROUTE'>): RouteType {
  return { ...toDeclaredType(declared), ...toRouteParts(declared.spec) }
}

export function toRoutePayload(result: ConfigResult<'ROUTE'>): RoutePayload {
  return { ...toChangePayload(result), route: result.declared && toRouteType(result.declared) }
}
