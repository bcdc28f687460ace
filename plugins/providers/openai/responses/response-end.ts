import type {
  FinishEvent,
  GatewayError,
  GatewayErrorCode,
  ProviderEvent,
  ResponseMetadataEvent,
} from '../../../../src/plugin-api.js'
import { badAnswer } from '../../../provider-transport/cut-answer.js'
import { toProviderError } from '../../../provider-transport/to-provider-error.js'
import { toSafetyEvent } from '../../openai-compatible/from-content-filters.js'
import { toUsage } from '../../openai-compatible/to-usage.js'
import { record, records, text, type Wire } from './wire.js'

export interface AnswerOptions {
  /** The name of the provider, for messages. */
  readonly provider: string
  readonly owner: string
  readonly codes?: Readonly<Record<string, GatewayErrorCode>>
}

export function toMetadata(response: Wire): ResponseMetadataEvent {
  const tier = text(response['service_tier'])
  return {
    type: 'response-metadata',
    providerResponseId: text(response['id']),
    providerModel: text(response['model']),
    // Until the answer is complete it repeats what was asked for.
    ...(tier && tier !== 'auto' && { serviceTier: tier }),
  }
}

/** Usage, ratings and the finish. @throws {GatewayError} what a response that failed says, after its usage */
export function pushEnd(
  response: Wire,
  seen: { readonly refusal: boolean; readonly calls: number },
  options: AnswerOptions,
  out: ProviderEvent[],
): void {
  pushUsage(response, out)
  const filters = records(response['content_filters']).filter(
    (filter) => filter['source_type'] !== 'prompt' || filter['blocked'] === true,
  )
  const safety = toSafetyEvent(filters.map((filter) => filter['content_filter_results']))
  if (safety) out.push(safety)
  const status = response['status']
  if (status === 'failed' || status === 'cancelled') throw toFailure({ error: response['error'] ?? { code: status } }, options)
  if (status !== 'completed' && status !== 'incomplete') throw badAnswer(options.provider, 'with a response that is not complete')
  out.push(toFinish(status, text(record(response['incomplete_details'])['reason']), seen))
}

/** Their input includes what was cached, their output the reasoning, as in chat completions under other names. */
function pushUsage(response: Wire, out: ProviderEvent[]): void {
  const wire = record(response['usage'])
  const usage = toUsage(
    {
      prompt_tokens: wire['input_tokens'],
      completion_tokens: wire['output_tokens'],
      total_tokens: wire['total_tokens'],
      prompt_tokens_details: wire['input_tokens_details'],
      completion_tokens_details: wire['output_tokens_details'],
    },
    {},
  )
  if (usage) out.push({ type: 'usage', usage })
}

function toFinish(status: string, reason: string | undefined, seen: { refusal: boolean; calls: number }): FinishEvent {
  const nativeReason = reason ?? status
  if (reason === 'max_output_tokens') return { type: 'finish', reason: 'LENGTH', nativeReason }
  if (reason === 'content_filter') return { type: 'finish', reason: 'CONTENT_FILTER', nativeReason }
  if (status === 'incomplete') return { type: 'finish', reason: 'OTHER', nativeReason }
  if (seen.refusal) return { type: 'finish', reason: 'REFUSAL', nativeReason }
  return { type: 'finish', reason: seen.calls > 0 ? 'TOOL_CALLS' : 'STOP', nativeReason }
}

/** The event `error`, or the `error` of a response that failed. */
export function toFailure(event: Wire, { provider, codes }: AnswerOptions): GatewayError {
  return toProviderError(event['error'] ? record(event['error']) : { ...event, type: undefined }, { provider, codes })
}
