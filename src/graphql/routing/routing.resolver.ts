import { Arg, Ctx, Query, Resolver, Root, Subscription } from 'type-graphql'
import type { OperationContext } from '../context.js'
import { explainRoute } from '../inference/complete.js'
import { CompletionInput } from '../inference/completion.input.js'
import { RouteExplanationType } from './explanation.type.js'
import { openRouteHealth, type RouteHealthArguments } from './route-health.js'
import { RouteHealthType } from './route-health.type.js'

@Resolver()
export class RoutingResolver {
  @Query(() => RouteExplanationType, {
    description: 'Where a completion would go now, and why: who may serve it, in which order, at which cost. Nothing is called.',
  })
  explainRoute(@Arg('input', () => CompletionInput) input: CompletionInput, @Ctx() context: OperationContext) {
    return explainRoute(input, context)
  }

  @Subscription(() => RouteHealthType, {
    description: 'How the targets of a route fare: at once, and whenever that changes, at most four times a second.',
    subscribe: ({ args, context }) => openRouteHealth(args as RouteHealthArguments, context as OperationContext),
  })
  routeHealth(
    @Root() health: RouteHealthType,
    @Arg('route', () => String, { nullable: true, description: 'A route, or a model; absent: all routes.' })
    _route?: string | null,
  ): RouteHealthType {
    return health
  }
}
