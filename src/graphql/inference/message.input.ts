import { Field, ID, InputType, Int, registerEnumType } from 'type-graphql'
import type { CacheControl, Role } from '../../domain/content.js'
import { JsonScalar } from '../scalars.js'
import { ImageDetail, MessageRole } from './content.type.js'

/** A field of an input: absent and null mean the same. */
export type Given<Value> = Value | null | undefined

@InputType({ description: 'Where the bytes are: exactly one of url, base64 (with mediaType) and fileId.' })
export class MediaInput {
  @Field(() => String, { nullable: true }) url?: Given<string>
  @Field(() => String, { nullable: true }) base64?: Given<string>
  @Field(() => String, { nullable: true }) mediaType?: Given<string>
  @Field(() => ID, { nullable: true }) fileId?: Given<string>
}

@InputType()
export class ImageInput extends MediaInput {
  @Field(() => ImageDetail, { nullable: true }) detail?: Given<'auto' | 'low' | 'high'>
}

@InputType()
export class FileInput extends MediaInput {
  @Field(() => String, { nullable: true }) filename?: Given<string>
}

export const CacheTtl = { MINUTES_5: '5m', HOUR_1: '1h' } as const
registerEnumType(CacheTtl, { name: 'CacheTtl' })

@InputType({ description: 'The provider should keep everything up to here in its prompt cache.' })
export class CacheControlInput {
  @Field(() => CacheTtl, { nullable: true, description: 'Absent: five minutes.' }) ttl?: Given<CacheControl['ttl']>
}

/** Keeping for long costs more: it is asked for. */
export function toCacheControl({ ttl }: CacheControlInput): CacheControl {
  return { ttl: ttl ?? '5m' }
}

@InputType({ description: 'Where a stretch of a text comes from.' })
export class CitationInput {
  @Field(() => String, { nullable: true }) url?: Given<string>
  @Field(() => String, { nullable: true }) title?: Given<string>
  @Field(() => String, { nullable: true, description: 'The words of the source.' }) citedText?: Given<string>
  @Field(() => Int, { nullable: true, description: 'Half-open range of UTF-16 units; absent: the whole text.' })
  start?: Given<number>
  @Field(() => Int, { nullable: true }) end?: Given<number>
  @Field(() => JsonScalar, { nullable: true, description: 'As it came.' }) native?: unknown
}

@InputType({ description: 'An item of one dialect that has no equal here: as it came.' })
export class NativePartInput {
  @Field(() => String) dialect!: string
  @Field(() => JsonScalar) value!: unknown
}

@InputType()
export class ToolCallInput {
  @Field(() => ID) id!: string
  @Field(() => String) name!: string
  @Field(() => String, { description: 'JSON text.' }) arguments!: string
}

@InputType({ description: 'A part of a tool result: exactly one of text and image.' })
export class ToolResultPartInput {
  @Field(() => String, { nullable: true }) text?: Given<string>
  @Field(() => ImageInput, { nullable: true }) image?: Given<ImageInput>
  @Field(() => JsonScalar, { nullable: true }) providerState?: unknown
  @Field(() => JsonScalar, { nullable: true }) extra?: unknown
  @Field(() => CacheControlInput, { nullable: true }) cacheControl?: Given<CacheControlInput>
}

@InputType({ description: 'The answer of a tool: exactly one of text and parts.' })
export class ToolResultInput {
  @Field(() => ID) toolCallId!: string
  @Field(() => String, { nullable: true }) text?: Given<string>
  @Field(() => [ToolResultPartInput], { nullable: true }) parts?: Given<ToolResultPartInput[]>
  @Field(() => Boolean, { nullable: true }) isError?: Given<boolean>
}

@InputType({
  description:
    'One part of a message: exactly one of text, image, audio, file, toolCall, toolResult, reasoning, refusal and native.',
})
export class ContentPartInput {
  @Field(() => String, { nullable: true }) text?: Given<string>
  @Field(() => ImageInput, { nullable: true }) image?: Given<ImageInput>
  @Field(() => MediaInput, { nullable: true }) audio?: Given<MediaInput>
  @Field(() => FileInput, { nullable: true }) file?: Given<FileInput>
  @Field(() => ToolCallInput, { nullable: true }) toolCall?: Given<ToolCallInput>
  @Field(() => ToolResultInput, { nullable: true }) toolResult?: Given<ToolResultInput>
  @Field(() => String, { nullable: true }) reasoning?: Given<string>
  @Field(() => String, { nullable: true }) refusal?: Given<string>
  @Field(() => NativePartInput, { nullable: true }) native?: Given<NativePartInput>
  @Field(() => [CitationInput], { nullable: true, description: 'Only with text.' }) citations?: Given<CitationInput[]>
  @Field(() => JsonScalar, { nullable: true, description: 'Opaque: as it came with the part.' }) providerState?: unknown
  @Field(() => JsonScalar, { nullable: true, description: 'As it came with the part.' }) extra?: unknown
  @Field(() => CacheControlInput, { nullable: true }) cacheControl?: Given<CacheControlInput>
}

@InputType({ description: 'A message of the conversation, with exactly one of text and parts.' })
export class MessageInput {
  @Field(() => MessageRole) role!: Role
  @Field(() => String, { nullable: true }) text?: Given<string>
  @Field(() => [ContentPartInput], { nullable: true }) parts?: Given<ContentPartInput[]>
  @Field(() => String, { nullable: true }) name?: Given<string>
}

/** What to do when a target cannot do as asked. */
export const UnsupportedPolicy = { ERROR: 'ERROR', WARN: 'WARN', IGNORE: 'IGNORE' } as const
registerEnumType(UnsupportedPolicy, { name: 'OnUnsupported', description: 'What to do when a target cannot do as asked.' })
