import { type FinishEvent, type FinishReason, GatewayError } from '../../../src/plugin-api.js'

const REASONS: Readonly<Record<string, FinishReason>> = {
  COMPLETE: 'STOP',
  STOP_SEQUENCE: 'STOP',
  MAX_TOKENS: 'LENGTH',
  TOOL_CALL: 'TOOL_CALLS',
  ERROR_TOXIC: 'CONTENT_FILTER',
}

/** @throws {GatewayError} for the reasons that are failures: an answer never ends well with them. */
export function toFinish(provider: string, native: string): FinishEvent {
  if (native === 'TIMEOUT') {
    throw new GatewayError('PROVIDER_TIMEOUT', `Provider "${provider}" timed out by itself while it was answering.`, {
      providerCode: native,
    })
  }
  if (native === 'ERROR') {
    throw new GatewayError('PROVIDER_ERROR', `Provider "${provider}" failed while it was answering.`, { providerCode: native })
  }
  return { type: 'finish', reason: Object.hasOwn(REASONS, native) ? REASONS[native]! : 'OTHER', nativeReason: native }
}
