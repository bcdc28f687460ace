import type { Completion } from '../../../domain/completion.js'
import type { GatewayError } from '../../../domain/gateway-error.js'
import type { Json, JsonObject } from '../../../domain/json.js'
import { unknownFields } from '../../read-json.js'
import { toUnixSeconds } from '../to-chat-response.js'
import { OPENAI_ERRORS } from '../to-openai-error.js'
import type { ResponsesRequest } from './from-responses-request.js'
import { toResponseId } from './response-ids.js'
import { toResponseUsage } from './to-response-usage.js'
import type { ItemStatus } from './wire-item.js'

const DIALECT = 'openai-responses'

/** What is known of a response from its first event on. */
export interface ResponseHead {
  readonly callId: string
  readonly createdAt: Date
  readonly model: string
  readonly serviceTier?: string
}

/** The response while it is made: what was asked for is repeated, what has no value yet is null. */
export function toStartedResponse(asked: ResponsesRequest, { callId, createdAt, model, serviceTier }: ResponseHead): JsonObject {
  return {
    id: toResponseId(callId),
    object: 'response',
    created_at: toUnixSeconds(createdAt),
    status: 'in_progress',
    background: false,
    error: null,
    incomplete_details: null,
    model,
    output: [],
    store: asked.store,
    usage: null,
    ...toEcho(asked.body),
    ...(serviceTier !== undefined && { service_tier: serviceTier }),
  }
}

/** Fields of the request that a response repeats, and what holds where it says nothing. */
function toEcho(body: JsonObject): JsonObject {
  const text = body['text'] as JsonObject | null | undefined
  const reasoning = body['reasoning'] as JsonObject | null | undefined
  const optional = ['service_tier', 'user', 'safety_identifier', 'prompt_cache_key', 'prompt_cache_retention', 'max_tool_calls']
  return {
    instructions: body['instructions'] ?? null,
    max_output_tokens: body['max_output_tokens'] ?? null,
    metadata: body['metadata'] ?? {},
    parallel_tool_calls: body['parallel_tool_calls'] ?? true,
    previous_response_id: body['previous_response_id'] ?? null,
    reasoning: { effort: reasoning?.['effort'] ?? null, summary: reasoning?.['summary'] ?? null },
    temperature: body['temperature'] ?? null,
    text: { ...text, format: text?.['format'] ?? { type: 'text' } },
    tool_choice: body['tool_choice'] ?? 'auto',
    tools: body['tools'] ?? [],
    top_logprobs: body['top_logprobs'] ?? 0,
    top_p: body['top_p'] ?? null,
    truncation: body['truncation'] ?? 'disabled',
    ...Object.fromEntries(optional.flatMap((name) => (body[name] == null ? [] : [[name, body[name] as Json]]))),
  }
}

/** How the answer ended, in OpenAI's words: a refusal that was spoken is an answer. */
export function toItemStatus({ choices }: Completion): ItemStatus {
  return toIncompleteReason(choices[0]) === null ? 'completed' : 'incomplete'
}

function toIncompleteReason(choice: Completion['choices'][number] | undefined): string | null {
  switch (choice?.finishReason) {
    case 'LENGTH':
      return 'max_output_tokens'
    case 'CONTENT_FILTER':
      return 'content_filter'
    case 'REFUSAL':
      return choice.parts.some(({ type }) => type === 'refusal') ? null : 'content_filter'
    default:
      return null
  }
}

/** The whole response. `output` are its items, which know the ids that the stream told. */
export function toResponse(asked: ResponsesRequest, completion: Completion, output: readonly JsonObject[]): JsonObject {
  const { id: callId, createdAt, model, serviceTier, timings } = completion
  const started = toStartedResponse(asked, { callId, createdAt, model, ...(serviceTier !== undefined && { serviceTier }) })
  const reason = toIncompleteReason(completion.choices[0])
  const ended =
    reason === null
      ? { status: 'completed', completed_at: toUnixSeconds(new Date(createdAt.getTime() + timings.totalMs)) }
      : { status: 'incomplete', incomplete_details: { reason } }
  return { ...toOwnFields(completion, started), ...started, ...ended, output, usage: toResponseUsage(completion.usage) }
}

/** Fields of the provider's answer that the canonical model has no name for, when it speaks this dialect. */
function toOwnFields({ extra }: Completion, known: JsonObject): JsonObject | undefined {
  return extra?.dialect === DIALECT ? unknownFields(extra.fields, new Set(Object.keys(known)), '') : undefined
}

/** A response that broke off after it had begun, with what there was of it. */
export function toFailedResponse(started: JsonObject, error: GatewayError, output: readonly JsonObject[]): JsonObject {
  const { type, code } = OPENAI_ERRORS[error.code]
  const shown = { server_error: 'server_error', rate_limit_error: 'rate_limit_exceeded' }[type] ?? code
  return { ...started, status: 'failed', error: { code: shown, message: error.message }, output }
}
