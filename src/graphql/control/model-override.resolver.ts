import { Arg, Ctx, ID, Int, Mutation, Query, Resolver } from 'type-graphql'
import type { OperationContext } from '../context.js'
import { DEFAULT_PAGE } from '../page.js'
import { DRY_RUN, VERSION } from './change.input.js'
import { create, remove, update } from './change.js'
import { DeletePayload } from './change.type.js'
import { toDeclaredPage } from './declared-page.js'
import { CreateModelInput, UpdateModelInput } from './model-override.input.js'
import {
  ModelOverrideConnection,
  ModelOverrideType,
  ModelPayload,
  toModelOverrideType,
  toModelPayload,
} from './model-override.type.js'

@Resolver()
export class ModelOverrideResolver {
  @Query(() => ModelOverrideConnection, {
    description: 'What operators know better of models, by id. What is known of a model in all is `model`.',
    complexity: ({ args, childComplexity }) => 1 + args.first * childComplexity,
  })
  modelOverrides(
    @Ctx() { control, principal }: OperationContext,
    @Arg('first', () => Int, { defaultValue: DEFAULT_PAGE }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null,
  ) {
    return toDeclaredPage(control.list(principal, 'MODEL'), { first, after }, toModelOverrideType)
  }

  @Query(() => ModelOverrideType, { nullable: true, description: 'What an operator knows better of a model.' })
  modelOverride(@Arg('id', () => ID) id: string, @Ctx() { control, principal }: OperationContext): ModelOverrideType | null {
    const found = control.find(principal, 'MODEL', id)
    return found && toModelOverrideType(found)
  }

  @Mutation(() => ModelPayload, { description: 'Declares what you know better of a model than the catalogue.' })
  async createModel(@Arg('input', () => CreateModelInput) input: CreateModelInput, @Ctx() context: OperationContext) {
    return toModelPayload(await create('MODEL', input, context))
  }

  @Mutation(() => ModelPayload, { description: 'Calls under way are billed as they began.' })
  async updateModel(@Arg('input', () => UpdateModelInput) { id, ...input }: UpdateModelInput, @Ctx() context: OperationContext) {
    return toModelPayload(await update('MODEL', { ...input, name: id }, context))
  }

  @Mutation(() => DeletePayload, { description: 'What the catalogue knows of the model holds again.' })
  deleteModel(
    @Ctx() context: OperationContext,
    @Arg('id', () => ID, { description: 'Which one.' }) name: string,
    @Arg('version', () => Int, { ...VERSION, nullable: true }) version?: number | null,
    @Arg('dryRun', () => Boolean, DRY_RUN) dryRun?: boolean | null,
  ): Promise<DeletePayload> {
    return remove('MODEL', { name, version, dryRun }, context)
  }
}
