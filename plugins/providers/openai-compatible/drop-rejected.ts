import { type CompletionRequest, type FittedRequest, fitRequest } from '../../../src/plugin-api.js'
import { isRejected, type Quirks } from './quirks.js'

/**
 * The request without what this vendor is known to refuse, and a warning for each such parameter unless the caller wants none.
 * @throws {GatewayError} UNSUPPORTED_PARAMETER when the caller asked for an error instead.
 */
export function dropRejected(request: CompletionRequest, quirks: Quirks): FittedRequest {
  const details = losesReasoningBudget(request, quirks) ? ['reasoning.maxTokens'] : []
  return fitRequest(request, (parameter) => isRejected(parameter, quirks), details)
}

/** A budget of reasoning tokens is outside the dialect but for vendors with a `reasoning` object. */
function losesReasoningBudget({ reasoning }: CompletionRequest, quirks: Quirks): boolean {
  return reasoning?.maxTokens !== undefined && quirks.reasoningOption !== 'object' && !isRejected('reasoning', quirks)
}
