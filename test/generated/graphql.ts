/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** A configuration file to apply. */
export type ApplyConfigInput = {
  /** Tell what would change, and refuse what would be refused; change nothing. */
  dryRun?: boolean | null | undefined;
  /** A configuration file (YAML). What the API declares becomes what it says; credentials that it does not name stay. */
  yaml: string;
};

/** How an attempt ended. */
export type AttemptOutcome =
  | 'CANCELLED'
  | 'FAILED'
  | 'SUCCEEDED';

/** Why an attempt was made. */
export type AttemptRole =
  /** To go on with an answer that broke off. */
  | 'CONTINUATION'
  /** The answer before was not good enough. */
  | 'ESCALATION'
  /** The route's list for such a failure. */
  | 'FALLBACK'
  /** The target before was slow to begin. */
  | 'HEDGE'
  /** To judge an answer. */
  | 'JUDGE'
  /** The target before had failed. */
  | 'NEXT'
  /** The first. */
  | 'PRIMARY'
  /** All targets had failed: they were tried again. */
  | 'RETRY'
  /** A mirror of the call; nobody sees its answer. */
  | 'SHADOW';

/** The provider should keep everything up to here in its prompt cache. */
export type CacheControlInput = {
  /** Absent: five minutes. */
  ttl?: CacheTtl | null | undefined;
};

export type CacheTtl =
  | 'HOUR_1'
  | 'MINUTES_5';

/** When the answer of a cheap model is not good enough. Each that is given is asked. */
export type CascadeInput = {
  /** A model that is asked. */
  judge?: JudgeInput | null | undefined;
  /** The least mean log probability of its tokens. */
  minLogprob?: number | null | undefined;
  /** A refusal is not; absent: true. */
  refusal?: boolean | null | undefined;
  /** An answer that breaks its JSON schema is not; absent: true. */
  schema?: boolean | null | undefined;
};

/** Whether a deployment is asked. */
export type CircuitState =
  /** It is. */
  | 'CLOSED'
  /** A few probes are, to see whether it has recovered. */
  | 'HALF_OPEN'
  /** It is not, since it failed too often. */
  | 'OPEN';

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
  /** What is in the request, such as pii. It may only narrow where the request goes. */
  dataClasses?: Array<string> | null | undefined;
  /** How long you wait, in milliseconds from now; then the call fails. */
  deadlineMs?: number | null | undefined;
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
  /** `provider/model`, a bare model name that is unique, a deployment, a route, or `auto`. */
  model: string;
  /** How many alternatives to make. */
  n?: number | null | undefined;
  nativeTools?: Array<NativeToolInput> | null | undefined;
  /** What the model `auto` strives for; absent: what the operator says. */
  objective?: RouteObjective | null | undefined;
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

/** Whose condition it is: that of the route itself, of a rule or a split. */
export type ConditionKind =
  | 'MATCH'
  | 'RULE'
  | 'SPLIT';

/** What became of something declared. */
export type ConfigAction =
  | 'CREATED'
  | 'DELETED'
  | 'UPDATED';

/** What can be declared. */
export type ConfigKind =
  /** A model at a provider, in a place of its own. */
  | 'DEPLOYMENT'
  /** What an operator knows better of a model. */
  | 'MODEL'
  /** An account at a vendor of models, or a server that speaks like one. */
  | 'PROVIDER'
  /** A name that callers ask for, and how it is served. */
  | 'ROUTE';

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

/** A model at a provider, in a place of its own. */
export type CreateDeploymentInput = {
  /** Absent: the provider's. Encrypted at once and never shown again. Pass it as a variable. */
  apiKey?: string | null | undefined;
  /** A pool of keys, instead of or beside apiKey. */
  apiKeys?: Array<string> | null | undefined;
  /** Absent: the provider's. An address inside the network is refused, unless the configuration file allows it. */
  baseUrl?: string | null | undefined;
  /** Tell what would change, and refuse what would be refused; change nothing. */
  dryRun?: boolean | null | undefined;
  /** What it can bear. */
  limits?: DeploymentLimitsInput | null | undefined;
  /** The model's name at the provider. */
  model: string;
  /** What routes and callers may ask for instead of the model. */
  name: string;
  /** The name of the provider that serves it. */
  provider: string;
  /** Absent: the provider's. */
  region?: string | null | undefined;
  /** Its share among the deployments of the model; absent: 1. */
  weight?: number | null | undefined;
  /** It keeps nothing of a request. Absent: as the provider says. */
  zeroRetention?: boolean | null | undefined;
};

/** What you know better of a model than the catalogue. */
export type CreateModelInput = {
  /** Other names that callers may ask for. */
  aliases?: Array<string> | null | undefined;
  /** What it can do. */
  capabilities?: ModelCapabilitiesInput | null | undefined;
  /** Tokens. */
  contextWindow?: number | null | undefined;
  /** YYYY-MM-DD: from when its maker advises against it. */
  deprecatedAt?: string | null | undefined;
  /** For people. */
  displayName?: string | null | undefined;
  /** Tell what would change, and refuse what would be refused; change nothing. */
  dryRun?: boolean | null | undefined;
  /** `provider/model`. */
  id: string | number;
  /** Tokens. */
  maxOutputTokens?: number | null | undefined;
  /** What the model is, where its name does not tell, such as gpt-5-mini. */
  model?: string | null | undefined;
  /** What it costs. */
  price?: PriceInput | null | undefined;
  /** How good its answers are, from 0 to 1, for the model `auto`. */
  quality?: number | null | undefined;
  /** YYYY-MM-DD. */
  releasedAt?: string | null | undefined;
  /** YYYY-MM-DD: from when it is not listed as available. */
  retiresAt?: string | null | undefined;
};

/** An account at a vendor of models, or a server that speaks like one. */
export type CreateProviderInput = {
  /** Encrypted at once and never shown again. Pass it as a variable. */
  apiKey?: string | null | undefined;
  /** A pool of keys, instead of or beside apiKey: one that is refused or used up is left alone. */
  apiKeys?: Array<string> | null | undefined;
  /** Absent: the kind's own. An address inside the network is refused, unless the configuration file allows it. */
  baseUrl?: string | null | undefined;
  /** Tell what would change, and refuse what would be refused; change nothing. */
  dryRun?: boolean | null | undefined;
  /** A provider plugin, or a vendor of the OpenAI dialect, such as openai-compatible. */
  kind: string;
  /** Restricts it to these models. Absent: all that are known of the kind, and others passed through. */
  models?: Array<string> | null | undefined;
  /** Its models are called `name/model`. */
  name: string;
  /** Where it serves, for data policies, such as eu. */
  region?: string | null | undefined;
  /** What the kind alone understands; see its guide. */
  settings?: unknown;
  /** Those of its calls. */
  timeouts?: TimeoutsInput | null | undefined;
  /** It keeps nothing of a request, by contract. */
  zeroRetention?: boolean | null | undefined;
};

/** A name that callers ask for as a model, and how it is served. */
export type CreateRouteInput = {
  /** Other names that callers may ask for. */
  aliases?: Array<string> | null | undefined;
  /** The name of a policy of the cache. */
  cachePolicy?: string | null | undefined;
  /** For CASCADE. */
  cascade?: CascadeInput | null | undefined;
  /** Go on with a broken stream at another target, which gets what was said. Both are billed. */
  continue?: boolean | null | undefined;
  /** Where the data of its calls may go. */
  dataPolicy?: DataPolicyInput | null | undefined;
  /** For people. */
  description?: string | null | undefined;
  /** Tell what would change, and refuse what would be refused; change nothing. */
  dryRun?: boolean | null | undefined;
  /** Who is asked when the targets have failed. */
  fallbacks?: Array<RouteFallbackInput> | null | undefined;
  /** Names of policies of the guards. */
  guardPolicies?: Array<string> | null | undefined;
  /** For HEDGE. */
  hedge?: HedgeInput | null | undefined;
  /** A condition (CEL) that a request must meet to be served at all, such as `request.tools.size() > 0`. */
  match?: string | null | undefined;
  /** What callers ask for as model. */
  name: string;
  /** How the targets are tried again. */
  retry?: RetryInput | null | undefined;
  /** The first that holds decides. */
  rules?: Array<RouteRuleInput> | null | undefined;
  /** For SHADOW. */
  shadow?: ShadowInput | null | undefined;
  /** Parts of the calls that no rule took. */
  splits?: Array<RouteSplitInput> | null | undefined;
  /** What always falls on the same side of a split; absent: END_USER. */
  stickyBy?: StickyBy | null | undefined;
  /** How the targets are ordered for a call; absent: PRIORITY. */
  strategy?: RouteStrategy | null | undefined;
  /** Who serves the calls that no rule and no split took. */
  targets: Array<RouteTargetInput>;
  /** These win over a provider's. */
  timeouts?: TimeoutsInput | null | undefined;
};

/** Where the data of calls may go. What is absent restricts nothing. */
export type DataPolicyInput = {
  /** Names of providers that are never asked. */
  excludedProviders?: Array<string> | null | undefined;
  /** The only regions. A deployment without one is in none. */
  regions?: Array<string> | null | undefined;
  /** Providers that a class of data must not reach. */
  sensitive?: Array<SensitiveDataInput> | null | undefined;
  /** Only deployments that keep nothing. */
  zeroRetention?: boolean | null | undefined;
};

/** What a deployment can bear. */
export type DeploymentLimitsInput = {
  /** Calls at a time, over all processes of a machine. */
  maxConcurrent?: number | null | undefined;
  /** Calls in a minute. */
  requestsPerMinute?: number | null | undefined;
  /** Tokens in a minute, in and out. */
  tokensPerMinute?: number | null | undefined;
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
  | 'DEADLINE_EXCEEDED'
  | 'INTERNAL'
  | 'INVALID_REQUEST'
  | 'JOURNAL_UNAVAILABLE'
  | 'METHOD_NOT_ALLOWED'
  | 'MODEL_NOT_FOUND'
  | 'NOT_FOUND'
  | 'NO_ELIGIBLE_TARGET'
  | 'NO_TARGET_AVAILABLE'
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

/** The failure that a list of fallbacks is for. */
export type FallbackClass =
  /** All of the others. */
  | 'ANY'
  /** The provider's filters refused it. */
  | 'CONTENT_POLICY'
  /** The request is too long for the model. */
  | 'CONTEXT_WINDOW'
  /** The provider failed in another way. */
  | 'PROVIDER_ERROR'
  /** The provider throttles, or is out of capacity. */
  | 'RATE_LIMIT'
  /** It took too long. */
  | 'TIMEOUT';

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

/** A header that calls have. */
export type HeaderMatchInput = {
  /** In any case. */
  name: string;
  /** The whole of it. */
  value: string;
};

/** When the second target is asked too. */
export type HedgeInput = {
  /** When the second target is asked too, in milliseconds. */
  afterMs: number;
};

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
  /** What conditions of routes may go by. */
  attributes?: KeyAttributesInput | null | undefined;
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

/** A model that is asked whether an answer will do. */
export type JudgeInput = {
  /** The least that will do, from 0 to 1. */
  minScore?: number | null | undefined;
  /** `provider/model`. */
  model: string;
  /** What it is told; absent: a prompt of ours. */
  prompt?: string | null | undefined;
};

/** Each of at most 64 characters. */
export type KeyAttributesInput = {
  /** `principal.application` in conditions. */
  application?: string | null | undefined;
  /** `principal.role` in conditions. */
  role?: string | null | undefined;
  /** `principal.tags` in conditions. */
  tags?: Array<string> | null | undefined;
  /** `principal.team` in conditions. */
  team?: string | null | undefined;
  /** `principal.tier` in conditions, such as free. */
  tier?: string | null | undefined;
};

/** At most one of key, model, provider and tag. */
export type LiveUsageFilterInput = {
  /** The id of an API key. */
  key?: string | number | null | undefined;
  model?: string | number | null | undefined;
  provider?: string | null | undefined;
  tag?: string | null | undefined;
};

/** Who declared something, and so where it can be changed. */
export type ManagedBy =
  /** A mutation. */
  | 'API'
  /** A variable of the environment: no mutation changes it. */
  | 'ENVIRONMENT'
  /** The configuration file: no mutation changes it. */
  | 'FILE';

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

/** What a model takes or makes. */
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

/** What a model can do, where the catalogue does not know or is wrong. Absent: as the catalogue says. */
export type ModelCapabilitiesInput = {
  /** Makes embeddings. */
  embeddings?: boolean | null | undefined;
  /** What it takes. */
  input?: Array<Modality> | null | undefined;
  /** Answers in JSON of any shape by its own means. */
  jsonMode?: boolean | null | undefined;
  /** Answers to a JSON schema by its own means. */
  jsonSchema?: boolean | null | undefined;
  /** Moderates content. */
  moderation?: boolean | null | undefined;
  /** What it makes. */
  output?: Array<Modality> | null | undefined;
  /** Calls several tools at a time. */
  parallelTools?: boolean | null | undefined;
  /** Goes on with an answer that ends the request, for routes with continue. */
  prefill?: boolean | null | undefined;
  /** Discounts prompts that it has seen. */
  promptCache?: boolean | null | undefined;
  /** Reasons before it answers. */
  reasoning?: boolean | null | undefined;
  /** Ranks documents. */
  rerank?: boolean | null | undefined;
  /** Calls tools. */
  tools?: boolean | null | undefined;
  /** Parameters of CompletionInput that it refuses: left out with a warning. */
  unsupported?: Array<string> | null | undefined;
};

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

/** USD per million tokens, but perRequest. It takes the place of the list's price whole. */
export type PriceInput = {
  /** Text in that a prompt cache served. */
  cacheRead?: string | null | undefined;
  /** Text in that is kept for an hour. */
  cacheWrite1h?: string | null | undefined;
  /** Text in that is kept for five minutes. */
  cacheWrite5m?: string | null | undefined;
  /** YYYY-MM-DD: before it the list's price holds. */
  effectiveFrom?: string | null | undefined;
  /** Text in. */
  input?: string | null | undefined;
  /** Audio in. */
  inputAudio?: string | null | undefined;
  /** Images in. */
  inputImage?: string | null | undefined;
  /** Text out. */
  output?: string | null | undefined;
  /** Audio out. */
  outputAudio?: string | null | undefined;
  /** Images out. */
  outputImage?: string | null | undefined;
  /** USD for each request, whatever its tokens. */
  perRequest?: string | null | undefined;
  /** Reasoning out. */
  reasoning?: string | null | undefined;
  /** YYYY-MM-DD: from then on the price is shown as stale. */
  validUntil?: string | null | undefined;
};

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

/** Waits are drawn from 0 to the doubled one before; what a provider asks for is honoured. */
export type RetryInput = {
  /** How often the targets are tried again when all have failed; absent: 1. */
  attempts?: number | null | undefined;
  /** The longest first wait in milliseconds; absent: 250. */
  baseMs?: number | null | undefined;
  /** The longest wait of all in milliseconds; absent: 8000. */
  maxMs?: number | null | undefined;
};

export type RevokeApiKeyInput = {
  id: string | number;
};

export type Role =
  | 'ASSISTANT'
  | 'DEVELOPER'
  | 'SYSTEM'
  | 'TOOL'
  | 'USER';

/** A version to go back to. */
export type RollbackConfigInput = {
  /** Tell what would change, and refuse what would be refused; change nothing. */
  dryRun?: boolean | null | undefined;
  /** The version to go back to; 0: nothing is declared by the API. */
  version: number;
};

/** Who is asked when the targets have failed. */
export type RouteFallbackInput = {
  /** Who is asked then, in this order. */
  models: Array<string>;
  /** Which failures it is for. */
  on?: Array<FallbackClass>;
};

/** What the model `auto` strives for. */
export type RouteObjective =
  /** A bit of each. */
  | 'BALANCED'
  /** The cheapest for this request. */
  | 'COST'
  /** The one that begins to answer first. */
  | 'LATENCY'
  /** The best, by the operator's word where there is one. */
  | 'QUALITY';

/** Calls that meet a condition; the first rule that holds decides. */
export type RouteRuleInput = {
  /** What explanations and records call it. */
  name?: string | null | undefined;
  /** Absent: the route's. */
  strategy?: RouteStrategy | null | undefined;
  /** Who serves the calls that it takes. */
  targets: Array<RouteTargetInput>;
  /** A condition (CEL), such as `principal.tier == 'free'`. */
  when: string;
};

/** A part of the calls that no rule took: everything that it says must hold. */
export type RouteSplitInput = {
  /** Only calls with this header. */
  header?: HeaderMatchInput | null | undefined;
  /** What explanations and records call it. */
  name?: string | null | undefined;
  /** From 0 to 100; those of a route are laid side by side. */
  percent?: number | null | undefined;
  /** Absent: the route's. */
  strategy?: RouteStrategy | null | undefined;
  /** Who serves the calls that it takes. */
  targets: Array<RouteTargetInput>;
  /** A segment: a condition (CEL). */
  when?: string | null | undefined;
};

/** How the targets of a route are ordered for one call. */
export type RouteStrategy =
  /** The same one for the same conversation, so that its prompt cache keeps hitting. */
  | 'AFFINITY'
  /** The first, and the next when a gate finds its answer wanting. */
  | 'CASCADE'
  /** By what is left of the providers' rate limits. */
  | 'HEADROOM'
  /** The first, and the second too when it is slow to begin. */
  | 'HEDGE'
  /** The one with the fewest calls under way first. */
  | 'LEAST_BUSY'
  /** By what this request's tokens cost, with the measured rate of prompt cache hits. */
  | 'LOWEST_COST'
  /** By the time to the first token, as it was measured lately. */
  | 'LOWEST_LATENCY'
  /** As they are written. */
  | 'PRIORITY'
  /** In turn. */
  | 'ROUND_ROBIN'
  /** The first; a share of the calls is mirrored to the others, whose answers nobody sees. */
  | 'SHADOW'
  /** By chance, in proportion to their weights. */
  | 'WEIGHTED';

/** Who may serve calls of a route. */
export type RouteTargetInput = {
  /** `provider/model`, or a deployment by its name. */
  model: string;
  /** Its share under WEIGHTED; absent: 1. */
  weight?: number | null | undefined;
};

/** What a key may do. ADMIN includes all others. */
export type Scope =
  | 'ADMIN'
  | 'COMPLETIONS_READ'
  | 'COMPLETIONS_READ_CONTENT'
  | 'INFERENCE'
  | 'KEYS_MANAGE'
  | 'USAGE_READ';

/** Providers that a class of data must not reach. */
export type SensitiveDataInput = {
  /** Such as pii, as callers and guards name it. */
  dataClass: string;
  /** Names of providers that it must not reach. */
  excludedProviders: Array<string>;
};

/** Which calls are mirrored. */
export type ShadowInput = {
  /** The share of the calls that are mirrored, from 0 to 100. */
  percent: number;
};

/** What always falls on the same side of a split. */
export type StickyBy =
  /** The API key. */
  | 'API_KEY'
  /** The conversation, by its beginning. */
  | 'CONVERSATION'
  /** The user that the caller names; the conversation where it names none. */
  | 'END_USER'
  /** Nothing: each call is drawn anew. */
  | 'NONE';

/** By the provider's own means, by a tool that the model was made to call, or by JSON mode with the schema in the prompt. */
export type StructuredOutputStrategy =
  | 'JSON_MODE'
  | 'NATIVE'
  | 'TOOL';

/** In milliseconds, from 1 to a day. */
export type TimeoutsInput = {
  /** Until the connection to the provider stands. */
  connectMs?: number | null | undefined;
  /** Until the first content of an answer. */
  firstTokenMs?: number | null | undefined;
  /** Between two pieces of an answer. */
  idleMs?: number | null | undefined;
  /** For the whole call. */
  totalMs?: number | null | undefined;
};

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

/** Absent keeps a field, null removes it, and what is given takes its place whole. */
export type UpdateDeploymentInput = {
  /** Absent: the provider's. Encrypted at once and never shown again. Pass it as a variable. */
  apiKey?: string | null | undefined;
  /** A pool of keys, instead of or beside apiKey. */
  apiKeys?: Array<string> | null | undefined;
  /** Absent: the provider's. An address inside the network is refused, unless the configuration file allows it. */
  baseUrl?: string | null | undefined;
  /** Tell what would change, and refuse what would be refused; change nothing. */
  dryRun?: boolean | null | undefined;
  /** What it can bear. */
  limits?: DeploymentLimitsInput | null | undefined;
  /** The model's name at the provider. */
  model?: string | null | undefined;
  /** Which one. */
  name: string;
  /** The name of the provider that serves it. */
  provider?: string | null | undefined;
  /** Absent: the provider's. */
  region?: string | null | undefined;
  /** The version that the change goes by, as it was read: if it is another by now, it is refused. */
  version: number;
  /** Its share among the deployments of the model; absent: 1. */
  weight?: number | null | undefined;
  /** It keeps nothing of a request. Absent: as the provider says. */
  zeroRetention?: boolean | null | undefined;
};

/** Absent keeps a field, null removes it, and what is given takes its place whole. */
export type UpdateModelInput = {
  /** Other names that callers may ask for. */
  aliases?: Array<string> | null | undefined;
  /** What it can do. */
  capabilities?: ModelCapabilitiesInput | null | undefined;
  /** Tokens. */
  contextWindow?: number | null | undefined;
  /** YYYY-MM-DD: from when its maker advises against it. */
  deprecatedAt?: string | null | undefined;
  /** For people. */
  displayName?: string | null | undefined;
  /** Tell what would change, and refuse what would be refused; change nothing. */
  dryRun?: boolean | null | undefined;
  /** `provider/model`. */
  id: string | number;
  /** Tokens. */
  maxOutputTokens?: number | null | undefined;
  /** What the model is, where its name does not tell, such as gpt-5-mini. */
  model?: string | null | undefined;
  /** What it costs. */
  price?: PriceInput | null | undefined;
  /** How good its answers are, from 0 to 1, for the model `auto`. */
  quality?: number | null | undefined;
  /** YYYY-MM-DD. */
  releasedAt?: string | null | undefined;
  /** YYYY-MM-DD: from when it is not listed as available. */
  retiresAt?: string | null | undefined;
  /** The version that the change goes by, as it was read: if it is another by now, it is refused. */
  version: number;
};

/** Absent keeps a field, null removes it, and what is given takes its place whole. */
export type UpdateProviderInput = {
  /** Encrypted at once and never shown again. Pass it as a variable. */
  apiKey?: string | null | undefined;
  /** A pool of keys, instead of or beside apiKey: one that is refused or used up is left alone. */
  apiKeys?: Array<string> | null | undefined;
  /** Absent: the kind's own. An address inside the network is refused, unless the configuration file allows it. */
  baseUrl?: string | null | undefined;
  /** Tell what would change, and refuse what would be refused; change nothing. */
  dryRun?: boolean | null | undefined;
  /** A provider plugin, or a vendor of the OpenAI dialect. */
  kind?: string | null | undefined;
  /** Restricts it to these models. Absent: all that are known of the kind, and others passed through. */
  models?: Array<string> | null | undefined;
  /** Which one. */
  name: string;
  /** Where it serves, for data policies, such as eu. */
  region?: string | null | undefined;
  /** What the kind alone understands; see its guide. */
  settings?: unknown;
  /** Those of its calls. */
  timeouts?: TimeoutsInput | null | undefined;
  /** The version that the change goes by, as it was read: if it is another by now, it is refused. */
  version: number;
  /** It keeps nothing of a request, by contract. */
  zeroRetention?: boolean | null | undefined;
};

/** Absent keeps a field, null removes it, and what is given takes its place whole. */
export type UpdateRouteInput = {
  /** Other names that callers may ask for. */
  aliases?: Array<string> | null | undefined;
  /** The name of a policy of the cache. */
  cachePolicy?: string | null | undefined;
  /** For CASCADE. */
  cascade?: CascadeInput | null | undefined;
  /** Go on with a broken stream at another target, which gets what was said. Both are billed. */
  continue?: boolean | null | undefined;
  /** Where the data of its calls may go. */
  dataPolicy?: DataPolicyInput | null | undefined;
  /** For people. */
  description?: string | null | undefined;
  /** Tell what would change, and refuse what would be refused; change nothing. */
  dryRun?: boolean | null | undefined;
  /** Who is asked when the targets have failed. */
  fallbacks?: Array<RouteFallbackInput> | null | undefined;
  /** Names of policies of the guards. */
  guardPolicies?: Array<string> | null | undefined;
  /** For HEDGE. */
  hedge?: HedgeInput | null | undefined;
  /** A condition (CEL) that a request must meet to be served at all, such as `request.tools.size() > 0`. */
  match?: string | null | undefined;
  /** Which one. */
  name: string;
  /** How the targets are tried again. */
  retry?: RetryInput | null | undefined;
  /** The first that holds decides. */
  rules?: Array<RouteRuleInput> | null | undefined;
  /** For SHADOW. */
  shadow?: ShadowInput | null | undefined;
  /** Parts of the calls that no rule took. */
  splits?: Array<RouteSplitInput> | null | undefined;
  /** What always falls on the same side of a split; absent: END_USER. */
  stickyBy?: StickyBy | null | undefined;
  /** How the targets are ordered for a call; absent: PRIORITY. */
  strategy?: RouteStrategy | null | undefined;
  /** Who serves the calls that no rule and no split took. */
  targets?: Array<RouteTargetInput> | null | undefined;
  /** These win over a provider's. */
  timeouts?: TimeoutsInput | null | undefined;
  /** The version that the change goes by, as it was read: if it is another by now, it is refused. */
  version: number;
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
  | 'CONTINUED'
  | 'NOT_ESCALATED'
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


export type IssueApiKeyMutation = { issueApiKey: { secret: string, apiKey: { id: string, name: string, scopes: Array<Scope>, models: Array<string> | null, expiresAt: string | null, attributes: { team: string | null, application: string | null, role: string | null, tier: string | null, tags: Array<string> } } } };

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

export type ChangesFragment = { kind: ConfigKind, name: string, action: ConfigAction, fields: Array<{ path: string, before: unknown, after: unknown }> };

export type ProviderPartsFragment = { name: string, kind: string, baseUrl: string | null, region: string | null, zeroRetention: boolean, models: Array<string> | null, managedBy: ManagedBy, version: number, createdAt: string | null, updatedAt: string | null, updatedBy: string | null, timeouts: { connectMs: number | null, firstTokenMs: number | null, idleMs: number | null, totalMs: number | null }, keys: Array<{ id: string, lastFour: string }> };

export type DeploymentPartsFragment = { name: string, provider: string, model: string, region: string | null, zeroRetention: boolean | null, baseUrl: string | null, weight: number, managedBy: ManagedBy, version: number, limits: { maxConcurrent: number | null, requestsPerMinute: number | null, tokensPerMinute: number | null }, keys: Array<{ lastFour: string }> };

export type ModelOverridePartsFragment = { id: string, aliases: Array<string>, model: string | null, contextWindow: number | null, quality: number | null, retiresAt: string | null, managedBy: ManagedBy, version: number, capabilities: { input: Array<string> | null, tools: boolean | null, unsupported: Array<string> }, price: { input: string | null, output: string | null, perRequest: string | null, effectiveFrom: string | null } | null };

export type RoutePartsFragment = { name: string, aliases: Array<string>, description: string | null, strategy: RouteStrategy, match: string | null, stickyBy: StickyBy, continue: boolean, cachePolicy: string | null, guardPolicies: Array<string>, managedBy: ManagedBy, version: number, targets: Array<{ model: string, weight: number }>, rules: Array<{ name: string | null, when: string, strategy: RouteStrategy | null, targets: Array<{ model: string, weight: number }> }>, splits: Array<{ name: string | null, percent: number | null, when: string | null, strategy: RouteStrategy | null, header: { name: string, value: string } | null, targets: Array<{ model: string, weight: number }> }>, fallbacks: Array<{ on: Array<FallbackClass>, models: Array<string> }>, retry: { attempts: number, baseMs: number, maxMs: number }, timeouts: { connectMs: number | null, firstTokenMs: number | null, idleMs: number | null, totalMs: number | null }, dataPolicy: { regions: Array<string> | null, zeroRetention: boolean, excludedProviders: Array<string>, sensitive: Array<{ dataClass: string, excludedProviders: Array<string> }> } | null, hedge: { afterMs: number } | null, cascade: { schema: boolean, refusal: boolean, minLogprob: number | null, judge: { model: string, prompt: string | null, minScore: number | null } | null } | null, shadow: { percent: number } | null };

export type ProviderChangeFragment = { dryRun: boolean, version: number, provider: { name: string, kind: string, baseUrl: string | null, region: string | null, zeroRetention: boolean, models: Array<string> | null, managedBy: ManagedBy, version: number, createdAt: string | null, updatedAt: string | null, updatedBy: string | null, timeouts: { connectMs: number | null, firstTokenMs: number | null, idleMs: number | null, totalMs: number | null }, keys: Array<{ id: string, lastFour: string }> } | null, changes: Array<{ kind: ConfigKind, name: string, action: ConfigAction, fields: Array<{ path: string, before: unknown, after: unknown }> }> };

export type DeploymentChangeFragment = { dryRun: boolean, version: number, deployment: { name: string, provider: string, model: string, region: string | null, zeroRetention: boolean | null, baseUrl: string | null, weight: number, managedBy: ManagedBy, version: number, limits: { maxConcurrent: number | null, requestsPerMinute: number | null, tokensPerMinute: number | null }, keys: Array<{ lastFour: string }> } | null, changes: Array<{ kind: ConfigKind, name: string, action: ConfigAction, fields: Array<{ path: string, before: unknown, after: unknown }> }> };

export type ModelChangeFragment = { dryRun: boolean, version: number, model: { id: string, aliases: Array<string>, model: string | null, contextWindow: number | null, quality: number | null, retiresAt: string | null, managedBy: ManagedBy, version: number, capabilities: { input: Array<string> | null, tools: boolean | null, unsupported: Array<string> }, price: { input: string | null, output: string | null, perRequest: string | null, effectiveFrom: string | null } | null } | null, changes: Array<{ kind: ConfigKind, name: string, action: ConfigAction, fields: Array<{ path: string, before: unknown, after: unknown }> }> };

export type RouteChangeFragment = { dryRun: boolean, version: number, route: { name: string, aliases: Array<string>, description: string | null, strategy: RouteStrategy, match: string | null, stickyBy: StickyBy, continue: boolean, cachePolicy: string | null, guardPolicies: Array<string>, managedBy: ManagedBy, version: number, targets: Array<{ model: string, weight: number }>, rules: Array<{ name: string | null, when: string, strategy: RouteStrategy | null, targets: Array<{ model: string, weight: number }> }>, splits: Array<{ name: string | null, percent: number | null, when: string | null, strategy: RouteStrategy | null, header: { name: string, value: string } | null, targets: Array<{ model: string, weight: number }> }>, fallbacks: Array<{ on: Array<FallbackClass>, models: Array<string> }>, retry: { attempts: number, baseMs: number, maxMs: number }, timeouts: { connectMs: number | null, firstTokenMs: number | null, idleMs: number | null, totalMs: number | null }, dataPolicy: { regions: Array<string> | null, zeroRetention: boolean, excludedProviders: Array<string>, sensitive: Array<{ dataClass: string, excludedProviders: Array<string> }> } | null, hedge: { afterMs: number } | null, cascade: { schema: boolean, refusal: boolean, minLogprob: number | null, judge: { model: string, prompt: string | null, minScore: number | null } | null } | null, shadow: { percent: number } | null } | null, changes: Array<{ kind: ConfigKind, name: string, action: ConfigAction, fields: Array<{ path: string, before: unknown, after: unknown }> }> };

export type DeletionFragment = { deleted: string, dryRun: boolean, version: number, changes: Array<{ kind: ConfigKind, name: string, action: ConfigAction, fields: Array<{ path: string, before: unknown, after: unknown }> }> };

export type ConfigOutcomeFragment = { dryRun: boolean, version: number, changes: Array<{ kind: ConfigKind, name: string, action: ConfigAction, fields: Array<{ path: string, before: unknown, after: unknown }> }> };

export type ProvidersQueryVariables = Exact<{
  first?: number;
  after?: string | null | undefined;
}>;


export type ProvidersQuery = { providers: { nodes: Array<{ name: string, kind: string, baseUrl: string | null, region: string | null, zeroRetention: boolean, models: Array<string> | null, managedBy: ManagedBy, version: number, createdAt: string | null, updatedAt: string | null, updatedBy: string | null, timeouts: { connectMs: number | null, firstTokenMs: number | null, idleMs: number | null, totalMs: number | null }, keys: Array<{ id: string, lastFour: string }> }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type ProviderQueryVariables = Exact<{
  name: string;
}>;


export type ProviderQuery = { provider: { name: string, kind: string, baseUrl: string | null, region: string | null, zeroRetention: boolean, models: Array<string> | null, managedBy: ManagedBy, version: number, createdAt: string | null, updatedAt: string | null, updatedBy: string | null, timeouts: { connectMs: number | null, firstTokenMs: number | null, idleMs: number | null, totalMs: number | null }, keys: Array<{ id: string, lastFour: string }> } | null };

export type CreateProviderMutationVariables = Exact<{
  input: CreateProviderInput;
}>;


export type CreateProviderMutation = { createProvider: { dryRun: boolean, version: number, provider: { name: string, kind: string, baseUrl: string | null, region: string | null, zeroRetention: boolean, models: Array<string> | null, managedBy: ManagedBy, version: number, createdAt: string | null, updatedAt: string | null, updatedBy: string | null, timeouts: { connectMs: number | null, firstTokenMs: number | null, idleMs: number | null, totalMs: number | null }, keys: Array<{ id: string, lastFour: string }> } | null, changes: Array<{ kind: ConfigKind, name: string, action: ConfigAction, fields: Array<{ path: string, before: unknown, after: unknown }> }> } };

export type UpdateProviderMutationVariables = Exact<{
  input: UpdateProviderInput;
}>;


export type UpdateProviderMutation = { updateProvider: { dryRun: boolean, version: number, provider: { name: string, kind: string, baseUrl: string | null, region: string | null, zeroRetention: boolean, models: Array<string> | null, managedBy: ManagedBy, version: number, createdAt: string | null, updatedAt: string | null, updatedBy: string | null, timeouts: { connectMs: number | null, firstTokenMs: number | null, idleMs: number | null, totalMs: number | null }, keys: Array<{ id: string, lastFour: string }> } | null, changes: Array<{ kind: ConfigKind, name: string, action: ConfigAction, fields: Array<{ path: string, before: unknown, after: unknown }> }> } };

export type DeleteProviderMutationVariables = Exact<{
  name: string;
  version?: number | null | undefined;
  dryRun?: boolean | null | undefined;
}>;


export type DeleteProviderMutation = { deleteProvider: { deleted: string, dryRun: boolean, version: number, changes: Array<{ kind: ConfigKind, name: string, action: ConfigAction, fields: Array<{ path: string, before: unknown, after: unknown }> }> } };

export type DeploymentsQueryVariables = Exact<{
  first?: number;
  after?: string | null | undefined;
}>;


export type DeploymentsQuery = { deployments: { nodes: Array<{ name: string, provider: string, model: string, region: string | null, zeroRetention: boolean | null, baseUrl: string | null, weight: number, managedBy: ManagedBy, version: number, limits: { maxConcurrent: number | null, requestsPerMinute: number | null, tokensPerMinute: number | null }, keys: Array<{ lastFour: string }> }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type DeploymentQueryVariables = Exact<{
  name: string;
}>;


export type DeploymentQuery = { deployment: { name: string, provider: string, model: string, region: string | null, zeroRetention: boolean | null, baseUrl: string | null, weight: number, managedBy: ManagedBy, version: number, limits: { maxConcurrent: number | null, requestsPerMinute: number | null, tokensPerMinute: number | null }, keys: Array<{ lastFour: string }> } | null };

export type CreateDeploymentMutationVariables = Exact<{
  input: CreateDeploymentInput;
}>;


export type CreateDeploymentMutation = { createDeployment: { dryRun: boolean, version: number, deployment: { name: string, provider: string, model: string, region: string | null, zeroRetention: boolean | null, baseUrl: string | null, weight: number, managedBy: ManagedBy, version: number, limits: { maxConcurrent: number | null, requestsPerMinute: number | null, tokensPerMinute: number | null }, keys: Array<{ lastFour: string }> } | null, changes: Array<{ kind: ConfigKind, name: string, action: ConfigAction, fields: Array<{ path: string, before: unknown, after: unknown }> }> } };

export type UpdateDeploymentMutationVariables = Exact<{
  input: UpdateDeploymentInput;
}>;


export type UpdateDeploymentMutation = { updateDeployment: { dryRun: boolean, version: number, deployment: { name: string, provider: string, model: string, region: string | null, zeroRetention: boolean | null, baseUrl: string | null, weight: number, managedBy: ManagedBy, version: number, limits: { maxConcurrent: number | null, requestsPerMinute: number | null, tokensPerMinute: number | null }, keys: Array<{ lastFour: string }> } | null, changes: Array<{ kind: ConfigKind, name: string, action: ConfigAction, fields: Array<{ path: string, before: unknown, after: unknown }> }> } };

export type DeleteDeploymentMutationVariables = Exact<{
  name: string;
}>;


export type DeleteDeploymentMutation = { deleteDeployment: { deleted: string, version: number } };

export type ModelOverridesQueryVariables = Exact<{
  first?: number;
  after?: string | null | undefined;
}>;


export type ModelOverridesQuery = { modelOverrides: { nodes: Array<{ id: string, aliases: Array<string>, model: string | null, contextWindow: number | null, quality: number | null, retiresAt: string | null, managedBy: ManagedBy, version: number, capabilities: { input: Array<string> | null, tools: boolean | null, unsupported: Array<string> }, price: { input: string | null, output: string | null, perRequest: string | null, effectiveFrom: string | null } | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type ModelOverrideQueryVariables = Exact<{
  id: string | number;
}>;


export type ModelOverrideQuery = { modelOverride: { id: string, aliases: Array<string>, model: string | null, contextWindow: number | null, quality: number | null, retiresAt: string | null, managedBy: ManagedBy, version: number, capabilities: { input: Array<string> | null, tools: boolean | null, unsupported: Array<string> }, price: { input: string | null, output: string | null, perRequest: string | null, effectiveFrom: string | null } | null } | null };

export type CreateModelMutationVariables = Exact<{
  input: CreateModelInput;
}>;


export type CreateModelMutation = { createModel: { dryRun: boolean, version: number, model: { id: string, aliases: Array<string>, model: string | null, contextWindow: number | null, quality: number | null, retiresAt: string | null, managedBy: ManagedBy, version: number, capabilities: { input: Array<string> | null, tools: boolean | null, unsupported: Array<string> }, price: { input: string | null, output: string | null, perRequest: string | null, effectiveFrom: string | null } | null } | null, changes: Array<{ kind: ConfigKind, name: string, action: ConfigAction, fields: Array<{ path: string, before: unknown, after: unknown }> }> } };

export type UpdateModelMutationVariables = Exact<{
  input: UpdateModelInput;
}>;


export type UpdateModelMutation = { updateModel: { dryRun: boolean, version: number, model: { id: string, aliases: Array<string>, model: string | null, contextWindow: number | null, quality: number | null, retiresAt: string | null, managedBy: ManagedBy, version: number, capabilities: { input: Array<string> | null, tools: boolean | null, unsupported: Array<string> }, price: { input: string | null, output: string | null, perRequest: string | null, effectiveFrom: string | null } | null } | null, changes: Array<{ kind: ConfigKind, name: string, action: ConfigAction, fields: Array<{ path: string, before: unknown, after: unknown }> }> } };

export type DeleteModelMutationVariables = Exact<{
  id: string | number;
}>;


export type DeleteModelMutation = { deleteModel: { deleted: string, version: number } };

export type RoutesQueryVariables = Exact<{
  first?: number;
  after?: string | null | undefined;
}>;


export type RoutesQuery = { routes: { edges: Array<{ cursor: string }>, nodes: Array<{ name: string, aliases: Array<string>, description: string | null, strategy: RouteStrategy, match: string | null, stickyBy: StickyBy, continue: boolean, cachePolicy: string | null, guardPolicies: Array<string>, managedBy: ManagedBy, version: number, targets: Array<{ model: string, weight: number }>, rules: Array<{ name: string | null, when: string, strategy: RouteStrategy | null, targets: Array<{ model: string, weight: number }> }>, splits: Array<{ name: string | null, percent: number | null, when: string | null, strategy: RouteStrategy | null, header: { name: string, value: string } | null, targets: Array<{ model: string, weight: number }> }>, fallbacks: Array<{ on: Array<FallbackClass>, models: Array<string> }>, retry: { attempts: number, baseMs: number, maxMs: number }, timeouts: { connectMs: number | null, firstTokenMs: number | null, idleMs: number | null, totalMs: number | null }, dataPolicy: { regions: Array<string> | null, zeroRetention: boolean, excludedProviders: Array<string>, sensitive: Array<{ dataClass: string, excludedProviders: Array<string> }> } | null, hedge: { afterMs: number } | null, cascade: { schema: boolean, refusal: boolean, minLogprob: number | null, judge: { model: string, prompt: string | null, minScore: number | null } | null } | null, shadow: { percent: number } | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type RouteQueryVariables = Exact<{
  name: string;
}>;


export type RouteQuery = { route: { name: string, aliases: Array<string>, description: string | null, strategy: RouteStrategy, match: string | null, stickyBy: StickyBy, continue: boolean, cachePolicy: string | null, guardPolicies: Array<string>, managedBy: ManagedBy, version: number, targets: Array<{ model: string, weight: number }>, rules: Array<{ name: string | null, when: string, strategy: RouteStrategy | null, targets: Array<{ model: string, weight: number }> }>, splits: Array<{ name: string | null, percent: number | null, when: string | null, strategy: RouteStrategy | null, header: { name: string, value: string } | null, targets: Array<{ model: string, weight: number }> }>, fallbacks: Array<{ on: Array<FallbackClass>, models: Array<string> }>, retry: { attempts: number, baseMs: number, maxMs: number }, timeouts: { connectMs: number | null, firstTokenMs: number | null, idleMs: number | null, totalMs: number | null }, dataPolicy: { regions: Array<string> | null, zeroRetention: boolean, excludedProviders: Array<string>, sensitive: Array<{ dataClass: string, excludedProviders: Array<string> }> } | null, hedge: { afterMs: number } | null, cascade: { schema: boolean, refusal: boolean, minLogprob: number | null, judge: { model: string, prompt: string | null, minScore: number | null } | null } | null, shadow: { percent: number } | null } | null };

export type CreateRouteMutationVariables = Exact<{
  input: CreateRouteInput;
}>;


export type CreateRouteMutation = { createRoute: { dryRun: boolean, version: number, route: { name: string, aliases: Array<string>, description: string | null, strategy: RouteStrategy, match: string | null, stickyBy: StickyBy, continue: boolean, cachePolicy: string | null, guardPolicies: Array<string>, managedBy: ManagedBy, version: number, targets: Array<{ model: string, weight: number }>, rules: Array<{ name: string | null, when: string, strategy: RouteStrategy | null, targets: Array<{ model: string, weight: number }> }>, splits: Array<{ name: string | null, percent: number | null, when: string | null, strategy: RouteStrategy | null, header: { name: string, value: string } | null, targets: Array<{ model: string, weight: number }> }>, fallbacks: Array<{ on: Array<FallbackClass>, models: Array<string> }>, retry: { attempts: number, baseMs: number, maxMs: number }, timeouts: { connectMs: number | null, firstTokenMs: number | null, idleMs: number | null, totalMs: number | null }, dataPolicy: { regions: Array<string> | null, zeroRetention: boolean, excludedProviders: Array<string>, sensitive: Array<{ dataClass: string, excludedProviders: Array<string> }> } | null, hedge: { afterMs: number } | null, cascade: { schema: boolean, refusal: boolean, minLogprob: number | null, judge: { model: string, prompt: string | null, minScore: number | null } | null } | null, shadow: { percent: number } | null } | null, changes: Array<{ kind: ConfigKind, name: string, action: ConfigAction, fields: Array<{ path: string, before: unknown, after: unknown }> }> } };

export type UpdateRouteMutationVariables = Exact<{
  input: UpdateRouteInput;
}>;


export type UpdateRouteMutation = { updateRoute: { dryRun: boolean, version: number, route: { name: string, aliases: Array<string>, description: string | null, strategy: RouteStrategy, match: string | null, stickyBy: StickyBy, continue: boolean, cachePolicy: string | null, guardPolicies: Array<string>, managedBy: ManagedBy, version: number, targets: Array<{ model: string, weight: number }>, rules: Array<{ name: string | null, when: string, strategy: RouteStrategy | null, targets: Array<{ model: string, weight: number }> }>, splits: Array<{ name: string | null, percent: number | null, when: string | null, strategy: RouteStrategy | null, header: { name: string, value: string } | null, targets: Array<{ model: string, weight: number }> }>, fallbacks: Array<{ on: Array<FallbackClass>, models: Array<string> }>, retry: { attempts: number, baseMs: number, maxMs: number }, timeouts: { connectMs: number | null, firstTokenMs: number | null, idleMs: number | null, totalMs: number | null }, dataPolicy: { regions: Array<string> | null, zeroRetention: boolean, excludedProviders: Array<string>, sensitive: Array<{ dataClass: string, excludedProviders: Array<string> }> } | null, hedge: { afterMs: number } | null, cascade: { schema: boolean, refusal: boolean, minLogprob: number | null, judge: { model: string, prompt: string | null, minScore: number | null } | null } | null, shadow: { percent: number } | null } | null, changes: Array<{ kind: ConfigKind, name: string, action: ConfigAction, fields: Array<{ path: string, before: unknown, after: unknown }> }> } };

export type DeleteRouteMutationVariables = Exact<{
  name: string;
  version?: number | null | undefined;
  dryRun?: boolean | null | undefined;
}>;


export type DeleteRouteMutation = { deleteRoute: { deleted: string, dryRun: boolean, version: number, changes: Array<{ kind: ConfigKind, name: string, action: ConfigAction, fields: Array<{ path: string, before: unknown, after: unknown }> }> } };

export type ConfigVersionsQueryVariables = Exact<{
  first?: number;
  before?: number | null | undefined;
}>;


export type ConfigVersionsQuery = { configVersions: { hasNextPage: boolean, nodes: Array<{ version: number, createdAt: string, createdBy: string, summary: string }> } | null };

export type ConfigDiffQueryVariables = Exact<{
  from: number;
  to?: number | null | undefined;
}>;


export type ConfigDiffQuery = { configDiff: Array<{ kind: ConfigKind, name: string, action: ConfigAction, fields: Array<{ path: string, before: unknown, after: unknown }> }> | null };

export type ConfigExportQueryVariables = Exact<{ [key: string]: never; }>;


export type ConfigExportQuery = { configExport: string };

export type RollbackConfigMutationVariables = Exact<{
  input: RollbackConfigInput;
}>;


export type RollbackConfigMutation = { rollbackConfig: { dryRun: boolean, version: number, changes: Array<{ kind: ConfigKind, name: string, action: ConfigAction, fields: Array<{ path: string, before: unknown, after: unknown }> }> } };

export type ApplyConfigMutationVariables = Exact<{
  input: ApplyConfigInput;
}>;


export type ApplyConfigMutation = { applyConfig: { dryRun: boolean, version: number, changes: Array<{ kind: ConfigKind, name: string, action: ConfigAction, fields: Array<{ path: string, before: unknown, after: unknown }> }> } };

export type RotateSecretMutationVariables = Exact<{ [key: string]: never; }>;


export type RotateSecretMutation = { rotateSecret: { credentials: number } };

export type ConfigChangedSubscriptionVariables = Exact<{ [key: string]: never; }>;


export type ConfigChangedSubscription = { configChanged: { configVersion: string, version: number, createdBy: string | null, summary: string, at: string, changes: Array<{ kind: ConfigKind, name: string, action: ConfigAction, fields: Array<{ path: string, before: unknown, after: unknown }> }> } };

export type CompletionAccountsFragment = { id: string, status: CompletionStatus, finishReason: FinishReason | null, createdAt: string, model: { id: string, contextWindow: number | null } | null, usage: { inputTokens: number, outputTokens: number, totalTokens: number, source: UsageSource, input: { text: number, cacheRead: number }, output: { text: number, reasoning: number } }, cost: { total: string, currency: string, priceVersion: string, estimated: boolean } | null, route: { name: string | null, requestedModel: string, attempts: Array<{ target: string, status: AttemptOutcome, ms: number }> }, timings: { totalMs: number, overheadMs: number, stages: Array<{ name: string, ms: number }> }, warnings: Array<{ code: WarningCode, message: string, parameter: string | null }>, structuredOutput: { strategy: StructuredOutputStrategy, repaired: boolean, valid: boolean } | null };

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
      > | null, choices: Array<{ index: number, text: string | null, finishReason: FinishReason | null, stopSequence: string | null, safetyRatings: Array<{ category: string, probability: string | null, severity: string | null, blocked: boolean | null }>, logprobs: Array<{ token: string, logprob: number }> | null }> | null, model: { id: string, contextWindow: number | null } | null, usage: { inputTokens: number, outputTokens: number, totalTokens: number, source: UsageSource, input: { text: number, cacheRead: number }, output: { text: number, reasoning: number } }, cost: { total: string, currency: string, priceVersion: string, estimated: boolean } | null, route: { name: string | null, requestedModel: string, attempts: Array<{ target: string, status: AttemptOutcome, ms: number }> }, timings: { totalMs: number, overheadMs: number, stages: Array<{ name: string, ms: number }> }, warnings: Array<{ code: WarningCode, message: string, parameter: string | null }>, structuredOutput: { strategy: StructuredOutputStrategy, repaired: boolean, valid: boolean } | null }
    | { __typename: 'ProviderFailed', callId: string, error: { code: ErrorCode, message: string, retryable: boolean, scope: ErrorScope, retryAfterMs: number | null, providerStatus: number | null }, attempts: Array<{ target: string, status: AttemptOutcome, error: { code: ErrorCode } | null }>, partial: { text: string | null } | null }
   };

export type CompletionStreamSubscriptionVariables = Exact<{
  input: CompletionInput;
}>;


export type CompletionStreamSubscription = { completionStream:
    | { __typename: 'Completed', seq: number, completion: { text: string | null, id: string, status: CompletionStatus, finishReason: FinishReason | null, createdAt: string, model: { id: string, contextWindow: number | null } | null, usage: { inputTokens: number, outputTokens: number, totalTokens: number, source: UsageSource, input: { text: number, cacheRead: number }, output: { text: number, reasoning: number } }, cost: { total: string, currency: string, priceVersion: string, estimated: boolean } | null, route: { name: string | null, requestedModel: string, attempts: Array<{ target: string, status: AttemptOutcome, ms: number }> }, timings: { totalMs: number, overheadMs: number, stages: Array<{ name: string, ms: number }> }, warnings: Array<{ code: WarningCode, message: string, parameter: string | null }>, structuredOutput: { strategy: StructuredOutputStrategy, repaired: boolean, valid: boolean } | null } }
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


export type CompletionRecordQuery = { completion: { tags: Array<string> | null, id: string, status: CompletionStatus, finishReason: FinishReason | null, createdAt: string, failure: { code: ErrorCode, message: string } | null, model: { id: string, contextWindow: number | null } | null, usage: { inputTokens: number, outputTokens: number, totalTokens: number, source: UsageSource, input: { text: number, cacheRead: number }, output: { text: number, reasoning: number } }, cost: { total: string, currency: string, priceVersion: string, estimated: boolean } | null, route: { name: string | null, requestedModel: string, attempts: Array<{ target: string, status: AttemptOutcome, ms: number }> }, timings: { totalMs: number, overheadMs: number, stages: Array<{ name: string, ms: number }> }, warnings: Array<{ code: WarningCode, message: string, parameter: string | null }>, structuredOutput: { strategy: StructuredOutputStrategy, repaired: boolean, valid: boolean } | null } | null };

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

export type TargetHealthPartsFragment = { deployment: string, model: string, circuit: CircuitState, inFlight: number, firstTokenMs: number | null, errorRate: number, headroom: number | null, share: number, cacheHitRate: number | null, coolingForMs: number | null, retryAfterMs: number | null };

export type ExplainRouteQueryVariables = Exact<{
  input: CompletionInput;
}>;


export type ExplainRouteQuery = { explainRoute: { route: string | null, requestedModel: string, rule: string | null, split: string | null, strategy: RouteStrategy, reason: string, configVersion: string, targets: Array<{ deployment: string, model: string, region: string | null, weight: number, estimate: { inputTokens: number, maxOutputTokens: number, inputCost: { total: string } | null, maxCost: { total: string } | null } }>, fallbacks: Array<{ on: Array<FallbackClass>, targets: Array<string> }>, dataPolicies: Array<{ regions: Array<string> | null, zeroRetention: boolean, excludedProviders: Array<string>, sensitive: Array<{ dataClass: string, excludedProviders: Array<string> }> }> } };

export type ExplainRouteInsideQueryVariables = Exact<{
  input: CompletionInput;
}>;


export type ExplainRouteInsideQuery = { explainRoute: { reason: string, targets: Array<{ deployment: string, health: { deployment: string, model: string, circuit: CircuitState, inFlight: number, firstTokenMs: number | null, errorRate: number, headroom: number | null, share: number, cacheHitRate: number | null, coolingForMs: number | null, retryAfterMs: number | null } | null }>, excluded: Array<{ target: string, reason: string }> | null, conditions: Array<{ kind: ConditionKind, name: string | null, source: string, holds: boolean, problem: string | null }> | null } };

export type RouteHealthSubscriptionVariables = Exact<{
  route?: string | null | undefined;
}>;


export type RouteHealthSubscription = { routeHealth: { route: string | null, at: string, targets: Array<{ deployment: string, model: string, circuit: CircuitState, inFlight: number, firstTokenMs: number | null, errorRate: number, headroom: number | null, share: number, cacheHitRate: number | null, coolingForMs: number | null, retryAfterMs: number | null }> } };

export type CompletionRouteQueryVariables = Exact<{
  id: string | number;
}>;


export type CompletionRouteQuery = { completion: { id: string, route: { name: string | null, rule: string | null, split: string | null, strategy: RouteStrategy | null, reason: string | null, attempts: Array<{ target: string, deployment: string | null, role: AttemptRole | null, status: AttemptOutcome, ms: number, firstTokenMs: number | null, cost: string | null, error: { code: ErrorCode, scope: ErrorScope } | null }> } } | null };

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
export const ProviderPartsFragmentDoc = new TypedDocumentString(`
    fragment ProviderParts on Provider {
  name
  kind
  baseUrl
  region
  zeroRetention
  models
  timeouts {
    connectMs
    firstTokenMs
    idleMs
    totalMs
  }
  keys {
    id
    lastFour
  }
  managedBy
  version
  createdAt
  updatedAt
  updatedBy
}
    `, {"fragmentName":"ProviderParts"}) as unknown as TypedDocumentString<ProviderPartsFragment, unknown>;
export const ChangesFragmentDoc = new TypedDocumentString(`
    fragment Changes on ConfigDifference {
  kind
  name
  action
  fields {
    path
    before
    after
  }
}
    `, {"fragmentName":"Changes"}) as unknown as TypedDocumentString<ChangesFragment, unknown>;
export const ProviderChangeFragmentDoc = new TypedDocumentString(`
    fragment ProviderChange on ProviderPayload {
  provider {
    ...ProviderParts
  }
  changes {
    ...Changes
  }
  dryRun
  version
}
    fragment Changes on ConfigDifference {
  kind
  name
  action
  fields {
    path
    before
    after
  }
}
fragment ProviderParts on Provider {
  name
  kind
  baseUrl
  region
  zeroRetention
  models
  timeouts {
    connectMs
    firstTokenMs
    idleMs
    totalMs
  }
  keys {
    id
    lastFour
  }
  managedBy
  version
  createdAt
  updatedAt
  updatedBy
}`, {"fragmentName":"ProviderChange"}) as unknown as TypedDocumentString<ProviderChangeFragment, unknown>;
export const DeploymentPartsFragmentDoc = new TypedDocumentString(`
    fragment DeploymentParts on Deployment {
  name
  provider
  model
  region
  zeroRetention
  baseUrl
  weight
  limits {
    maxConcurrent
    requestsPerMinute
    tokensPerMinute
  }
  keys {
    lastFour
  }
  managedBy
  version
}
    `, {"fragmentName":"DeploymentParts"}) as unknown as TypedDocumentString<DeploymentPartsFragment, unknown>;
export const DeploymentChangeFragmentDoc = new TypedDocumentString(`
    fragment DeploymentChange on DeploymentPayload {
  deployment {
    ...DeploymentParts
  }
  changes {
    ...Changes
  }
  dryRun
  version
}
    fragment Changes on ConfigDifference {
  kind
  name
  action
  fields {
    path
    before
    after
  }
}
fragment DeploymentParts on Deployment {
  name
  provider
  model
  region
  zeroRetention
  baseUrl
  weight
  limits {
    maxConcurrent
    requestsPerMinute
    tokensPerMinute
  }
  keys {
    lastFour
  }
  managedBy
  version
}`, {"fragmentName":"DeploymentChange"}) as unknown as TypedDocumentString<DeploymentChangeFragment, unknown>;
export const ModelOverridePartsFragmentDoc = new TypedDocumentString(`
    fragment ModelOverrideParts on ModelOverride {
  id
  aliases
  model
  contextWindow
  capabilities {
    input
    tools
    unsupported
  }
  price {
    input
    output
    perRequest
    effectiveFrom
  }
  quality
  retiresAt
  managedBy
  version
}
    `, {"fragmentName":"ModelOverrideParts"}) as unknown as TypedDocumentString<ModelOverridePartsFragment, unknown>;
export const ModelChangeFragmentDoc = new TypedDocumentString(`
    fragment ModelChange on ModelPayload {
  model {
    ...ModelOverrideParts
  }
  changes {
    ...Changes
  }
  dryRun
  version
}
    fragment Changes on ConfigDifference {
  kind
  name
  action
  fields {
    path
    before
    after
  }
}
fragment ModelOverrideParts on ModelOverride {
  id
  aliases
  model
  contextWindow
  capabilities {
    input
    tools
    unsupported
  }
  price {
    input
    output
    perRequest
    effectiveFrom
  }
  quality
  retiresAt
  managedBy
  version
}`, {"fragmentName":"ModelChange"}) as unknown as TypedDocumentString<ModelChangeFragment, unknown>;
export const RoutePartsFragmentDoc = new TypedDocumentString(`
    fragment RouteParts on Route {
  name
  aliases
  description
  strategy
  match
  targets {
    model
    weight
  }
  rules {
    name
    when
    targets {
      model
      weight
    }
    strategy
  }
  splits {
    name
    percent
    header {
      name
      value
    }
    when
    targets {
      model
      weight
    }
    strategy
  }
  stickyBy
  fallbacks {
    on
    models
  }
  retry {
    attempts
    baseMs
    maxMs
  }
  timeouts {
    connectMs
    firstTokenMs
    idleMs
    totalMs
  }
  dataPolicy {
    regions
    zeroRetention
    excludedProviders
    sensitive {
      dataClass
      excludedProviders
    }
  }
  continue
  hedge {
    afterMs
  }
  cascade {
    schema
    refusal
    minLogprob
    judge {
      model
      prompt
      minScore
    }
  }
  shadow {
    percent
  }
  cachePolicy
  guardPolicies
  managedBy
  version
}
    `, {"fragmentName":"RouteParts"}) as unknown as TypedDocumentString<RoutePartsFragment, unknown>;
export const RouteChangeFragmentDoc = new TypedDocumentString(`
    fragment RouteChange on RoutePayload {
  route {
    ...RouteParts
  }
  changes {
    ...Changes
  }
  dryRun
  version
}
    fragment Changes on ConfigDifference {
  kind
  name
  action
  fields {
    path
    before
    after
  }
}
fragment RouteParts on Route {
  name
  aliases
  description
  strategy
  match
  targets {
    model
    weight
  }
  rules {
    name
    when
    targets {
      model
      weight
    }
    strategy
  }
  splits {
    name
    percent
    header {
      name
      value
    }
    when
    targets {
      model
      weight
    }
    strategy
  }
  stickyBy
  fallbacks {
    on
    models
  }
  retry {
    attempts
    baseMs
    maxMs
  }
  timeouts {
    connectMs
    firstTokenMs
    idleMs
    totalMs
  }
  dataPolicy {
    regions
    zeroRetention
    excludedProviders
    sensitive {
      dataClass
      excludedProviders
    }
  }
  continue
  hedge {
    afterMs
  }
  cascade {
    schema
    refusal
    minLogprob
    judge {
      model
      prompt
      minScore
    }
  }
  shadow {
    percent
  }
  cachePolicy
  guardPolicies
  managedBy
  version
}`, {"fragmentName":"RouteChange"}) as unknown as TypedDocumentString<RouteChangeFragment, unknown>;
export const DeletionFragmentDoc = new TypedDocumentString(`
    fragment Deletion on DeletePayload {
  deleted
  changes {
    ...Changes
  }
  dryRun
  version
}
    fragment Changes on ConfigDifference {
  kind
  name
  action
  fields {
    path
    before
    after
  }
}`, {"fragmentName":"Deletion"}) as unknown as TypedDocumentString<DeletionFragment, unknown>;
export const ConfigOutcomeFragmentDoc = new TypedDocumentString(`
    fragment ConfigOutcome on ConfigPayload {
  changes {
    ...Changes
  }
  dryRun
  version
}
    fragment Changes on ConfigDifference {
  kind
  name
  action
  fields {
    path
    before
    after
  }
}`, {"fragmentName":"ConfigOutcome"}) as unknown as TypedDocumentString<ConfigOutcomeFragment, unknown>;
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
      status
      ms
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
export const TargetHealthPartsFragmentDoc = new TypedDocumentString(`
    fragment TargetHealthParts on TargetHealth {
  deployment
  model
  circuit
  inFlight
  firstTokenMs
  errorRate
  headroom
  share
  cacheHitRate
  coolingForMs
  retryAfterMs
}
    `, {"fragmentName":"TargetHealthParts"}) as unknown as TypedDocumentString<TargetHealthPartsFragment, unknown>;
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
      attributes {
        team
        application
        role
        tier
        tags
      }
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
export const ProvidersDocument = new TypedDocumentString(`
    query Providers($first: Int! = 20, $after: String) {
  providers(first: $first, after: $after) {
    nodes {
      ...ProviderParts
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    fragment ProviderParts on Provider {
  name
  kind
  baseUrl
  region
  zeroRetention
  models
  timeouts {
    connectMs
    firstTokenMs
    idleMs
    totalMs
  }
  keys {
    id
    lastFour
  }
  managedBy
  version
  createdAt
  updatedAt
  updatedBy
}`) as unknown as TypedDocumentString<ProvidersQuery, ProvidersQueryVariables>;
export const ProviderDocument = new TypedDocumentString(`
    query Provider($name: String!) {
  provider(name: $name) {
    ...ProviderParts
  }
}
    fragment ProviderParts on Provider {
  name
  kind
  baseUrl
  region
  zeroRetention
  models
  timeouts {
    connectMs
    firstTokenMs
    idleMs
    totalMs
  }
  keys {
    id
    lastFour
  }
  managedBy
  version
  createdAt
  updatedAt
  updatedBy
}`) as unknown as TypedDocumentString<ProviderQuery, ProviderQueryVariables>;
export const CreateProviderDocument = new TypedDocumentString(`
    mutation CreateProvider($input: CreateProviderInput!) {
  createProvider(input: $input) {
    ...ProviderChange
  }
}
    fragment Changes on ConfigDifference {
  kind
  name
  action
  fields {
    path
    before
    after
  }
}
fragment ProviderParts on Provider {
  name
  kind
  baseUrl
  region
  zeroRetention
  models
  timeouts {
    connectMs
    firstTokenMs
    idleMs
    totalMs
  }
  keys {
    id
    lastFour
  }
  managedBy
  version
  createdAt
  updatedAt
  updatedBy
}
fragment ProviderChange on ProviderPayload {
  provider {
    ...ProviderParts
  }
  changes {
    ...Changes
  }
  dryRun
  version
}`) as unknown as TypedDocumentString<CreateProviderMutation, CreateProviderMutationVariables>;
export const UpdateProviderDocument = new TypedDocumentString(`
    mutation UpdateProvider($input: UpdateProviderInput!) {
  updateProvider(input: $input) {
    ...ProviderChange
  }
}
    fragment Changes on ConfigDifference {
  kind
  name
  action
  fields {
    path
    before
    after
  }
}
fragment ProviderParts on Provider {
  name
  kind
  baseUrl
  region
  zeroRetention
  models
  timeouts {
    connectMs
    firstTokenMs
    idleMs
    totalMs
  }
  keys {
    id
    lastFour
  }
  managedBy
  version
  createdAt
  updatedAt
  updatedBy
}
fragment ProviderChange on ProviderPayload {
  provider {
    ...ProviderParts
  }
  changes {
    ...Changes
  }
  dryRun
  version
}`) as unknown as TypedDocumentString<UpdateProviderMutation, UpdateProviderMutationVariables>;
export const DeleteProviderDocument = new TypedDocumentString(`
    mutation DeleteProvider($name: String!, $version: Int, $dryRun: Boolean) {
  deleteProvider(name: $name, version: $version, dryRun: $dryRun) {
    ...Deletion
  }
}
    fragment Changes on ConfigDifference {
  kind
  name
  action
  fields {
    path
    before
    after
  }
}
fragment Deletion on DeletePayload {
  deleted
  changes {
    ...Changes
  }
  dryRun
  version
}`) as unknown as TypedDocumentString<DeleteProviderMutation, DeleteProviderMutationVariables>;
export const DeploymentsDocument = new TypedDocumentString(`
    query Deployments($first: Int! = 20, $after: String) {
  deployments(first: $first, after: $after) {
    nodes {
      ...DeploymentParts
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    fragment DeploymentParts on Deployment {
  name
  provider
  model
  region
  zeroRetention
  baseUrl
  weight
  limits {
    maxConcurrent
    requestsPerMinute
    tokensPerMinute
  }
  keys {
    lastFour
  }
  managedBy
  version
}`) as unknown as TypedDocumentString<DeploymentsQuery, DeploymentsQueryVariables>;
export const DeploymentDocument = new TypedDocumentString(`
    query Deployment($name: String!) {
  deployment(name: $name) {
    ...DeploymentParts
  }
}
    fragment DeploymentParts on Deployment {
  name
  provider
  model
  region
  zeroRetention
  baseUrl
  weight
  limits {
    maxConcurrent
    requestsPerMinute
    tokensPerMinute
  }
  keys {
    lastFour
  }
  managedBy
  version
}`) as unknown as TypedDocumentString<DeploymentQuery, DeploymentQueryVariables>;
export const CreateDeploymentDocument = new TypedDocumentString(`
    mutation CreateDeployment($input: CreateDeploymentInput!) {
  createDeployment(input: $input) {
    ...DeploymentChange
  }
}
    fragment Changes on ConfigDifference {
  kind
  name
  action
  fields {
    path
    before
    after
  }
}
fragment DeploymentParts on Deployment {
  name
  provider
  model
  region
  zeroRetention
  baseUrl
  weight
  limits {
    maxConcurrent
    requestsPerMinute
    tokensPerMinute
  }
  keys {
    lastFour
  }
  managedBy
  version
}
fragment DeploymentChange on DeploymentPayload {
  deployment {
    ...DeploymentParts
  }
  changes {
    ...Changes
  }
  dryRun
  version
}`) as unknown as TypedDocumentString<CreateDeploymentMutation, CreateDeploymentMutationVariables>;
export const UpdateDeploymentDocument = new TypedDocumentString(`
    mutation UpdateDeployment($input: UpdateDeploymentInput!) {
  updateDeployment(input: $input) {
    ...DeploymentChange
  }
}
    fragment Changes on ConfigDifference {
  kind
  name
  action
  fields {
    path
    before
    after
  }
}
fragment DeploymentParts on Deployment {
  name
  provider
  model
  region
  zeroRetention
  baseUrl
  weight
  limits {
    maxConcurrent
    requestsPerMinute
    tokensPerMinute
  }
  keys {
    lastFour
  }
  managedBy
  version
}
fragment DeploymentChange on DeploymentPayload {
  deployment {
    ...DeploymentParts
  }
  changes {
    ...Changes
  }
  dryRun
  version
}`) as unknown as TypedDocumentString<UpdateDeploymentMutation, UpdateDeploymentMutationVariables>;
export const DeleteDeploymentDocument = new TypedDocumentString(`
    mutation DeleteDeployment($name: String!) {
  deleteDeployment(name: $name) {
    deleted
    version
  }
}
    `) as unknown as TypedDocumentString<DeleteDeploymentMutation, DeleteDeploymentMutationVariables>;
export const ModelOverridesDocument = new TypedDocumentString(`
    query ModelOverrides($first: Int! = 20, $after: String) {
  modelOverrides(first: $first, after: $after) {
    nodes {
      ...ModelOverrideParts
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    fragment ModelOverrideParts on ModelOverride {
  id
  aliases
  model
  contextWindow
  capabilities {
    input
    tools
    unsupported
  }
  price {
    input
    output
    perRequest
    effectiveFrom
  }
  quality
  retiresAt
  managedBy
  version
}`) as unknown as TypedDocumentString<ModelOverridesQuery, ModelOverridesQueryVariables>;
export const ModelOverrideDocument = new TypedDocumentString(`
    query ModelOverride($id: ID!) {
  modelOverride(id: $id) {
    ...ModelOverrideParts
  }
}
    fragment ModelOverrideParts on ModelOverride {
  id
  aliases
  model
  contextWindow
  capabilities {
    input
    tools
    unsupported
  }
  price {
    input
    output
    perRequest
    effectiveFrom
  }
  quality
  retiresAt
  managedBy
  version
}`) as unknown as TypedDocumentString<ModelOverrideQuery, ModelOverrideQueryVariables>;
export const CreateModelDocument = new TypedDocumentString(`
    mutation CreateModel($input: CreateModelInput!) {
  createModel(input: $input) {
    ...ModelChange
  }
}
    fragment Changes on ConfigDifference {
  kind
  name
  action
  fields {
    path
    before
    after
  }
}
fragment ModelOverrideParts on ModelOverride {
  id
  aliases
  model
  contextWindow
  capabilities {
    input
    tools
    unsupported
  }
  price {
    input
    output
    perRequest
    effectiveFrom
  }
  quality
  retiresAt
  managedBy
  version
}
fragment ModelChange on ModelPayload {
  model {
    ...ModelOverrideParts
  }
  changes {
    ...Changes
  }
  dryRun
  version
}`) as unknown as TypedDocumentString<CreateModelMutation, CreateModelMutationVariables>;
export const UpdateModelDocument = new TypedDocumentString(`
    mutation UpdateModel($input: UpdateModelInput!) {
  updateModel(input: $input) {
    ...ModelChange
  }
}
    fragment Changes on ConfigDifference {
  kind
  name
  action
  fields {
    path
    before
    after
  }
}
fragment ModelOverrideParts on ModelOverride {
  id
  aliases
  model
  contextWindow
  capabilities {
    input
    tools
    unsupported
  }
  price {
    input
    output
    perRequest
    effectiveFrom
  }
  quality
  retiresAt
  managedBy
  version
}
fragment ModelChange on ModelPayload {
  model {
    ...ModelOverrideParts
  }
  changes {
    ...Changes
  }
  dryRun
  version
}`) as unknown as TypedDocumentString<UpdateModelMutation, UpdateModelMutationVariables>;
export const DeleteModelDocument = new TypedDocumentString(`
    mutation DeleteModel($id: ID!) {
  deleteModel(id: $id) {
    deleted
    version
  }
}
    `) as unknown as TypedDocumentString<DeleteModelMutation, DeleteModelMutationVariables>;
export const RoutesDocument = new TypedDocumentString(`
    query Routes($first: Int! = 20, $after: String) {
  routes(first: $first, after: $after) {
    edges {
      cursor
    }
    nodes {
      ...RouteParts
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    fragment RouteParts on Route {
  name
  aliases
  description
  strategy
  match
  targets {
    model
    weight
  }
  rules {
    name
    when
    targets {
      model
      weight
    }
    strategy
  }
  splits {
    name
    percent
    header {
      name
      value
    }
    when
    targets {
      model
      weight
    }
    strategy
  }
  stickyBy
  fallbacks {
    on
    models
  }
  retry {
    attempts
    baseMs
    maxMs
  }
  timeouts {
    connectMs
    firstTokenMs
    idleMs
    totalMs
  }
  dataPolicy {
    regions
    zeroRetention
    excludedProviders
    sensitive {
      dataClass
      excludedProviders
    }
  }
  continue
  hedge {
    afterMs
  }
  cascade {
    schema
    refusal
    minLogprob
    judge {
      model
      prompt
      minScore
    }
  }
  shadow {
    percent
  }
  cachePolicy
  guardPolicies
  managedBy
  version
}`) as unknown as TypedDocumentString<RoutesQuery, RoutesQueryVariables>;
export const RouteDocument = new TypedDocumentString(`
    query Route($name: String!) {
  route(name: $name) {
    ...RouteParts
  }
}
    fragment RouteParts on Route {
  name
  aliases
  description
  strategy
  match
  targets {
    model
    weight
  }
  rules {
    name
    when
    targets {
      model
      weight
    }
    strategy
  }
  splits {
    name
    percent
    header {
      name
      value
    }
    when
    targets {
      model
      weight
    }
    strategy
  }
  stickyBy
  fallbacks {
    on
    models
  }
  retry {
    attempts
    baseMs
    maxMs
  }
  timeouts {
    connectMs
    firstTokenMs
    idleMs
    totalMs
  }
  dataPolicy {
    regions
    zeroRetention
    excludedProviders
    sensitive {
      dataClass
      excludedProviders
    }
  }
  continue
  hedge {
    afterMs
  }
  cascade {
    schema
    refusal
    minLogprob
    judge {
      model
      prompt
      minScore
    }
  }
  shadow {
    percent
  }
  cachePolicy
  guardPolicies
  managedBy
  version
}`) as unknown as TypedDocumentString<RouteQuery, RouteQueryVariables>;
export const CreateRouteDocument = new TypedDocumentString(`
    mutation CreateRoute($input: CreateRouteInput!) {
  createRoute(input: $input) {
    ...RouteChange
  }
}
    fragment Changes on ConfigDifference {
  kind
  name
  action
  fields {
    path
    before
    after
  }
}
fragment RouteParts on Route {
  name
  aliases
  description
  strategy
  match
  targets {
    model
    weight
  }
  rules {
    name
    when
    targets {
      model
      weight
    }
    strategy
  }
  splits {
    name
    percent
    header {
      name
      value
    }
    when
    targets {
      model
      weight
    }
    strategy
  }
  stickyBy
  fallbacks {
    on
    models
  }
  retry {
    attempts
    baseMs
    maxMs
  }
  timeouts {
    connectMs
    firstTokenMs
    idleMs
    totalMs
  }
  dataPolicy {
    regions
    zeroRetention
    excludedProviders
    sensitive {
      dataClass
      excludedProviders
    }
  }
  continue
  hedge {
    afterMs
  }
  cascade {
    schema
    refusal
    minLogprob
    judge {
      model
      prompt
      minScore
    }
  }
  shadow {
    percent
  }
  cachePolicy
  guardPolicies
  managedBy
  version
}
fragment RouteChange on RoutePayload {
  route {
    ...RouteParts
  }
  changes {
    ...Changes
  }
  dryRun
  version
}`) as unknown as TypedDocumentString<CreateRouteMutation, CreateRouteMutationVariables>;
export const UpdateRouteDocument = new TypedDocumentString(`
    mutation UpdateRoute($input: UpdateRouteInput!) {
  updateRoute(input: $input) {
    ...RouteChange
  }
}
    fragment Changes on ConfigDifference {
  kind
  name
  action
  fields {
    path
    before
    after
  }
}
fragment RouteParts on Route {
  name
  aliases
  description
  strategy
  match
  targets {
    model
    weight
  }
  rules {
    name
    when
    targets {
      model
      weight
    }
    strategy
  }
  splits {
    name
    percent
    header {
      name
      value
    }
    when
    targets {
      model
      weight
    }
    strategy
  }
  stickyBy
  fallbacks {
    on
    models
  }
  retry {
    attempts
    baseMs
    maxMs
  }
  timeouts {
    connectMs
    firstTokenMs
    idleMs
    totalMs
  }
  dataPolicy {
    regions
    zeroRetention
    excludedProviders
    sensitive {
      dataClass
      excludedProviders
    }
  }
  continue
  hedge {
    afterMs
  }
  cascade {
    schema
    refusal
    minLogprob
    judge {
      model
      prompt
      minScore
    }
  }
  shadow {
    percent
  }
  cachePolicy
  guardPolicies
  managedBy
  version
}
fragment RouteChange on RoutePayload {
  route {
    ...RouteParts
  }
  changes {
    ...Changes
  }
  dryRun
  version
}`) as unknown as TypedDocumentString<UpdateRouteMutation, UpdateRouteMutationVariables>;
export const DeleteRouteDocument = new TypedDocumentString(`
    mutation DeleteRoute($name: String!, $version: Int, $dryRun: Boolean) {
  deleteRoute(name: $name, version: $version, dryRun: $dryRun) {
    ...Deletion
  }
}
    fragment Changes on ConfigDifference {
  kind
  name
  action
  fields {
    path
    before
    after
  }
}
fragment Deletion on DeletePayload {
  deleted
  changes {
    ...Changes
  }
  dryRun
  version
}`) as unknown as TypedDocumentString<DeleteRouteMutation, DeleteRouteMutationVariables>;
export const ConfigVersionsDocument = new TypedDocumentString(`
    query ConfigVersions($first: Int! = 20, $before: Int) {
  configVersions(first: $first, before: $before) {
    nodes {
      version
      createdAt
      createdBy
      summary
    }
    hasNextPage
  }
}
    `) as unknown as TypedDocumentString<ConfigVersionsQuery, ConfigVersionsQueryVariables>;
export const ConfigDiffDocument = new TypedDocumentString(`
    query ConfigDiff($from: Int!, $to: Int) {
  configDiff(from: $from, to: $to) {
    ...Changes
  }
}
    fragment Changes on ConfigDifference {
  kind
  name
  action
  fields {
    path
    before
    after
  }
}`) as unknown as TypedDocumentString<ConfigDiffQuery, ConfigDiffQueryVariables>;
export const ConfigExportDocument = new TypedDocumentString(`
    query ConfigExport {
  configExport
}
    `) as unknown as TypedDocumentString<ConfigExportQuery, ConfigExportQueryVariables>;
export const RollbackConfigDocument = new TypedDocumentString(`
    mutation RollbackConfig($input: RollbackConfigInput!) {
  rollbackConfig(input: $input) {
    ...ConfigOutcome
  }
}
    fragment Changes on ConfigDifference {
  kind
  name
  action
  fields {
    path
    before
    after
  }
}
fragment ConfigOutcome on ConfigPayload {
  changes {
    ...Changes
  }
  dryRun
  version
}`) as unknown as TypedDocumentString<RollbackConfigMutation, RollbackConfigMutationVariables>;
export const ApplyConfigDocument = new TypedDocumentString(`
    mutation ApplyConfig($input: ApplyConfigInput!) {
  applyConfig(input: $input) {
    ...ConfigOutcome
  }
}
    fragment Changes on ConfigDifference {
  kind
  name
  action
  fields {
    path
    before
    after
  }
}
fragment ConfigOutcome on ConfigPayload {
  changes {
    ...Changes
  }
  dryRun
  version
}`) as unknown as TypedDocumentString<ApplyConfigMutation, ApplyConfigMutationVariables>;
export const RotateSecretDocument = new TypedDocumentString(`
    mutation RotateSecret {
  rotateSecret {
    credentials
  }
}
    `) as unknown as TypedDocumentString<RotateSecretMutation, RotateSecretMutationVariables>;
export const ConfigChangedDocument = new TypedDocumentString(`
    subscription ConfigChanged {
  configChanged {
    configVersion
    version
    createdBy
    summary
    changes {
      ...Changes
    }
    at
  }
}
    fragment Changes on ConfigDifference {
  kind
  name
  action
  fields {
    path
    before
    after
  }
}`) as unknown as TypedDocumentString<ConfigChangedSubscription, ConfigChangedSubscriptionVariables>;
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
        status
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
      status
      ms
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
      status
      ms
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
      status
      ms
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
export const ExplainRouteDocument = new TypedDocumentString(`
    query ExplainRoute($input: CompletionInput!) {
  explainRoute(input: $input) {
    route
    requestedModel
    rule
    split
    strategy
    reason
    targets {
      deployment
      model
      region
      weight
      estimate {
        inputTokens
        maxOutputTokens
        inputCost {
          total
        }
        maxCost {
          total
        }
      }
    }
    fallbacks {
      on
      targets
    }
    dataPolicies {
      regions
      zeroRetention
      excludedProviders
      sensitive {
        dataClass
        excludedProviders
      }
    }
    configVersion
  }
}
    `) as unknown as TypedDocumentString<ExplainRouteQuery, ExplainRouteQueryVariables>;
export const ExplainRouteInsideDocument = new TypedDocumentString(`
    query ExplainRouteInside($input: CompletionInput!) {
  explainRoute(input: $input) {
    reason
    targets {
      deployment
      health {
        ...TargetHealthParts
      }
    }
    excluded {
      target
      reason
    }
    conditions {
      kind
      name
      source
      holds
      problem
    }
  }
}
    fragment TargetHealthParts on TargetHealth {
  deployment
  model
  circuit
  inFlight
  firstTokenMs
  errorRate
  headroom
  share
  cacheHitRate
  coolingForMs
  retryAfterMs
}`) as unknown as TypedDocumentString<ExplainRouteInsideQuery, ExplainRouteInsideQueryVariables>;
export const RouteHealthDocument = new TypedDocumentString(`
    subscription RouteHealth($route: String) {
  routeHealth(route: $route) {
    route
    targets {
      ...TargetHealthParts
    }
    at
  }
}
    fragment TargetHealthParts on TargetHealth {
  deployment
  model
  circuit
  inFlight
  firstTokenMs
  errorRate
  headroom
  share
  cacheHitRate
  coolingForMs
  retryAfterMs
}`) as unknown as TypedDocumentString<RouteHealthSubscription, RouteHealthSubscriptionVariables>;
export const CompletionRouteDocument = new TypedDocumentString(`
    query CompletionRoute($id: ID!) {
  completion(id: $id) {
    id
    route {
      name
      rule
      split
      strategy
      reason
      attempts {
        target
        deployment
        role
        status
        ms
        firstTokenMs
        cost
        error {
          code
          scope
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<CompletionRouteQuery, CompletionRouteQueryVariables>;
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