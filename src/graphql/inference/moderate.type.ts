import { Field, Float, InputType, ObjectType } from 'type-graphql'
import type { Moderation } from '../../domain/completion.js'
import type { ModerationRequest, OnUnsupported } from '../../domain/completion-request.js'
import { type Given, ImageInput, UnsupportedPolicy } from './message.input.js'
import { onlyOne, toImage } from './to-messages.js'
import { toWholeSource, WholeAnswerType, type WholeSource } from './whole-answer.type.js'
import { withoutNulls } from './without-nulls.js'

@InputType({ description: 'A part of what is judged: exactly one of text and image.' })
export class ModerationPartInput {
  @Field(() => String, { nullable: true }) text?: Given<string>
  @Field(() => ImageInput, { nullable: true }) image?: Given<ImageInput>
}

@InputType()
export class ModerateInput {
  @Field(() => String, { description: '`provider/model`, a bare model name that is unique, or a route.' }) model!: string
  @Field(() => [[ModerationPartInput]], { description: 'Each item is judged by itself, its parts together.' })
  input!: ModerationPartInput[][]
  @Field(() => String, { nullable: true }) endUser?: Given<string>
  @Field(() => [String], { nullable: true }) tags?: Given<string[]>
  @Field(() => UnsupportedPolicy, { nullable: true }) onUnsupported?: Given<OnUnsupported>
}

@ObjectType('ModerationCategory', { simpleResolvers: true })
export class ModerationCategory {
  @Field(() => String, { description: "In the provider's words." }) name!: string
  @Field(() => Boolean) flagged!: boolean
  @Field(() => Float, { nullable: true }) score!: number | null
}

@ObjectType('ModerationVerdict', { simpleResolvers: true })
export class ModerationVerdict {
  @Field(() => Boolean) flagged!: boolean
  @Field(() => [ModerationCategory]) categories!: readonly ModerationCategory[]
}

@ObjectType('ModerateResult', { simpleResolvers: true })
export class ModerateResult extends WholeAnswerType {
  @Field(() => [ModerationVerdict], { description: 'In the order of the input.' }) results!: readonly ModerationVerdict[]
}

/** @throws {GatewayError} INVALID_REQUEST, naming the path */
export function toModerationRequest({ model, input, ...rest }: ModerateInput): ModerationRequest {
  const items = input.map((parts, item) => parts.map((part, index) => toPart(part, `input[${item}][${index}]`)))
  return { model, input: items, ...withoutNulls(rest) }
}

function toPart(part: ModerationPartInput, path: string): ModerationRequest['input'][number][number] {
  const kind = onlyOne(part, ['text', 'image'], path)
  return kind === 'text' ? { type: 'text', text: part.text! } : toImage(part.image!, {}, `${path}.image`)
}

export function toModerateResult(moderation: Moderation): WholeSource & ModerateResult {
  return { ...toWholeSource(moderation), results: moderation.results }
}
