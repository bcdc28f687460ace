import { Field, ObjectType } from 'type-graphql'
import type { RouteHealthSnapshot } from '../../admin/route-health.js'
import { DateTimeScalar } from '../scalars.js'
import { TargetHealthType, toTargetHealthType } from './target-health.type.js'

@ObjectType('RouteHealth', { simpleResolvers: true, description: 'How the targets of a route fare at a moment.' })
export class RouteHealthType {
  @Field(() => String, { nullable: true, description: 'The route; null: all routes.' }) route!: string | null
  @Field(() => [TargetHealthType], {
    description: "In the route's order, its fallbacks last; of all routes those that are not well first, at most 500.",
  })
  targets!: TargetHealthType[]
  @Field(() => DateTimeScalar, { description: 'When it was looked at.' }) at!: Date
}

export function toRouteHealthType({ route, targets }: RouteHealthSnapshot, at: Date): RouteHealthType {
  return { route, targets: targets.map(toTargetHealthType), at }
}
