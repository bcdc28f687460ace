import { Field, InputType, Int } from 'type-graphql'
import type { StickyBy, Strategy } from '../../domain/route.js'
import type { Given } from '../inference/message.input.js'
import { StickyByName, StrategyName } from '../routing/route-enums.js'
import { DRY_RUN, UPDATES, VERSION } from './change.input.js'
import { TimeoutsInput } from './provider.input.js'
import {
  CascadeInput,
  DataPolicyInput,
  HedgeInput,
  RetryInput,
  RouteFallbackInput,
  RouteRuleInput,
  RouteSplitInput,
  RouteTargetInput,
  ShadowInput,
} from './route-parts.input.js'

@InputType()
export abstract class RouteFields {
  @Field(() => [String], { nullable: true, description: 'Other names that callers may ask for.' }) aliases?: Given<string[]>
  @Field(() => String, { nullable: true, description: 'For people.' }) description?: Given<string>
  @Field(() => StrategyName, { nullable: true, description: 'How the targets are ordered for a call; absent: PRIORITY.' })
  strategy?: Given<Strategy>
  @Field(() => String, {
    nullable: true,
    description: 'A condition (CEL) that a request must meet to be served at all, such as `request.tools.size() > 0`.',
  })
  match?: Given<string>
  @Field(() => [RouteRuleInput], { nullable: true, description: 'The first that holds decides.' }) rules?: Given<RouteRuleInput[]>
  @Field(() => [RouteSplitInput], { nullable: true, description: 'Parts of the calls that no rule took.' })
  splits?: Given<RouteSplitInput[]>
  @Field(() => StickyByName, { nullable: true, description: 'What always falls on the same side of a split; absent: END_USER.' })
  stickyBy?: Given<StickyBy>
  @Field(() => [RouteFallbackInput], { nullable: true, description: 'Who is asked when the targets have failed.' })
  fallbacks?: Given<RouteFallbackInput[]>
  @Field(() => RetryInput, { nullable: true, description: 'How the targets are tried again.' }) retry?: Given<RetryInput>
  @Field(() => TimeoutsInput, { nullable: true, description: "These win over a provider's." }) timeouts?: Given<TimeoutsInput>
  @Field(() => DataPolicyInput, { nullable: true, description: 'Where the data of its calls may go.' })
  dataPolicy?: Given<DataPolicyInput>
  @Field(() => Boolean, {
    nullable: true,
    description: 'Go on with a broken stream at another target, which gets what was said. Both are billed.',
  })
  continue?: Given<boolean>
  @Field(() => HedgeInput, { nullable: true, description: 'For HEDGE.' }) hedge?: Given<HedgeInput>
  @Field(() => CascadeInput, { nullable: true, description: 'For CASCADE.' }) cascade?: Given<CascadeInput>
  @Field(() => ShadowInput, { nullable: true, description: 'For SHADOW.' }) shadow?: Given<ShadowInput>
  @Field(() => String, { nullable: true, description: 'The name of a policy of the cache.' }) cachePolicy?: Given<string>
  @Field(() => [String], { nullable: true, description: 'Names of policies of the guards.' }) guardPolicies?: Given<string[]>
  @Field(() => Boolean, DRY_RUN) dryRun?: Given<boolean>
}

@InputType({ description: 'A name that callers ask for as a model, and how it is served.' })
export class CreateRouteInput extends RouteFields {
  @Field(() => String, { description: 'What callers ask for as model.' }) name!: string
  @Field(() => [RouteTargetInput], { description: 'Who serves the calls that no rule and no split took.' })
  targets!: RouteTargetInput[]
}

@InputType({ description: UPDATES })
export class UpdateRouteInput extends RouteFields {
  @Field(() => String, { description: 'Which one.' }) name!: string
  @Field(() => Int, VERSION) version!: number
  @Field(() => [RouteTargetInput], { nullable: true, description: 'Who serves the calls that no rule and no split took.' })
  targets?: Given<RouteTargetInput[]>
}
