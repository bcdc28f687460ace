import { createUnionType, Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql'
import type { ContentPart, MediaSource, Message } from '../../domain/content.js'
import type { JsonObject } from '../../domain/json.js'
import { JsonScalar } from '../scalars.js'

export const MessageRole = {
  SYSTEM: 'system',
  DEVELOPER: 'developer',
  USER: 'user',
  ASSISTANT: 'assistant',
  TOOL: 'tool',
} as const
registerEnumType(MessageRole, { name: 'Role' })

export const ImageDetail = { AUTO: 'auto', LOW: 'low', HIGH: 'high' } as const
registerEnumType(ImageDetail, { name: 'ImageDetail' })

/** What every part may carry, as in the domain. */
@ObjectType({ simpleResolvers: true })
abstract class PartState {
  @Field(() => JsonScalar, { nullable: true, description: 'Opaque: send it back with the part, exactly as it came.' })
  providerState!: unknown
  @Field(() => JsonScalar, { nullable: true, description: 'Fields of the wire format that have no name here.' })
  extra!: JsonObject | null
}

@ObjectType('Citation', { simpleResolvers: true, description: 'Where a stretch of an answer comes from.' })
export class CitationType {
  @Field(() => String, { nullable: true }) url!: string | null
  @Field(() => String, { nullable: true }) title!: string | null
  @Field(() => String, { nullable: true, description: 'The words of the source.' }) citedText!: string | null
  @Field(() => Int, { nullable: true, description: "Half-open range of UTF-16 units in the part's text; null: the whole part." })
  start!: number | null
  @Field(() => Int, { nullable: true }) end!: number | null
  @Field(() => JsonScalar, { nullable: true, description: "The dialect's own form of it." }) native!: unknown
}

@ObjectType('MediaSource', { simpleResolvers: true, description: 'Where the bytes are: one of url, base64 and fileId.' })
export class MediaSourceType {
  @Field(() => String, { nullable: true }) url!: string | null
  @Field(() => String, { nullable: true }) base64!: string | null
  @Field(() => String, { nullable: true }) mediaType!: string | null
  @Field(() => ID, { nullable: true }) fileId!: string | null
}

@ObjectType('TextPart', { simpleResolvers: true })
export class TextPartType extends PartState {
  @Field(() => String) text!: string
  @Field(() => [CitationType], { description: 'Sources of the text.' }) citations!: readonly object[]
}
@ObjectType('ImagePart', { simpleResolvers: true })
export class ImagePartType extends PartState {
  @Field(() => MediaSourceType) source!: MediaSourceType
  @Field(() => ImageDetail, { nullable: true }) detail!: string | null
}
@ObjectType('AudioPart', { simpleResolvers: true })
export class AudioPartType extends PartState {
  @Field(() => MediaSourceType) source!: MediaSourceType
}
@ObjectType('FilePart', { simpleResolvers: true })
export class FilePartType extends PartState {
  @Field(() => MediaSourceType) source!: MediaSourceType
  @Field(() => String, { nullable: true }) filename!: string | null
}
@ObjectType('ToolCallPart', { simpleResolvers: true })
export class ToolCallPartType extends PartState {
  @Field(() => ID) id!: string
  @Field(() => String) name!: string
  @Field(() => String, { description: 'JSON text, exactly as the model wrote it.' }) arguments!: string
}
@ObjectType('ToolResultPart', { simpleResolvers: true })
export class ToolResultPartType extends PartState {
  @Field(() => ID) toolCallId!: string
  @Field(() => [ContentPartType]) parts!: unknown[]
  @Field(() => Boolean) isError!: boolean
}
@ObjectType('ReasoningPart', { simpleResolvers: true })
export class ReasoningPartType extends PartState {
  @Field(() => String) text!: string
}
@ObjectType('RefusalPart', { simpleResolvers: true })
export class RefusalPartType extends PartState {
  @Field(() => String) text!: string
}
@ObjectType('NativePart', {
  simpleResolvers: true,
  description:
    'An item of one dialect that has no equal here, such as a search that the provider ran itself. Send it back as it came.',
})
export class NativePartType extends PartState {
  @Field(() => String) dialect!: string
  @Field(() => JsonScalar) value!: JsonObject
}

export const ContentPartType = createUnionType({
  name: 'ContentPart',
  types: () =>
    [
      TextPartType,
      ImagePartType,
      AudioPartType,
      FilePartType,
      ToolCallPartType,
      ToolResultPartType,
      ReasoningPartType,
      RefusalPartType,
      NativePartType,
    ] as const,
})

@ObjectType('Message', { simpleResolvers: true })
export class MessageType {
  @Field(() => MessageRole) role!: string
  @Field(() => String, { nullable: true }) name!: string | null
  @Field(() => String, { nullable: true, description: 'The text parts, joined; null when there are none.' }) text!: string | null
  @Field(() => [ContentPartType]) parts!: unknown[]
}

export function toMessageType(message: Message): MessageType {
  return {
    role: message.role,
    name: message.name ?? null,
    text: textOf(message.parts),
    parts: message.parts.map(toContentPart),
  }
}

/** The text parts joined, or null when there is none. */
export function textOf(parts: readonly ContentPart[]): string | null {
  let text: string | null = null
  for (const part of parts) if (part.type === 'text') text = text === null ? part.text : text + part.text
  return text
}

const TYPENAMES = {
  text: 'TextPart',
  image: 'ImagePart',
  audio: 'AudioPart',
  file: 'FilePart',
  'tool-call': 'ToolCallPart',
  'tool-result': 'ToolResultPart',
  reasoning: 'ReasoningPart',
  refusal: 'RefusalPart',
  native: 'NativePart',
} as const satisfies Record<ContentPart['type'], string>

export function toContentPart(part: ContentPart): object {
  const named = { ...part, __typename: TYPENAMES[part.type] }
  switch (part.type) {
    case 'image':
    case 'audio':
    case 'file':
      return { ...named, source: toMediaSource(part.source) }
    case 'text':
      return { ...named, citations: part.citations ?? [] }
    case 'tool-result':
      return { ...named, parts: part.parts.map(toContentPart), isError: part.isError ?? false }
    default:
      return named
  }
}

function toMediaSource(source: MediaSource): MediaSourceType {
  return {
    url: source.type === 'url' ? source.url : null,
    base64: source.type === 'base64' ? source.data : null,
    mediaType: source.type === 'base64' ? source.mediaType : null,
    fileId: source.type === 'file-id' ? source.id : null,
  }
}
