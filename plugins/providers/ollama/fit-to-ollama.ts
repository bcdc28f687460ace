import { type CompletionRequest, type FittedRequest, fitRequest, type Parameter } from '../../../src/plugin-api.js'

const NEVER: readonly Parameter[] = ['n', 'endUser', 'nativeTools']

/**
 * The request without what Ollama has no place for, and a warning for each unless the caller wants none.
 * @throws {GatewayError} UNSUPPORTED_PARAMETER when the caller asked for an error instead
 */
export function fitToOllama(request: CompletionRequest): FittedRequest {
  return fitRequest(request, (parameter) => NEVER.includes(parameter) || cannotBeHere(parameter, request), detailsLost(request))
}

/** Models choose among tools by themselves; not to offer any is `none`. */
function cannotBeHere(parameter: Parameter, { toolChoice, parallelToolCalls }: CompletionRequest): boolean {
  if (parameter === 'toolChoice') return toolChoice?.type === 'required' || toolChoice?.type === 'tool'
  return parameter === 'parallelToolCalls' && parallelToolCalls === false
}

function detailsLost({ reasoning, tools }: CompletionRequest): string[] {
  return [
    ...(reasoning?.maxTokens === undefined ? [] : ['reasoning.maxTokens']),
    ...(reasoning?.show === false && reasoning.effort !== 'none' ? ['reasoning.show'] : []),
    ...(tools?.some(({ strict }) => strict) ? ['tools.strict'] : []),
  ]
}
