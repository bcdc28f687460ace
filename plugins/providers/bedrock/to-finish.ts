import type { FinishEvent, FinishReason } from '../../../src/plugin-api.js'

/** https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ConverseResponse.html */
const REASONS: Readonly<Record<string, FinishReason>> = {
  end_turn: 'STOP',
  stop_sequence: 'STOP',
  tool_use: 'TOOL_CALLS',
  max_tokens: 'LENGTH',
  model_context_window_exceeded: 'LENGTH',
  guardrail_intervened: 'CONTENT_FILTER',
  content_filtered: 'CONTENT_FILTER',
  refusal: 'REFUSAL',
}

/** `fields`: the model's own, where Claude tells which sequence it stopped at. */
export function toFinish(stopReason: unknown, fields: unknown): FinishEvent {
  const native = typeof stopReason === 'string' ? stopReason : undefined
  const stopSequence = native === 'stop_sequence' ? stopSequenceOf(fields) : undefined
  return {
    type: 'finish',
    reason: (native && Object.hasOwn(REASONS, native) && REASONS[native]) || 'OTHER',
    ...(native && { nativeReason: native }),
    ...(stopSequence !== undefined && { stopSequence }),
  }
}

function stopSequenceOf(fields: unknown): string | undefined {
  const { stop_sequence: whole, delta } = record(fields)
  const found = whole ?? record(delta)['stop_sequence']
  return typeof found === 'string' ? found : undefined
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {}
}
