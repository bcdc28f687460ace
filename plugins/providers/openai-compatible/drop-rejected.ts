import { type CompletionRequest, GatewayError, type Warning } from '../../../src/plugin-api.js'
import { isRejected, type Parameter, type Quirks } from './quirks.js'

const PARAMETERS: readonly Parameter[] = [
  'tools',
  'toolChoice',
  'parallelToolCalls',
  'responseFormat',
  'maxOutputTokens',
  'temperature',
  'topP',
  'topK',
  'presencePenalty',
  'frequencyPenalty',
  'stop',
  'n',
  'seed',
  'logprobs',
  'reasoning',
  'endUser',
]

/**
 * The request without what this vendor is known to refuse, and a warning for each such parameter unless the caller wants none.
 * @throws {GatewayError} UNSUPPORTED_PARAMETER when the caller asked for an error instead.
 */
export function dropRejected(
  request: CompletionRequest,
  quirks: Quirks,
): { readonly request: CompletionRequest; readonly warnings: readonly Warning[] } {
  const rejected = PARAMETERS.filter((parameter) => isAsked(parameter, request) && isRejected(parameter, quirks))
  const lost = [...rejected, ...(losesReasoningBudget(request, quirks) ? ['reasoning.maxTokens'] : [])]
  if (lost.length === 0) return { request, warnings: [] }
  if (request.onUnsupported === 'ERROR') throw unsupported(lost[0]!)
  const fitted = { ...request, ...Object.fromEntries(rejected.map((parameter) => [parameter, undefined])) }
  return { request: fitted, warnings: request.onUnsupported === 'IGNORE' ? [] : lost.map(toWarning) }
}

/** One alternative is what every vendor makes anyway. */
function isAsked(parameter: Parameter, request: CompletionRequest): boolean {
  return request[parameter] !== undefined && !(parameter === 'n' && request.n === 1)
}

/** A budget of reasoning tokens is outside the dialect but for vendors with a `reasoning` object. */
function losesReasoningBudget({ reasoning }: CompletionRequest, quirks: Quirks): boolean {
  return reasoning?.maxTokens !== undefined && quirks.reasoningOption !== 'object' && !isRejected('reasoning', quirks)
}

function unsupported(parameter: string): GatewayError {
  return new GatewayError(
    'UNSUPPORTED_PARAMETER',
    `This provider does not take ${parameter}. Leave it out, or let onUnsupported be WARN.`,
    {
      path: parameter,
    },
  )
}

function toWarning(parameter: string): Warning {
  return { code: 'UNSUPPORTED_PARAMETER', message: `This provider does not take ${parameter}: it was left out.`, parameter }
}
