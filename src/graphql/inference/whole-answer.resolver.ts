import { Arg, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql'
import { ModelType } from '../catalog/model.type.js'
import type { OperationContext } from '../context.js'
import { estimate, moderate, rerank } from './complete.js'
import { CompletionInput } from './completion.input.js'
import { type EstimateSource, EstimateType } from './estimate.type.js'
import { findModel } from './inference.resolver.js'
import { ModerateInput, ModerateResult } from './moderate.type.js'
import { RerankInput, RerankResult } from './rerank.type.js'
import { EmbedResult } from './result.type.js'
import type { WholeSource } from './whole-answer.type.js'

@Resolver()
export class WholeAnswerResolver {
  @Mutation(() => RerankResult, { description: 'Which of the documents answer the query best.' })
  rerank(@Arg('input', () => RerankInput) input: RerankInput, @Ctx() context: OperationContext) {
    return rerank(input, context)
  }

  @Mutation(() => ModerateResult, { description: 'Whether content breaks a policy.' })
  moderate(@Arg('input', () => ModerateInput) input: ModerateInput, @Ctx() context: OperationContext) {
    return moderate(input, context)
  }

  @Query(() => EstimateType, { description: 'What a completion would use and cost. Nothing is called, nothing is on record.' })
  estimate(@Arg('input', () => CompletionInput) input: CompletionInput, @Ctx() context: OperationContext) {
    return estimate(input, context)
  }
}

@Resolver(() => EmbedResult)
export class EmbedResultResolver {
  @FieldResolver(() => ModelType, { nullable: true, description: 'The model that answered.' })
  model(@Root() source: WholeSource, @Ctx() context: OperationContext): ModelType | null {
    return findModel(source.modelId, context)
  }
}

@Resolver(() => RerankResult)
export class RerankResultResolver {
  @FieldResolver(() => ModelType, { nullable: true, description: 'The model that answered.' })
  model(@Root() source: WholeSource, @Ctx() context: OperationContext): ModelType | null {
    return findModel(source.modelId, context)
  }
}

@Resolver(() => ModerateResult)
export class ModerateResultResolver {
  @FieldResolver(() => ModelType, { nullable: true, description: 'The model that answered.' })
  model(@Root() source: WholeSource, @Ctx() context: OperationContext): ModelType | null {
    return findModel(source.modelId, context)
  }
}

@Resolver(() => EstimateType)
export class EstimateResolver {
  @FieldResolver(() => ModelType, { nullable: true, description: 'The first that may serve it.' })
  model(@Root() source: EstimateSource, @Ctx() context: OperationContext): ModelType | null {
    return findModel(source.modelId, context)
  }
}
