import { Arg, Ctx, ID, Int, Query, Resolver } from 'type-graphql'
import type { ModelFilter } from '../../admin/admin.js'
import type { OperationContext } from '../context.js'
import { DEFAULT_PAGE, toConnection, toPageRequest } from '../page.js'
import { ModelConnection, ModelFilterInput, ModelType, toModelType } from './model.type.js'

@Resolver()
export class ModelResolver {
  @Query(() => ModelType, { nullable: true, description: 'A model that is known and that your key may use.' })
  async model(@Arg('id', () => ID) id: string, @Ctx() { loaders }: OperationContext): Promise<ModelType | null> {
    const model = await loaders.models.load(id)
    return model && toModelType(model)
  }

  @Query(() => ModelConnection, {
    description: 'The models that are known and that your key may use, by id; available or not.',
    complexity: ({ args, childComplexity }) => 1 + args.first * childComplexity,
  })
  models(
    @Ctx() { admin, principal }: OperationContext,
    @Arg('filter', () => ModelFilterInput, { nullable: true }) filter: ModelFilterInput | null,
    @Arg('first', () => Int, { defaultValue: DEFAULT_PAGE }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null,
  ): ModelConnection {
    return toConnection(admin.listModels(principal, toModelFilter(filter), toPageRequest(first, after)), after, toModelType)
  }
}

function toModelFilter(input: ModelFilterInput | null | undefined): ModelFilter {
  return { ...Object.fromEntries(Object.entries(input ?? {}).filter(([, value]) => value != null)), known: true }
}
