import { Arg, Ctx, Int, Mutation, Query, Resolver } from 'type-graphql'
import type { OperationContext } from '../context.js'
import { DEFAULT_PAGE } from '../page.js'
import { DRY_RUN, VERSION } from './change.input.js'
import { create, remove, update } from './change.js'
import { DeletePayload } from './change.type.js'
import { toDeclaredPage } from './declared-page.js'
import { CreateRouteInput, UpdateRouteInput } from './route.input.js'
import { RouteConnection, RoutePayload, RouteType, toRoutePayload, toRouteType } from './route.type.js'

@Resolver()
export class RouteResolver {
  @Query(() => RouteConnection, {
    description: 'The routes that are declared, wherever they are, by name.',
    complexity: ({ args, childComplexity }) => 1 + args.first * childComplexity,
  })
  routes(
    @Ctx() { control, principal }: OperationContext,
    @Arg('first', () => Int, { defaultValue: DEFAULT_PAGE }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null,
  ) {
    return toDeclaredPage(control.list(principal, 'ROUTE'), { first, after }, toRouteType)
  }

  @Query(() => RouteType, { nullable: true, description: 'A route that is declared.' })
  route(@Arg('name', () => String) name: string, @Ctx() { control, principal }: OperationContext): RouteType | null {
    const found = control.find(principal, 'ROUTE', name)
    return found && toRouteType(found)
  }

  @Mutation(() => RoutePayload, { description: 'Callers can ask for it as a model within a second, in every process.' })
  async createRoute(@Arg('input', () => CreateRouteInput) input: CreateRouteInput, @Ctx() context: OperationContext) {
    return toRoutePayload(await create('ROUTE', input, context))
  }

  @Mutation(() => RoutePayload, { description: 'Calls under way go on as they began.' })
  async updateRoute(@Arg('input', () => UpdateRouteInput) input: UpdateRouteInput, @Ctx() context: OperationContext) {
    return toRoutePayload(await update('ROUTE', input, context))
  }

  @Mutation(() => DeletePayload, { description: 'Calls under way go on as they began.' })
  deleteRoute(
    @Ctx() context: OperationContext,
    @Arg('name', () => String, { description: 'Which one.' }) name: string,
    @Arg('version', () => Int, { ...VERSION, nullable: true }) version?: number | null,
    @Arg('dryRun', () => Boolean, DRY_RUN) dryRun?: boolean | null,
  ): Promise<DeletePayload> {
    return remove('ROUTE', { name, version, dryRun }, context)
  }
}
