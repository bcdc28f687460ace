import { Arg, Ctx, FieldResolver, ID, Int, Query, Resolver, Root } from 'type-graphql'
import type { Choice } from '../../domain/completion.js'
import type { ModelType } from '../catalog/model.type.js'
import type { OperationContext } from '../context.js'
import { DEFAULT_PAGE, toConnection, toPageRequest } from '../page.js'
import {
  type ChoiceType,
  CompletionConnection,
  type CompletionSource,
  CompletionType,
  fromRecord,
  toChoiceType,
} from './completion.type.js'
import { CompletionFilterInput, toCallFilter } from './completion-filter.input.js'
import { type MessageType, textOf, toContentPart, toMessageType } from './content.type.js'
import { findModel } from './inference.resolver.js'

@Resolver(() => CompletionType)
export class CompletionResolver {
  @Query(() => CompletionType, { nullable: true, description: 'A call on record.' })
  async completion(@Arg('id', () => ID) id: string, @Ctx() context: OperationContext): Promise<CompletionSource | null> {
    const record = await context.loaders.calls.load(id)
    return record && fromRecord(record)
  }

  @Query(() => CompletionConnection, {
    description: 'Calls on record, newest first.',
    complexity: ({ args, childComplexity }) => 1 + args.first * childComplexity,
  })
  async completions(
    @Ctx() { admin, principal }: OperationContext,
    @Arg('filter', () => CompletionFilterInput, { nullable: true }) filter: CompletionFilterInput | null,
    @Arg('first', () => Int, { defaultValue: DEFAULT_PAGE }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null,
  ): Promise<CompletionConnection> {
    const page = await admin.listCalls(principal, toCallFilter(filter), toPageRequest(first, after))
    return toConnection(page, after, fromRecord)
  }

  @FieldResolver()
  model(@Root() { modelId }: CompletionSource, @Ctx() context: OperationContext): ModelType | null {
    return findModel(modelId, context)
  }

  @FieldResolver()
  async messages(@Root() source: CompletionSource, @Ctx() context: OperationContext): Promise<MessageType[] | null> {
    const body = source.answer ?? (await context.loaders.callBodies.load(source.id))
    return body?.messages.map(toMessageType) ?? null
  }

  @FieldResolver()
  text(@Root() source: CompletionSource, @Ctx() context: OperationContext) {
    return fromFirstChoice(source, context, ({ parts }) => textOf(parts))
  }

  @FieldResolver()
  parts(@Root() source: CompletionSource, @Ctx() context: OperationContext) {
    return fromFirstChoice(source, context, ({ parts }) => parts.map(toContentPart))
  }

  @FieldResolver()
  async choices(@Root() source: CompletionSource, @Ctx() context: OperationContext): Promise<ChoiceType[] | null> {
    if (source.answer) return source.answer.choices.map(toChoiceType)
    const body = await context.loaders.callBodies.load(source.id)
    return body?.choices.map(({ parts }, index) => toChoiceType({ parts, finishReason: null }, index)) ?? null
  }
}

type FirstChoice = Pick<Choice, 'parts'>

/** Without a promise for an answer at hand. */
function fromFirstChoice<T>({ answer, id }: CompletionSource, context: OperationContext, read: (choice: FirstChoice) => T) {
  const readFirst = (choices: readonly FirstChoice[] | undefined) => (choices?.[0] ? read(choices[0]) : null)
  return answer ? readFirst(answer.choices) : context.loaders.callBodies.load(id).then((body) => readFirst(body?.choices))
}
