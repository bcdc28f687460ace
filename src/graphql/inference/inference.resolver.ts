import { Arg, Ctx, Mutation, Resolver, Root, Subscription } from 'type-graphql'
import { type ModelType, toModelType, toUnlistedModel } from '../catalog/model.type.js'
import type { OperationContext } from '../context.js'
import { complete, embed } from './complete.js'
import { CompletionInput, EmbedInput } from './completion.input.js'
import { openCompletionStream } from './completion-stream.js'
import { CompletionEventType } from './event.type.js'
import { CompletionResult, EmbedResult, type EmbedSource } from './result.type.js'

@Resolver()
export class InferenceResolver {
  @Mutation(() => CompletionResult, { description: 'Asks a model and waits for the whole answer.' })
  complete(@Arg('input', () => CompletionInput) input: CompletionInput, @Ctx() context: OperationContext) {
    return complete(input, context)
  }

  @Mutation(() => EmbedResult, { description: 'Vectors of texts, in the order given.' })
  embed(@Arg('input', () => EmbedInput) input: EmbedInput, @Ctx() context: OperationContext): Promise<EmbedSource> {
    return embed(input, context)
  }

  @Subscription(() => CompletionEventType, {
    description: 'Asks a model and tells the answer as it comes. Ends with Completed or Failed.',
    subscribe: ({ args, context }) => openCompletionStream(args['input'], context as OperationContext),
  })
  completionStream(@Root() event: object, @Arg('input', () => CompletionInput) _input: CompletionInput): object {
    return event
  }
}

/** What all answers name the model by. */
export function findModel(id: string | null, { admin, principal }: OperationContext): ModelType | null {
  if (id === null) return null
  const model = admin.findModels(principal, [id], { known: true })[0]
  return model ? toModelType(model) : toUnlistedModel(id)
}
