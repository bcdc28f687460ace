import { Arg, Ctx, Int, Mutation, Query, Resolver } from 'type-graphql'
import type { OperationContext } from '../context.js'
import { DEFAULT_PAGE } from '../page.js'
import { DRY_RUN, VERSION } from './change.input.js'
import { create, remove, update } from './change.js'
import { DeletePayload } from './change.type.js'
import { toDeclaredPage } from './declared-page.js'
import { CreateProviderInput, UpdateProviderInput } from './provider.input.js'
import { ProviderConnection, ProviderPayload, ProviderType, toProviderPayload, toProviderType } from './provider.type.js'

@Resolver()
export class ProviderResolver {
  @Query(() => ProviderConnection, {
    description: 'The providers that are declared, wherever they are, by name.',
    complexity: ({ args, childComplexity }) => 1 + args.first * childComplexity,
  })
  providers(
    @Ctx() { control, principal }: OperationContext,
    @Arg('first', () => Int, { defaultValue: DEFAULT_PAGE }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null,
  ) {
    return toDeclaredPage(control.list(principal, 'PROVIDER'), { first, after }, toProviderType)
  }

  @Query(() => ProviderType, { nullable: true, description: 'A provider that is declared.' })
  provider(@Arg('name', () => String) name: string, @Ctx() { control, principal }: OperationContext): ProviderType | null {
    const found = control.find(principal, 'PROVIDER', name)
    return found && toProviderType(found)
  }

  @Mutation(() => ProviderPayload, { description: 'Its models can be asked for within a second, in every process.' })
  async createProvider(@Arg('input', () => CreateProviderInput) input: CreateProviderInput, @Ctx() context: OperationContext) {
    return toProviderPayload(await create('PROVIDER', input, context))
  }

  @Mutation(() => ProviderPayload, { description: 'Calls under way go on as they began.' })
  async updateProvider(@Arg('input', () => UpdateProviderInput) input: UpdateProviderInput, @Ctx() context: OperationContext) {
    return toProviderPayload(await update('PROVIDER', input, context))
  }

  @Mutation(() => DeletePayload, { description: 'Refused while a route would be left without targets.' })
  deleteProvider(
    @Ctx() context: OperationContext,
    @Arg('name', () => String, { description: 'Which one.' }) name: string,
    @Arg('version', () => Int, { ...VERSION, nullable: true }) version?: number | null,
    @Arg('dryRun', () => Boolean, DRY_RUN) dryRun?: boolean | null,
  ): Promise<DeletePayload> {
    return remove('PROVIDER', { name, version, dryRun }, context)
  }
}
