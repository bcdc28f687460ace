import { createUnionType, Field, ID, Int, ObjectType } from 'type-graphql'
import type { CompletionEvent } from '../../domain/completion-event.js'
import type { CompletionRequest } from '../../domain/completion-request.js'
import { GatewayErrorInfo, toGatewayErrorInfo } from '../gateway-error.type.js'
import { DateTimeScalar } from '../scalars.js'
import { toUsageType, UsageType } from './accounts.type.js'
import { CompletionType, fromAnswer } from './completion.type.js'

@ObjectType({ simpleResolvers: true })
abstract class SequencedEvent {
  @Field(() => Int, { description: 'Counts the events of this stream from 0, without a gap.' }) seq!: number
}

@ObjectType('Started', { simpleResolvers: true, description: 'The call is on record and a target is being asked.' })
export class Started extends SequencedEvent {
  @Field(() => ID) callId!: string
  @Field(() => ID, { description: 'The target, `provider/model`.' }) target!: string
  @Field(() => DateTimeScalar) createdAt!: Date
}

@ObjectType('TextDelta', { simpleResolvers: true, description: 'More text. A slow reader gets several deltas as one.' })
export class TextDelta extends SequencedEvent {
  @Field(() => String) text!: string
  @Field(() => Int, { description: 'Which of the alternatives that `n` asked for.' }) choice!: number
  @Field(() => Boolean, { description: 'The model says why it does not answer.' }) refusal!: boolean
}

@ObjectType('ReasoningDelta', { simpleResolvers: true })
export class ReasoningDelta extends SequencedEvent {
  @Field(() => String) text!: string
  @Field(() => Int) choice!: number
}

@ObjectType('ToolCallDelta', { simpleResolvers: true, description: 'A piece of a tool call. The first one carries id and name.' })
export class ToolCallDelta extends SequencedEvent {
  @Field(() => Int, { description: 'Tells parallel calls apart.' }) index!: number
  @Field(() => String, { nullable: true }) toolCallId!: string | null
  @Field(() => String, { nullable: true }) name!: string | null
  @Field(() => String) argumentsDelta!: string
  @Field(() => Int) choice!: number
}

@ObjectType('RouteSwitched', {
  simpleResolvers: true,
  description: 'A target failed before it said anything; the next one is asked.',
})
export class RouteSwitched extends SequencedEvent {
  @Field(() => ID) from!: string
  @Field(() => ID) to!: string
  @Field(() => GatewayErrorInfo) reason!: GatewayErrorInfo
}

@ObjectType('UsageTick', { simpleResolvers: true, description: 'The whole usage so far.' })
export class UsageTick extends SequencedEvent {
  @Field(() => UsageType) usage!: UsageType
}

@ObjectType('Completed', { simpleResolvers: true, description: 'The last event of an answer that is whole.' })
export class Completed extends SequencedEvent {
  @Field(() => CompletionType) completion!: CompletionType
}

@ObjectType('Failed', { simpleResolvers: true, description: 'The last event of an answer that is not.' })
export class Failed extends SequencedEvent {
  @Field(() => ID, { description: 'The call, as it is on record.' }) callId!: string
  @Field(() => GatewayErrorInfo) error!: GatewayErrorInfo
  @Field(() => CompletionType, { nullable: true, description: 'What had been received.' }) partial!: CompletionType | null
}

export const CompletionEventType = createUnionType({
  name: 'CompletionEvent',
  types: () => [Started, TextDelta, ReasoningDelta, ToolCallDelta, RouteSwitched, UsageTick, Completed, Failed] as const,
})

const HIDDEN = [
  'response-metadata',
  'finish',
  'warning',
  'extra',
  'native',
  'safety',
] as const satisfies readonly CompletionEvent['type'][]
export type ShownEvent = Exclude<CompletionEvent, { readonly type: (typeof HIDDEN)[number] }>

/** What only the completed answer shows stays out of the stream. */
export function isShown(event: CompletionEvent): event is ShownEvent {
  return !(HIDDEN as readonly string[]).includes(event.type)
}

/** The event as clients see it. */
export function toEventType(event: ShownEvent, seq: number, asked: CompletionRequest) {
  switch (event.type) {
    case 'text-delta':
    case 'refusal-delta': {
      const { text, choice = 0, type } = event
      return { __typename: 'TextDelta', seq, text, choice, refusal: type === 'refusal-delta' } satisfies Named<TextDelta>
    }
    case 'reasoning-delta':
      return { __typename: 'ReasoningDelta', seq, text: event.text, choice: event.choice ?? 0 } satisfies Named<ReasoningDelta>
    case 'tool-call-delta': {
      const { index, id: toolCallId = null, name = null, argumentsDelta, choice = 0 } = event
      return { __typename: 'ToolCallDelta', seq, index, toolCallId, name, argumentsDelta, choice } satisfies Named<ToolCallDelta>
    }
    case 'started': {
      const { callId, model: target, createdAt } = event
      return { __typename: 'Started', seq, callId, target, createdAt } satisfies Named<Started>
    }
    case 'route-switched': {
      const { from, to, error } = event
      return { __typename: 'RouteSwitched', seq, from, to, reason: toGatewayErrorInfo(error) } satisfies Named<RouteSwitched>
    }
    case 'usage':
      return { __typename: 'UsageTick', seq, usage: toUsageType(event.usage, 'PROVIDER') } satisfies Named<UsageTick>
    case 'completed':
      return { __typename: 'Completed', seq, completion: fromAnswer(event.completion, asked) } satisfies Named<Completed>
    case 'failed': {
      const partial = event.partial ? fromAnswer(event.partial, asked) : null
      const error = toGatewayErrorInfo(event.error)
      return { __typename: 'Failed', seq, callId: event.callId, error, partial } satisfies Named<Failed>
    }
    default:
      return event satisfies never
  }
}

type Named<Type> = Type & { readonly __typename: string }
