import { Field, Float, InputType, Int, registerEnumType } from 'type-graphql'
import type { OnUnsupported, ProviderCache, ReasoningEffort } from '../../domain/completion-request.js'
import type { Objective } from '../../domain/route.js'
import { ObjectiveName } from '../routing/route-enums.js'
import { DecimalScalar, JsonScalar } from '../scalars.js'
import { CacheControlInput, type Given, MessageInput, UnsupportedPolicy } from './message.input.js'

export const ReasoningEffortName = {
  NONE: 'none',
  MINIMAL: 'minimal',
  LOW: 'low',
  MEDIUM: 'medium',
  HIGH: 'high',
  XHIGH: 'xhigh',
} as const
registerEnumType(ReasoningEffortName, { name: 'ReasoningEffort' })

export const ToolChoiceMode = { AUTO: 'auto', NONE: 'none', REQUIRED: 'required' } as const
registerEnumType(ToolChoiceMode, { name: 'ToolChoiceMode' })

export const ResponseFormatType = { TEXT: 'text', JSON_OBJECT: 'json-object', JSON_SCHEMA: 'json-schema' } as const
registerEnumType(ResponseFormatType, { name: 'ResponseFormatType' })

@InputType()
export class ToolInput {
  @Field(() => String) name!: string
  @Field(() => String, { nullable: true }) description?: Given<string>
  @Field(() => JsonScalar, { nullable: true, description: 'JSON Schema of the arguments.' }) parameters?: unknown
  @Field(() => Boolean, { nullable: true }) strict?: Given<boolean>
  @Field(() => CacheControlInput, {
    nullable: true,
    description: 'Keep the definitions up to this one in the prompt cache.',
  })
  cacheControl?: Given<CacheControlInput>
}

@InputType({ description: 'A tool that the provider runs itself, in the words of its dialect.' })
export class NativeToolInput {
  @Field(() => String, { description: 'Such as openai-responses, anthropic or gemini.' }) dialect!: string
  @Field(() => JsonScalar) definition!: unknown
}

@InputType({ description: 'Which tool the model calls: exactly one of mode and tool.' })
export class ToolChoiceInput {
  @Field(() => ToolChoiceMode, { nullable: true }) mode?: Given<'auto' | 'none' | 'required'>
  @Field(() => String, { nullable: true, description: 'The name of the one tool that must be called.' }) tool?: Given<string>
}

@InputType()
export class JsonSchemaInput {
  @Field(() => String) name!: string
  @Field(() => JsonScalar) schema!: unknown
  @Field(() => Boolean, { nullable: true }) strict?: Given<boolean>
  @Field(() => String, { nullable: true }) description?: Given<string>
}

@InputType()
export class ResponseFormatInput {
  @Field(() => ResponseFormatType) type!: 'text' | 'json-object' | 'json-schema'
  @Field(() => JsonSchemaInput, { nullable: true, description: 'Required with JSON_SCHEMA.' }) jsonSchema?: Given<JsonSchemaInput>
}

@InputType()
export class ReasoningInput {
  @Field(() => ReasoningEffortName, { nullable: true }) effort?: Given<ReasoningEffort>
  @Field(() => Int, { nullable: true }) maxTokens?: Given<number>
  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether to ask for the text, or a summary, of the reasoning; absent: as the provider does by itself.',
  })
  show?: Given<boolean>
}

export const ProviderCachePolicy = { AUTO: 'AUTO', OFF: 'OFF' } as const
registerEnumType(ProviderCachePolicy, {
  name: 'ProviderCache',
  description:
    'AUTO sets breakpoints of the prompt cache where providers that need them profit, unless the request marks its own.',
})

@InputType()
export class CompletionInput {
  @Field(() => String, { description: '`provider/model`, a bare model name that is unique, a deployment, a route, or `auto`.' })
  model!: string
  @Field(() => [MessageInput]) messages!: MessageInput[]
  @Field(() => [ToolInput], { nullable: true }) tools?: Given<ToolInput[]>
  @Field(() => [NativeToolInput], { nullable: true }) nativeTools?: Given<NativeToolInput[]>
  @Field(() => ToolChoiceInput, { nullable: true }) toolChoice?: Given<ToolChoiceInput>
  @Field(() => Boolean, { nullable: true }) parallelToolCalls?: Given<boolean>
  @Field(() => ResponseFormatInput, { nullable: true }) responseFormat?: Given<ResponseFormatInput>
  @Field(() => Int, { nullable: true }) maxOutputTokens?: Given<number>
  @Field(() => Float, { nullable: true }) temperature?: Given<number>
  @Field(() => Float, { nullable: true }) topP?: Given<number>
  @Field(() => Int, { nullable: true }) topK?: Given<number>
  @Field(() => Float, { nullable: true }) presencePenalty?: Given<number>
  @Field(() => Float, { nullable: true }) frequencyPenalty?: Given<number>
  @Field(() => [String], { nullable: true }) stop?: Given<string[]>
  @Field(() => Int, { nullable: true, description: 'How many alternatives to make.' }) n?: Given<number>
  @Field(() => Int, { nullable: true }) seed?: Given<number>
  @Field(() => Int, { nullable: true, description: 'Log probabilities, with this many alternatives a token.' })
  logprobs?: Given<number>
  @Field(() => ReasoningInput, { nullable: true }) reasoning?: Given<ReasoningInput>
  @Field(() => String, { nullable: true, description: "Your own user's id, opaque, for abuse detection." })
  endUser?: Given<string>
  @Field(() => JsonScalar, { nullable: true, description: 'An object of strings.' }) metadata?: unknown
  @Field(() => [String], { nullable: true, description: 'For usage reports: at most 10, of at most 64 characters each.' })
  tags?: Given<string[]>
  @Field(() => String, { nullable: true }) idempotencyKey?: Given<string>
  @Field(() => DecimalScalar, { nullable: true, description: 'Refuse a target whose dearest outcome could cost more, in USD.' })
  maxCost?: Given<string>
  @Field(() => UnsupportedPolicy, { nullable: true }) onUnsupported?: Given<OnUnsupported>
  @Field(() => ProviderCachePolicy, { nullable: true }) providerCache?: Given<ProviderCache>
  @Field(() => [String], {
    nullable: true,
    description: 'What is in the request, such as pii. It may only narrow where the request goes.',
  })
  dataClasses?: Given<string[]>
  @Field(() => ObjectiveName, {
    nullable: true,
    description: 'What the model `auto` strives for; absent: what the operator says.',
  })
  objective?: Given<Objective>
  @Field(() => Int, { nullable: true, description: 'How long you wait, in milliseconds from now; then the call fails.' })
  deadlineMs?: Given<number>
}

@InputType()
export class EmbedInput {
  @Field(() => String) model!: string
  @Field(() => [String]) input!: string[]
  @Field(() => Int, { nullable: true }) dimensions?: Given<number>
  @Field(() => String, { nullable: true }) endUser?: Given<string>
  @Field(() => [String], { nullable: true }) tags?: Given<string[]>
}
