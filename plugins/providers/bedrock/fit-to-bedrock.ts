import { type CompletionRequest, type FittedRequest, fitRequest, type Parameter } from '../../../src/plugin-api.js'
import { takesSchema } from './capabilities-of.js'
import { claudeTraits } from './claude-model.js'
import type { BedrockModel, Family } from './model-family.js'

/** Names of parameters outside the common part, in `additionalModelRequestFields`. */
export const ADDITIONAL: Readonly<Partial<Record<Family, Readonly<Partial<Record<Parameter, string>>>>>> = {
  anthropic: { topK: 'top_k' },
  nova: { topK: 'topK' },
  cohere: { topK: 'k', frequencyPenalty: 'frequency_penalty', presencePenalty: 'presence_penalty', seed: 'seed' },
  ai21: { frequencyPenalty: 'frequency_penalty', presencePenalty: 'presence_penalty' },
}

const OUTSIDE: readonly Parameter[] = ['topK', 'presencePenalty', 'frequencyPenalty', 'seed']
const NEVER: readonly Parameter[] = ['n', 'logprobs', 'endUser']
/** Families that choose among tools by themselves only: https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ToolChoice.html */
const FREE_CHOICE: readonly Family[] = ['meta', 'cohere', 'ai21', 'deepseek', 'titan']

/**
 * The request without what the model has no place for, and a warning for each unless the caller wants none.
 * @throws {GatewayError} UNSUPPORTED_PARAMETER when the caller asked for an error instead
 */
export function fitToBedrock(request: CompletionRequest, model: BedrockModel): FittedRequest {
  const cannot = (parameter: Parameter) =>
    NEVER.includes(parameter) ||
    (OUTSIDE.includes(parameter) && !ADDITIONAL[model.family]?.[parameter]) ||
    cannotBeHere(parameter, request, model)
  return fitRequest(request, cannot, detailsLost(request, model))
}

function cannotBeHere(parameter: Parameter, request: CompletionRequest, { family }: BedrockModel): boolean {
  switch (parameter) {
    case 'parallelToolCalls':
      return request.parallelToolCalls === false && family !== 'anthropic'
    case 'responseFormat':
      return request.responseFormat?.type === 'json-object'
    case 'toolChoice':
      return isForced(request) && FREE_CHOICE.includes(family)
    case 'nativeTools':
      return !request.nativeTools?.some(({ dialect }) => dialect === 'bedrock')
    default:
      return false
  }
}

function detailsLost(request: CompletionRequest, model: BedrockModel): string[] {
  const foreign = request.nativeTools?.filter(({ dialect }) => dialect !== 'bedrock') ?? []
  const isMixed = foreign.length > 0 && foreign.length < (request.nativeTools?.length ?? 0)
  return [
    ...(isMixed ? ['nativeTools'] : []),
    ...(request.tools?.some(({ strict }) => strict) && !takesSchema(model) ? ['tools.strict'] : []),
  ]
}

/** Versions of Claude that take one of the two only. */
export function losesTopP({ temperature, topP }: CompletionRequest, model: BedrockModel): boolean {
  return temperature !== undefined && topP !== undefined && claudeTraits(model)?.samplesTwice === false
}

export function isForced({ toolChoice }: CompletionRequest): boolean {
  return toolChoice?.type === 'required' || toolChoice?.type === 'tool'
}
