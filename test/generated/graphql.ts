/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
export type AttemptOutcome =
  | 'CANCELLED'
  | 'FAILED'
  | 'SUCCEEDED';

/** The provider should keep everything up to here in its prompt cache. */
export type CacheControlInput = {
  /** Absent: five minutes. */
  ttl?: CacheTtl | null | undefined;
};

export type CacheTtl =
  | 'HOUR_1'
  | 'MINUTES_5';

/** Where a stretch of a text comes from. */
export type CitationInput = {
  /** The words of the source. */
  citedText?: string | null | undefined;
  end?: number | null | undefined;
  /** As it came. */
  native?: unknown;
  /** Half-open range of UTF-16 units; absent: the whole text. */
  start?: number | null | undefined;
  title?: string | null | undefined;
  url?: string | null | undefined;
};

export type CompletionFilterInput = {
  from?: string | null | undefined;
  /** Tells whether a call was made whose answer was lost. */
  idempotencyKey?: string | null | undefined;
  /** The id of an API key. */
  key?: string | number | null | undefined;
  model?: string | number | null | undefined;
  provider?: string | null | undefined;
  status?: CompletionStatus | null | undefined;
  tag?: string | null | undefined;
  /** Exclusive. */
  to?: string | null | undefined;
};

export type CompletionInput = {
  /** Your own user's id, opaque, for abuse detection. */
  endUser?: string | null | undefined;
  frequencyPenalty?: number | null | undefined;
  idempotencyKey?: string | null | undefined;
  /** Log probabilities, with this many alternatives a token. */
  logprobs?: number | null | undefined;
  /** Refuse a target whose dearest outcome could cost more, in USD. */
  maxCost?: string | null | undefined;
  maxOutputTokens?: number | null | undefined;
  messages: Array<MessageInput>;
  /** An object of strings. */
  metadata?: unknown;
  /** `provider/model`, a bare model name that is unique, or a route. */
  model: string;
  /** How many alternatives to make. */
  n?: number | null | undefined;
  nativeTools?: Array<NativeToolInput> | null | undefined;
  onUnsupported?: OnUnsupported | null | undefined;
  parallelToolCalls?: boolean | null | undefined;
  presencePenalty?: number | null | undefined;
  providerCache?: ProviderCache | null | undefined;
  reasoning?: ReasoningInput | null | undefined;
  responseFormat?: ResponseFormatInput | null | undefined;
  seed?: number | null | undefined;
  stop?: Array<string> | null | undefined;
  /** For usage reports: at most 10, of at most 64 characters each. */
  tags?: Array<string> | null | undefined;
  temperature?: number | null | undefined;
  toolChoice?: ToolChoiceInput | null | undefined;
  tools?: Array<ToolInput> | null | undefined;
  topK?: number | null | undefined;
  topP?: number | null | undefined;
};

/** How a call ended; every call ends in exactly one. */
export type CompletionStatus =
  | 'ABANDONED'
  | 'BLOCKED'
  | 'CLIENT_CANCELLED'
  | 'COMPLETED'
  | 'FAILED'
  | 'REFUSED'
  | 'TIMED_OUT'
  | 'UPSTREAM_TRUNCATED';

/** One part of a message: exactly one of text, image, audio, file, toolCall, toolResult, reasoning, refusal and native. */
export type ContentPartInput = {
  audio?: MediaInput | null | undefined;
  cacheControl?: CacheControlInput | null | undefined;
  /** Only with text. */
  citations?: Array<CitationInput> | null | undefined;
  /** As it came with the part. */
  extra?: unknown;
  file?: FileInput | null | undefined;
  image?: ImageInput | null | undefined;
  native?: NativePartInput | null | undefined;
  /** Opaque: as it came with the part. */
  providerState?: unknown;
  reasoning?: string | null | undefined;
  refusal?: string | null | undefined;
  text?: string | null | undefined;
  toolCall?: ToolCallInput | null | undefined;
  toolResult?: ToolResultInput | null | undefined;
};

export type EmbedInput = {
  dimensions?: number | null | undefined;
  endUser?: string | null | undefined;
  input: Array<string>;
  model: string;
  tags?: Array<string> | null | undefined;
};

/** What went wrong, for programs. */
export type ErrorCode =
  | 'ACCESS_DENIED'
  | 'CLIENT_CLOSED'
  | 'CONFIGURATION'
  | 'CONFLICT'
  | 'CONTENT_FILTERED'
  | 'CONTEXT_LENGTH_EXCEEDED'
  | 'INTERNAL'
  | 'INVALID_REQUEST'
  | 'JOURNAL_UNAVAILABLE'
  | 'METHOD_NOT_ALLOWED'
  | 'MODEL_NOT_FOUND'
  | 'NOT_FOUND'
  | 'OUTPUT_INVALID'
  | 'OVERLOADED'
  | 'PAYLOAD_TOO_LARGE'
  | 'PROVIDER_AUTHENTICATION'
  | 'PROVIDER_BAD_RESPONSE'
  | 'PROVIDER_ERROR'
  | 'PROVIDER_MODEL_NOT_FOUND'
  | 'PROVIDER_OVERLOADED'
  | 'PROVIDER_QUOTA_EXCEEDED'
  | 'PROVIDER_RATE_LIMITED'
  | 'PROVIDER_REJECTED'
  | 'PROVIDER_STREAM_CUT'
  | 'PROVIDER_TIMEOUT'
  | 'PROVIDER_UNREACHABLE'
  | 'SHUTTING_DOWN'
  | 'STORAGE_UNAVAILABLE'
  | 'TOO_MANY_REQUESTS'
  | 'UNAUTHENTICATED'
  | 'UNPRICED_MODEL'
  | 'UNSUPPORTED_MEDIA_TYPE'
  | 'UNSUPPORTED_PARAMETER';

/** What an error says something about. */
export type ErrorScope =
  | 'DEPLOYMENT'
  | 'GATEWAY'
  | 'KEY'
  | 'PROVIDER'
  | 'REQUEST';

export type FileInput = {
  base64?: string | null | undefined;
  fileId?: string | number | null | undefined;
  filename?: string | null | undefined;
  mediaType?: string | null | undefined;
  url?: string | null | undefined;
};

export type FinishReason =
  | 'CONTENT_FILTER'
  | 'LENGTH'
  | 'OTHER'
  | 'REFUSAL'
  | 'STOP'
  | 'TOOL_CALLS';

export type ImageDetail =
  | 'AUTO'
  | 'HIGH'
  | 'LOW';

export type ImageInput = {
  base64?: string | null | undefined;
  detail?: ImageDetail | null | undefined;
  fileId?: string | number | null | undefined;
  mediaType?: string | null | undefined;
  url?: string | null | undefined;
};

export type IssueApiKeyInput = {
  /** Absent: never. */
  expiresAt?: string | null | undefined;
  /** Absent: all. */
  models?: Array<string> | null | undefined;
  name: string;
  scopes: Array<Scope>;
};

export type JsonSchemaInput = {
  description?: string | null | undefined;
  name: string;
  schema: unknown;
  strict?: boolean | null | undefined;
};

/** At most one of key, model, provider and tag. */
export type LiveUsageFilterInput = {
  /** The id of an API key. */
  key?: string | number | null | undefined;
  model?: string | number | null | undefined;
  provider?: string | null | undefined;
  tag?: string | null | undefined;
};

/** Where the bytes are: exactly one of url, base64 (with mediaType) and fileId. */
export type MediaInput = {
  base64?: string | null | undefined;
  fileId?: string | number | null | undefined;
  mediaType?: string | null | undefined;
  url?: string | null | undefined;
};

/** A message of the conversation, with exactly one of text and parts. */
export type MessageInput = {
  name?: string | null | undefined;
  parts?: Array<ContentPartInput> | null | undefined;
  role: Role;
  text?: string | null | undefined;
};

export type Modality =
  | 'AUDIO'
  | 'FILE'
  | 'IMAGE'
  | 'TEXT'
  | 'VIDEO';

export type ModelAbility =
  | 'EMBEDDINGS'
  | 'JSON_MODE'
  | 'JSON_SCHEMA'
  | 'MODERATION'
  | 'PARALLEL_TOOLS'
  | 'PROMPT_CACHE'
  | 'REASONING'
  | 'RERANK'
  | 'TOOLS';

export type ModelFilterInput = {
  /** Whether a provider that is on serves it. */
  available?: boolean | null | undefined;
  /** What it must be known to do, all of it. */
  capabilities?: Array<ModelAbility> | null | undefined;
  /** What it must be known to take, all of it. */
  input?: Array<Modality> | null | undefined;
  /** Tokens that must be known to fit. */
  minContextWindow?: number | null | undefined;
  /** Whether the price is known. */
  priced?: boolean | null | undefined;
  provider?: string | null | undefined;
  /** Part of the id, in any case. */
  search?: string | null | undefined;
};

export type ModerateInput = {
  endUser?: string | null | undefined;
  /** Each item is judged by itself, its parts together. */
  input: Array<Array<ModerationPartInput>>;
  /** `provider/model`, a bare model name that is unique, or a route. */
  model: string;
  onUnsupported?: OnUnsupported | null | undefined;
  tags?: Array<string> | null | undefined;
};

/** A part of what is judged: exactly one of text and image. */
export type ModerationPartInput = {
  image?: ImageInput | null | undefined;
  text?: string | null | undefined;
};

/** An item of one dialect that has no equal here: as it came. */
export type NativePartInput = {
  dialect: string;
  value: unknown;
};

/** A tool that the provider runs itself, in the words of its dialect. */
export type NativeToolInput = {
  definition: unknown;
  /** Such as openai-responses, anthropic or gemini. */
  dialect: string;
};

/** What to do when a target cannot do as asked. */
export type OnUnsupported =
  | 'ERROR'
  | 'IGNORE'
  | 'WARN';

/** AUTO sets breakpoints of the prompt cache where providers that need them profit, unless the request marks its own. */
export type ProviderCache =
  | 'AUTO'
  | 'OFF';

export type ReasoningEffort =
  | 'HIGH'
  | 'LOW'
  | 'MEDIUM'
  | 'MINIMAL'
  | 'NONE'
  | 'XHIGH';

export type ReasoningInput = {
  effort?: ReasoningEffort | null | undefined;
  maxTokens?: number | null | undefined;
  /** Whether to ask for the text, or a summary, of the reasoning; absent: as the provider does by itself. */
  show?: boolean | null | undefined;
};

export type RerankInput = {
  documents: Array<string>;
  endUser?: string | null | undefined;
  /** `provider/model`, a bare model name that is unique, or a route. */
  model: string;
  onUnsupported?: OnUnsupported | null | undefined;
  query: string;
  tags?: Array<string> | null | undefined;
  /** How many results are wanted; absent: all. */
  topN?: number | null | undefined;
};

export type ResponseFormatInput = {
  /** Required with JSON_SCHEMA. */
  jsonSchema?: JsonSchemaInput | null | undefined;
  type: ResponseFormatType;
};

export type ResponseFormatType =
  | 'JSON_OBJECT'
  | 'JSON_SCHEMA'
  | 'TEXT';

export type RevokeApiKeyInput = {
  id: string | number;
};

export type Role =
  | 'ASSISTANT'
  | 'DEVELOPER'
  | 'SYSTEM'
  | 'TOOL'
  | 'USER';

/** What a key may do. ADMIN includes all others. */
export type Scope =
  | 'ADMIN'
  | 'COMPLETIONS_READ'
  | 'COMPLETIONS_READ_CONTENT'
  | 'INFERENCE'
  | 'KEYS_MANAGE'
  | 'USAGE_READ';

/** By the provider's own means, by a tool that the model was made to call, or by JSON mode with the schema in the prompt. */
export type StructuredOutputStrategy =
  | 'JSON_MODE'
  | 'NATIVE'
  | 'TOOL';

/** How tokens were counted: by the provider itself, by its tokenizer's kin, or by characters. */
export type TokenCounter =
  | 'CHARACTERS'
  | 'PROVIDER'
  | 'TOKENIZER';

export type ToolCallInput = {
  /** JSON text. */
  arguments: string;
  id: string | number;
  name: string;
};

/** Which tool the model calls: exactly one of mode and tool. */
export type ToolChoiceInput = {
  mode?: ToolChoiceMode | null | undefined;
  /** The name of the one tool that must be called. */
  tool?: string | null | undefined;
};

export type ToolChoiceMode =
  | 'AUTO'
  | 'NONE'
  | 'REQUIRED';

export type ToolInput = {
  /** Keep the definitions up to this one in the prompt cache. */
  cacheControl?: CacheControlInput | null | undefined;
  description?: string | null | undefined;
  name: string;
  /** JSON Schema of the arguments. */
  parameters?: unknown;
  strict?: boolean | null | undefined;
};

/** The answer of a tool: exactly one of text and parts. */
export type ToolResultInput = {
  isError?: boolean | null | undefined;
  parts?: Array<ToolResultPartInput> | null | undefined;
  text?: string | null | undefined;
  toolCallId: string | number;
};

/** A part of a tool result: exactly one of text and image. */
export type ToolResultPartInput = {
  cacheControl?: CacheControlInput | null | undefined;
  extra?: unknown;
  image?: ImageInput | null | undefined;
  providerState?: unknown;
  text?: string | null | undefined;
};

export type UsageDimension =
  | 'KEY'
  | 'MODEL'
  | 'PROVIDER'
  | 'TAG';

/** At most one of key, model, provider and tag. */
export type UsageFilterInput = {
  from: string;
  /** The id of an API key. */
  key?: string | number | null | undefined;
  model?: string | number | null | undefined;
  provider?: string | null | undefined;
  tag?: string | null | undefined;
  /** Exclusive; absent: now. */
  to?: string | null | undefined;
};

export type UsageInterval =
  | 'DAY'
  | 'HOUR'
  | 'MINUTE';

/** Who counted the tokens. */
export type UsageSource =
  | 'CACHE'
  | 'ESTIMATED'
  | 'NONE'
  | 'PROVIDER';

export type WarningCode =
  | 'NOT_STORED'
  | 'PARAMETER_MAPPED'
  | 'PROVIDER_WARNING'
  | 'STALE_PRICE'
  | 'STATE_DROPPED'
  | 'UNPRICED_MODEL'
  | 'UNSUPPORTED_PARAMETER';

export type MeQueryVariables = Exact<{ [key: string]: never; }>;


export type MeQuery = { me: { organizationId: string, keyId: string, name: string, scopes: Array<Scope>, models: Array<string> | null } };

export type ApiKeysQueryVariables = Exact<{ [key: string]: never; }>;


export type ApiKeysQuery = { apiKeys: Array<{ id: string, name: string, prefix: string, scopes: Array<Scope>, models: Array<string> | null, expiresAt: string | null, revokedAt: string | null }> | null };

export type IssueApiKeyMutationVariables = Exact<{
  input: IssueApiKeyInput;
}>;


export type IssueApiKeyMutation = { issueApiKey: { secret: string, apiKey: { id: string, name: string, scopes: Array<Scope>, models: Array<string> | null, expiresAt: string | null } } };

export type RevokeApiKeyMutationVariables = Exact<{
  input: RevokeApiKeyInput;
}>;


export type RevokeApiKeyMutation = { revokeApiKey: { apiKey: { id: string, revokedAt: string | null } } };

export type ModelsQueryVariables = Exact<{
  filter?: ModelFilterInput | null | undefined;
  first?: number;
  after?: string | null | undefined;
}>;


export type ModelsQuery = { models: { nodes: Array<{ id: string, provider: string, name: string, available: boolean, contextWindow: number | null, maxOutputTokens: number | null, releasedAt: string | null, deprecatedAt: string | null, retiresAt: string | null, capabilities: { input: Array<string> | null, output: Array<string> | null, tools: boolean | null, parallelTools: boolean | null, jsonSchema: boolean | null, jsonMode: boolean | null, reasoning: boolean | null, promptCache: boolean | null, embeddings: boolean | null, rerank: boolean | null, moderation: boolean | null, unsupported: Array<string> }, price: { version: string, source: string | null, effectiveFrom: string | null, stale: boolean, estimated: boolean, input: { text: string | null, cacheRead: string | null }, output: { text: string | null } } | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type ModelQueryVariables = Exact<{
  id: string | number;
}>;


export type ModelQuery = { model: { id: string, maxOutputTokens: number | null } | null };

export type CompletionAccountsFragment = { id: string, status: CompletionStatus, finishReason: FinishReason | null, createdAt: string, model: { id: string, contextWindow: number | null } | null, usage: { inputTokens: number, outputTokens: number, totalTokens: number, source: UsageSource, input: { text: number, cacheRead: number }, output: { text: number, reasoning: number } }, cost: { total: string, currency: string, priceVersion: string, estimated: boolean } | null, route: { name: string | null, requestedModel: string, attempts: Array<{ target: string, outcome: AttemptOutcome, durationMs: number }> }, timings: { totalMs: number, overheadMs: number, stages: Array<{ name: string, ms: number }> }, warnings: Array<{ code: WarningCode, message: string, parameter: string | null }>, structuredOutput: { strategy: StructuredOutputStrategy, repaired: boolean, valid: boolean } | null };

type Parts_AudioPart_Fragment = { __typename: 'AudioPart', source: { base64: string | null, mediaType: string | null } };

type Parts_FilePart_Fragment = { __typename: 'FilePart', filename: string | null, source: { fileId: string | null } };

type Parts_ImagePart_Fragment = { __typename: 'ImagePart', detail: ImageDetail | null, source: { url: string | null, base64: string | null, mediaType: string | null, fileId: string | null } };

type Parts_NativePart_Fragment = { __typename: 'NativePart', dialect: string, value: unknown, providerState: unknown };

type Parts_ReasoningPart_Fragment = { __typename: 'ReasoningPart', text: string, providerState: unknown };

type Parts_RefusalPart_Fragment = { __typename: 'RefusalPart', text: string };

type Parts_TextPart_Fragment = { __typename: 'TextPart', text: string, providerState: unknown, extra: unknown, citations: Array<{ url: string | null, title: string | null, citedText: string | null, start: number | null, end: number | null, native: unknown }> };

type Parts_ToolCallPart_Fragment = { __typename: 'ToolCallPart', id: string, name: string, arguments: string, providerState: unknown };

type Parts_ToolResultPart_Fragment = { __typename: 'ToolResultPart', toolCallId: string, isError: boolean, parts: Array<
    | { text: string }
    | Record<PropertyKey, never>
  > };

export type PartsFragment =
  | Parts_AudioPart_Fragment
  | Parts_FilePart_Fragment
  | Parts_ImagePart_Fragment
  | Parts_NativePart_Fragment
  | Parts_ReasoningPart_Fragment
  | Parts_RefusalPart_Fragment
  | Parts_TextPart_Fragment
  | Parts_ToolCallPart_Fragment
  | Parts_ToolResultPart_Fragment
;

export type CompleteMutationVariables = Exact<{
  input: CompletionInput;
}>;


export type CompleteMutation = { complete:
    | { __typename: 'AccessDenied', message: string, callId: string }
    | { __typename: 'Completion', text: string | null, id: string, status: CompletionStatus, finishReason: FinishReason | null, createdAt: string, messages: Array<{ role: Role, name: string | null, text: string | null, parts: Array<
          | { __typename: 'AudioPart', source: { base64: string | null, mediaType: string | null } }
          | { __typename: 'FilePart', filename: string | null, source: { fileId: string | null } }
          | { __typename: 'ImagePart', detail: ImageDetail | null, source: { url: string | null, base64: string | null, mediaType: string | null, fileId: string | null } }
          | { __typename: 'NativePart', dialect: string, value: unknown, providerState: unknown }
          | { __typename: 'ReasoningPart', text: string, providerState: unknown }
          | { __typename: 'RefusalPart', text: string }
          | { __typename: 'TextPart', text: string, providerState: unknown, extra: unknown, citations: Array<{ url: string | null, title: string | null, citedText: string | null, start: number | null, end: number | null, native: unknown }> }
          | { __typename: 'ToolCallPart', id: string, name: string, arguments: string, providerState: unknown }
          | { __typename: 'ToolResultPart', toolCallId: string, isError: boolean, parts: Array<
              | { text: string }
              | Record<PropertyKey, never>
            > }
        > }> | null, parts: Array<
        | { __typename: 'AudioPart', source: { base64: string | null, mediaType: string | null } }
        | { __typename: 'FilePart', filename: string | null, source: { fileId: string | null } }
        | { __typename: 'ImagePart', detail: ImageDetail | null, source: { url: string | null, base64: string | null, mediaType: string | null, fileId: string | null } }
        | { __typename: 'NativePart', dialect: string, value: unknown, providerState: unknown }
        | { __typename: 'ReasoningPart', text: string, providerState: unknown }
        | { __typename: 'RefusalPart', text: string }
        | { __typename: 'TextPart', text: string, providerState: unknown, extra: unknown, citations: Array<{ url: string | null, title: string | null, citedText: string | null, start: number | null, end: number | null, native: unknown }> }
        | { __typename: 'ToolCallPart', id: string, name: string, arguments: string, providerState: unknown }
        | { __typename: 'ToolResultPart', toolCallId: string, isError: boolean, parts: Array<
            | { text: string }
            | Record<PropertyKey, never>
          > }
      > | null, choices: Array<{ index: number, text: string | null, finishReason: FinishReason | null, stopSequence: string | null, safetyRatings: Array<{ category: string, probability: string | null, severity: string | null, blocked: boolean | null }>, logprobs: Array<{ token: string, logprob: number }> | null }> | null, model: { id: string, contextWindow: number | null } | null, usage: { inputTokens: number, outputTokens: number, totalTokens: number, source: UsageSource, input: { text: number, cacheRead: number }, output: { text: number, reasoning: number } }, cost: { total: string, currency: string, priceVersion: string, estimated: boolean } | null, route: { name: string | null, requestedModel: string, attempts: Array<{ target: string, outcome: AttemptOutcome, durationMs: number }> }, timings: { totalMs: number, overheadMs: number, stages: Array<{ name: string, ms: number }> }, warnings: Array<{ code: WarningCode, message: string, parameter: string | null }>, structuredOutput: { strategy: StructuredOutputStrategy, repaired: boolean, valid: boolean } | null }
    | { __typename: 'ProviderFailed', callId: string, error: { code: ErrorCode, message: string, retryable: boolean, scope: ErrorScope, retryAfterMs: number | null, providerStatus: number | null }, attempts: Array<{ target: string, outcome: AttemptOutcome, error: { code: ErrorCode } | null }>, partial: { text: string | null } | null }
   };

export type CompletionStreamSubscriptionVariables = Exact<{
  input: CompletionInput;
}>;


export type CompletionStreamSubscription = { completionStream:
    | { __typename: 'Completed', seq: number, completion: { text: string | null, id: string, status: CompletionStatus, finishReason: FinishReason | null, createdAt: string, model: { id: string, contextWindow: number | null } | null, usage: { inputTokens: number, outputTokens: number, totalTokens: number, source: UsageSource, input: { text: number, cacheRead: number }, output: { text: number, reasoning: number } }, cost: { total: string, currency: string, priceVersion: string, estimated: boolean } | null, route: { name: string | null, requestedModel: string, attempts: Array<{ target: string, outcome: AttemptOutcome, durationMs: number }> }, timings: { totalMs: number, overheadMs: number, stages: Array<{ name: string, ms: number }> }, warnings: Array<{ code: WarningCode, message: string, parameter: string | null }>, structuredOutput: { strategy: StructuredOutputStrategy, repaired: boolean, valid: boolean } | null } }
    | { __typename: 'Failed', seq: number, callId: string, error: { code: ErrorCode, message: string }, partial: { text: string | null } | null }
    | { __typename: 'ReasoningDelta', seq: number, text: string }
    | { __typename: 'RouteSwitched', seq: number, from: string, to: string, reason: { code: ErrorCode } }
    | { __typename: 'Started', seq: number, callId: string, target: string, createdAt: string }
    | { __typename: 'TextDelta', seq: number, text: string, choice: number, refusal: boolean }
    | { __typename: 'ToolCallDelta', seq: number, index: number, toolCallId: string | null, name: string | null, argumentsDelta: string }
    | { __typename: 'UsageTick', seq: number, usage: { totalTokens: number } }
   };

export type EmbedMutationVariables = Exact<{
  input: EmbedInput;
}>;


export type EmbedMutation = { embed: { id: string, vectors: Array<Array<number>>, model: { id: string } | null, usage: { inputTokens: number }, cost: { total: string } | null } };

export type RerankMutationVariables = Exact<{
  input: RerankInput;
}>;


export type RerankMutation = { rerank: { id: string, results: Array<{ index: number, score: number }>, model: { id: string } | null, usage: { inputTokens: number }, cost: { total: string } | null, warnings: Array<{ code: WarningCode, message: string }> } };

export type ModerateMutationVariables = Exact<{
  input: ModerateInput;
}>;


export type ModerateMutation = { moderate: { id: string, results: Array<{ flagged: boolean, categories: Array<{ name: string, flagged: boolean, score: number | null }> }>, model: { id: string } | null, cost: { total: string } | null } };

export type EstimateQueryVariables = Exact<{
  input: CompletionInput;
}>;


export type EstimateQuery = { estimate: { target: string, inputTokens: number, countedBy: TokenCounter, maxOutputTokens: number, model: { id: string } | null, inputCost: { total: string } | null, maxCost: { total: string, estimated: boolean } | null } };

export type CompletionRecordQueryVariables = Exact<{
  id: string | number;
}>;


export type CompletionRecordQuery = { completion: { tags: Array<string> | null, id: string, status: CompletionStatus, finishReason: FinishReason | null, createdAt: string, failure: { code: ErrorCode, message: string } | null, model: { id: string, contextWindow: number | null } | null, usage: { inputTokens: number, outputTokens: number, totalTokens: number, source: UsageSource, input: { text: number, cacheRead: number }, output: { text: number, reasoning: number } }, cost: { total: string, currency: string, priceVersion: string, estimated: boolean } | null, route: { name: string | null, requestedModel: string, attempts: Array<{ target: string, outcome: AttemptOutcome, durationMs: number }> }, timings: { totalMs: number, overheadMs: number, stages: Array<{ name: string, ms: number }> }, warnings: Array<{ code: WarningCode, message: string, parameter: string | null }>, structuredOutput: { strategy: StructuredOutputStrategy, repaired: boolean, valid: boolean } | null } | null };

export type CompletionContentQueryVariables = Exact<{
  id: string | number;
}>;


export type CompletionContentQuery = { completion: { id: string, text: string | null, messages: Array<{ text: string | null }> | null, parts: Array<
      | { __typename: 'AudioPart', source: { base64: string | null, mediaType: string | null } }
      | { __typename: 'FilePart', filename: string | null, source: { fileId: string | null } }
      | { __typename: 'ImagePart', detail: ImageDetail | null, source: { url: string | null, base64: string | null, mediaType: string | null, fileId: string | null } }
      | { __typename: 'NativePart', dialect: string, value: unknown, providerState: unknown }
      | { __typename: 'ReasoningPart', text: string, providerState: unknown }
      | { __typename: 'RefusalPart', text: string }
      | { __typename: 'TextPart', text: string, providerState: unknown, extra: unknown, citations: Array<{ url: string | null, title: string | null, citedText: string | null, start: number | null, end: number | null, native: unknown }> }
      | { __typename: 'ToolCallPart', id: string, name: string, arguments: string, providerState: unknown }
      | { __typename: 'ToolResultPart', toolCallId: string, isError: boolean, parts: Array<
          | { text: string }
          | Record<PropertyKey, never>
        > }
    > | null, choices: Array<{ text: string | null }> | null } | null };

export type CompletionCostQueryVariables = Exact<{
  id: string | number;
}>;


export type CompletionCostQuery = { completion: { id: string, cost: { total: string } | null } | null };

export type CompletionsQueryVariables = Exact<{
  filter?: CompletionFilterInput | null | undefined;
  first?: number;
  after?: string | null | undefined;
}>;


export type CompletionsQuery = { completions: { edges: Array<{ cursor: string, node: { id: string, status: CompletionStatus } }>, nodes: Array<{ id: string }>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } };

export type UsageQueryVariables = Exact<{
  where: UsageFilterInput;
  groupBy?: UsageDimension | null | undefined;
  interval?: UsageInterval | null | undefined;
}>;


export type UsageQuery = { usage: Array<{ start: string | null, group: string | null, requests: number, errors: number, inputTokens: number, outputTokens: number, totalTokens: number, cost: string, unpricedRequests: number, p50Ms: number | null, p95Ms: number | null, input: { text: number }, output: { reasoning: number } }> | null };

export type UsageLiveSubscriptionVariables = Exact<{
  where?: LiveUsageFilterInput | null | undefined;
  everyMs?: number;
}>;


export type UsageLiveSubscription = { usageLive: { from: string, to: string, requests: number, errors: number, totalTokens: number, cost: string, unpricedRequests: number, p50Ms: number | null, p95Ms: number | null } };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}
export const CompletionAccountsFragmentDoc = new TypedDocumentString(`
    fragment CompletionAccounts on Completion {
  id
  status
  finishReason
  createdAt
  model {
    id
    contextWindow
  }
  usage {
    inputTokens
    outputTokens
    totalTokens
    source
    input {
      text
      cacheRead
    }
    output {
      text
      reasoning
    }
  }
  cost {
    total
    currency
    priceVersion
    estimated
  }
  route {
    name
    requestedModel
    attempts {
      target
      outcome
      durationMs
    }
  }
  timings {
    totalMs
    overheadMs
    stages {
      name
      ms
    }
  }
  warnings {
    code
    message
    parameter
  }
  structuredOutput {
    strategy
    repaired
    valid
  }
}
    `, {"fragmentName":"CompletionAccounts"}) as unknown as TypedDocumentString<CompletionAccountsFragment, unknown>;
export const PartsFragmentDoc = new TypedDocumentString(`
    fragment Parts on ContentPart {
  __typename
  ... on TextPart {
    text
    providerState
    extra
    citations {
      url
      title
      citedText
      start
      end
      native
    }
  }
  ... on NativePart {
    dialect
    value
    providerState
  }
  ... on ReasoningPart {
    text
    providerState
  }
  ... on RefusalPart {
    text
  }
  ... on ToolCallPart {
    id
    name
    arguments
    providerState
  }
  ... on ToolResultPart {
    toolCallId
    isError
    parts {
      ... on TextPart {
        text
      }
    }
  }
  ... on ImagePart {
    source {
      url
      base64
      mediaType
      fileId
    }
    detail
  }
  ... on AudioPart {
    source {
      base64
      mediaType
    }
  }
  ... on FilePart {
    source {
      fileId
    }
    filename
  }
}
    `, {"fragmentName":"Parts"}) as unknown as TypedDocumentString<PartsFragment, unknown>;
export const MeDocument = new TypedDocumentString(`
    query Me {
  me {
    organizationId
    keyId
    name
    scopes
    models
  }
}
    `) as unknown as TypedDocumentString<MeQuery, MeQueryVariables>;
export const ApiKeysDocument = new TypedDocumentString(`
    query ApiKeys {
  apiKeys {
    id
    name
    prefix
    scopes
    models
    expiresAt
    revokedAt
  }
}
    `) as unknown as TypedDocumentString<ApiKeysQuery, ApiKeysQueryVariables>;
export const IssueApiKeyDocument = new TypedDocumentString(`
    mutation IssueApiKey($input: IssueApiKeyInput!) {
  issueApiKey(input: $input) {
    apiKey {
      id
      name
      scopes
      models
      expiresAt
    }
    secret
  }
}
    `) as unknown as TypedDocumentString<IssueApiKeyMutation, IssueApiKeyMutationVariables>;
export const RevokeApiKeyDocument = new TypedDocumentString(`
    mutation RevokeApiKey($input: RevokeApiKeyInput!) {
  revokeApiKey(input: $input) {
    apiKey {
      id
      revokedAt
    }
  }
}
    `) as unknown as TypedDocumentString<RevokeApiKeyMutation, RevokeApiKeyMutationVariables>;
export const ModelsDocument = new TypedDocumentString(`
    query Models($filter: ModelFilterInput, $first: Int! = 20, $after: String) {
  models(filter: $filter, first: $first, after: $after) {
    nodes {
      id
      provider
      name
      available
      contextWindow
      maxOutputTokens
      releasedAt
      deprecatedAt
      retiresAt
      capabilities {
        input
        output
        tools
        parallelTools
        jsonSchema
        jsonMode
        reasoning
        promptCache
        embeddings
        rerank
        moderation
        unsupported
      }
      price {
        version
        source
        effectiveFrom
        stale
        estimated
        input {
          text
          cacheRead
        }
        output {
          text
        }
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `) as unknown as TypedDocumentString<ModelsQuery, ModelsQueryVariables>;
export const ModelDocument = new TypedDocumentString(`
    query Model($id: ID!) {
  model(id: $id) {
    id
    maxOutputTokens
  }
}
    `) as unknown as TypedDocumentString<ModelQuery, ModelQueryVariables>;
export const CompleteDocument = new TypedDocumentString(`
    mutation Complete($input: CompletionInput!) {
  complete(input: $input) {
    __typename
    ... on Completion {
      ...CompletionAccounts
      text
      messages {
        role
        name
        text
        parts {
          ...Parts
        }
      }
      parts {
        ...Parts
      }
      choices {
        index
        text
        finishReason
        stopSequence
        safetyRatings {
          category
          probability
          severity
          blocked
        }
        logprobs {
          token
          logprob
        }
      }
    }
    ... on AccessDenied {
      message
      callId
    }
    ... on ProviderFailed {
      callId
      error {
        code
        message
        retryable
        scope
        retryAfterMs
        providerStatus
      }
      attempts {
        target
        outcome
        error {
          code
        }
      }
      partial {
        text
      }
    }
  }
}
    fragment CompletionAccounts on Completion {
  id
  status
  finishReason
  createdAt
  model {
    id
    contextWindow
  }
  usage {
    inputTokens
    outputTokens
    totalTokens
    source
    input {
      text
      cacheRead
    }
    output {
      text
      reasoning
    }
  }
  cost {
    total
    currency
    priceVersion
    estimated
  }
  route {
    name
    requestedModel
    attempts {
      target
      outcome
      durationMs
    }
  }
  timings {
    totalMs
    overheadMs
    stages {
      name
      ms
    }
  }
  warnings {
    code
    message
    parameter
  }
  structuredOutput {
    strategy
    repaired
    valid
  }
}
fragment Parts on ContentPart {
  __typename
  ... on TextPart {
    text
    providerState
    extra
    citations {
      url
      title
      citedText
      start
      end
      native
    }
  }
  ... on NativePart {
    dialect
    value
    providerState
  }
  ... on ReasoningPart {
    text
    providerState
  }
  ... on RefusalPart {
    text
  }
  ... on ToolCallPart {
    id
    name
    arguments
    providerState
  }
  ... on ToolResultPart {
    toolCallId
    isError
    parts {
      ... on TextPart {
        text
      }
    }
  }
  ... on ImagePart {
    source {
      url
      base64
      mediaType
      fileId
    }
    detail
  }
  ... on AudioPart {
    source {
      base64
      mediaType
    }
  }
  ... on FilePart {
    source {
      fileId
    }
    filename
  }
}`) as unknown as TypedDocumentString<CompleteMutation, CompleteMutationVariables>;
export const CompletionStreamDocument = new TypedDocumentString(`
    subscription CompletionStream($input: CompletionInput!) {
  completionStream(input: $input) {
    __typename
    ... on Started {
      seq
      callId
      target
      createdAt
    }
    ... on TextDelta {
      seq
      text
      choice
      refusal
    }
    ... on ReasoningDelta {
      seq
      text
    }
    ... on ToolCallDelta {
      seq
      index
      toolCallId
      name
      argumentsDelta
    }
    ... on RouteSwitched {
      seq
      from
      to
      reason {
        code
      }
    }
    ... on UsageTick {
      seq
      usage {
        totalTokens
      }
    }
    ... on Completed {
      seq
      completion {
        ...CompletionAccounts
        text
      }
    }
    ... on Failed {
      seq
      callId
      error {
        code
        message
      }
      partial {
        text
      }
    }
  }
}
    fragment CompletionAccounts on Completion {
  id
  status
  finishReason
  createdAt
  model {
    id
    contextWindow
  }
  usage {
    inputTokens
    outputTokens
    totalTokens
    source
    input {
      text
      cacheRead
    }
    output {
      text
      reasoning
    }
  }
  cost {
    total
    currency
    priceVersion
    estimated
  }
  route {
    name
    requestedModel
    attempts {
      target
      outcome
      durationMs
    }
  }
  timings {
    totalMs
    overheadMs
    stages {
      name
      ms
    }
  }
  warnings {
    code
    message
    parameter
  }
  structuredOutput {
    strategy
    repaired
    valid
  }
}`) as unknown as TypedDocumentString<CompletionStreamSubscription, CompletionStreamSubscriptionVariables>;
export const EmbedDocument = new TypedDocumentString(`
    mutation Embed($input: EmbedInput!) {
  embed(input: $input) {
    id
    vectors
    model {
      id
    }
    usage {
      inputTokens
    }
    cost {
      total
    }
  }
}
    `) as unknown as TypedDocumentString<EmbedMutation, EmbedMutationVariables>;
export const RerankDocument = new TypedDocumentString(`
    mutation Rerank($input: RerankInput!) {
  rerank(input: $input) {
    id
    results {
      index
      score
    }
    model {
      id
    }
    usage {
      inputTokens
    }
    cost {
      total
    }
    warnings {
      code
      message
    }
  }
}
    `) as unknown as TypedDocumentString<RerankMutation, RerankMutationVariables>;
export const ModerateDocument = new TypedDocumentString(`
    mutation Moderate($input: ModerateInput!) {
  moderate(input: $input) {
    id
    results {
      flagged
      categories {
        name
        flagged
        score
      }
    }
    model {
      id
    }
    cost {
      total
    }
  }
}
    `) as unknown as TypedDocumentString<ModerateMutation, ModerateMutationVariables>;
export const EstimateDocument = new TypedDocumentString(`
    query Estimate($input: CompletionInput!) {
  estimate(input: $input) {
    target
    model {
      id
    }
    inputTokens
    countedBy
    maxOutputTokens
    inputCost {
      total
    }
    maxCost {
      total
      estimated
    }
  }
}
    `) as unknown as TypedDocumentString<EstimateQuery, EstimateQueryVariables>;
export const CompletionRecordDocument = new TypedDocumentString(`
    query CompletionRecord($id: ID!) {
  completion(id: $id) {
    ...CompletionAccounts
    tags
    failure {
      code
      message
    }
  }
}
    fragment CompletionAccounts on Completion {
  id
  status
  finishReason
  createdAt
  model {
    id
    contextWindow
  }
  usage {
    inputTokens
    outputTokens
    totalTokens
    source
    input {
      text
      cacheRead
    }
    output {
      text
      reasoning
    }
  }
  cost {
    total
    currency
    priceVersion
    estimated
  }
  route {
    name
    requestedModel
    attempts {
      target
      outcome
      durationMs
    }
  }
  timings {
    totalMs
    overheadMs
    stages {
      name
      ms
    }
  }
  warnings {
    code
    message
    parameter
  }
  structuredOutput {
    strategy
    repaired
    valid
  }
}`) as unknown as TypedDocumentString<CompletionRecordQuery, CompletionRecordQueryVariables>;
export const CompletionContentDocument = new TypedDocumentString(`
    query CompletionContent($id: ID!) {
  completion(id: $id) {
    id
    text
    messages {
      text
    }
    parts {
      ...Parts
    }
    choices {
      text
    }
  }
}
    fragment Parts on ContentPart {
  __typename
  ... on TextPart {
    text
    providerState
    extra
    citations {
      url
      title
      citedText
      start
      end
      native
    }
  }
  ... on NativePart {
    dialect
    value
    providerState
  }
  ... on ReasoningPart {
    text
    providerState
  }
  ... on RefusalPart {
    text
  }
  ... on ToolCallPart {
    id
    name
    arguments
    providerState
  }
  ... on ToolResultPart {
    toolCallId
    isError
    parts {
      ... on TextPart {
        text
      }
    }
  }
  ... on ImagePart {
    source {
      url
      base64
      mediaType
      fileId
    }
    detail
  }
  ... on AudioPart {
    source {
      base64
      mediaType
    }
  }
  ... on FilePart {
    source {
      fileId
    }
    filename
  }
}`) as unknown as TypedDocumentString<CompletionContentQuery, CompletionContentQueryVariables>;
export const CompletionCostDocument = new TypedDocumentString(`
    query CompletionCost($id: ID!) {
  completion(id: $id) {
    id
    cost {
      total
    }
  }
}
    `) as unknown as TypedDocumentString<CompletionCostQuery, CompletionCostQueryVariables>;
export const CompletionsDocument = new TypedDocumentString(`
    query Completions($filter: CompletionFilterInput, $first: Int! = 20, $after: String) {
  completions(filter: $filter, first: $first, after: $after) {
    edges {
      cursor
      node {
        id
        status
      }
    }
    nodes {
      id
    }
    pageInfo {
      hasNextPage
      hasPreviousPage
      startCursor
      endCursor
    }
  }
}
    `) as unknown as TypedDocumentString<CompletionsQuery, CompletionsQueryVariables>;
export const UsageDocument = new TypedDocumentString(`
    query Usage($where: UsageFilterInput!, $groupBy: UsageDimension, $interval: UsageInterval) {
  usage(where: $where, groupBy: $groupBy, interval: $interval) {
    start
    group
    requests
    errors
    inputTokens
    outputTokens
    totalTokens
    input {
      text
    }
    output {
      reasoning
    }
    cost
    unpricedRequests
    p50Ms
    p95Ms
  }
}
    `) as unknown as TypedDocumentString<UsageQuery, UsageQueryVariables>;
export const UsageLiveDocument = new TypedDocumentString(`
    subscription UsageLive($where: LiveUsageFilterInput, $everyMs: Int! = 1000) {
  usageLive(where: $where, everyMs: $everyMs) {
    from
    to
    requests
    errors
    totalTokens
    cost
    unpricedRequests
    p50Ms
    p95Ms
  }
}
    `) as unknown as TypedDocumentString<UsageLiveSubscription, UsageLiveSubscriptionVariables>;