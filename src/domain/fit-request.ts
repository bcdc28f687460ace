import type { CompletionRequest } from './completion-request.js'
import { GatewayError } from './gateway-error.js'
import type { Warning } from './provider-event.js'

/** The parameters of a request that a provider or a model may lack. */
export const PARAMETERS = [
  'tools',
  'nativeTools',
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
] as const satisfies readonly (keyof CompletionRequest)[]
export type Parameter = (typeof PARAMETERS)[number]

export interface FittedRequest {
  readonly request: CompletionRequest
  readonly warnings: readonly Warning[]
}

/**
 * The request without the parameters that cannot be done, and a warning for each unless the caller wants none. `details` are finer than a
 * parameter, such as `reasoning.maxTokens`, and left out by the caller of this function.
 * @throws {GatewayError} UNSUPPORTED_PARAMETER when the request asks for an error instead
 */
export function fitRequest(
  request: CompletionRequest,
  cannot: (parameter: Parameter) => boolean,
  details: readonly string[] = [],
): FittedRequest {
  const dropped = PARAMETERS.filter((parameter) => isAsked(parameter, request) && cannot(parameter))
  const lost = [...dropped, ...details]
  if (lost.length === 0) return { request, warnings: [] }
  const fitted = { ...request, ...Object.fromEntries(dropped.map((parameter) => [parameter, undefined])) }
  return { request: fitted, warnings: warningsOf(request, lost) }
}

/**
 * One warning for each parameter that is left out; none when the caller wants none.
 * @throws {GatewayError} UNSUPPORTED_PARAMETER when the request asks for an error instead
 */
export function warningsOf({ onUnsupported }: Pick<CompletionRequest, 'onUnsupported'>, lost: readonly string[]): Warning[] {
  const [first] = lost
  if (first !== undefined && onUnsupported === 'ERROR') throw unsupported(first)
  return onUnsupported === 'IGNORE' ? [] : lost.map(toWarning)
}

/** One alternative is what every model makes anyway. */
function isAsked(parameter: Parameter, request: CompletionRequest): boolean {
  const value = request[parameter]
  return value !== undefined && !(parameter === 'n' && value === 1) && !(Array.isArray(value) && value.length === 0)
}

function unsupported(parameter: string): GatewayError {
  const message = `This model does not take ${parameter}. Leave it out, or let onUnsupported be WARN.`
  return new GatewayError('UNSUPPORTED_PARAMETER', message, { path: parameter })
}

function toWarning(parameter: string): Warning {
  return { code: 'UNSUPPORTED_PARAMETER', message: `This model does not take ${parameter}: it was left out.`, parameter }
}
