import {
  type CompletionRequest,
  type ContentPart,
  type FittedRequest,
  fitRequest,
  type Parameter,
  type Warning,
} from '../../../src/plugin-api.js'
import { DIALECT } from './gemini-state.js'
import { cannotReason, type ModelFamily } from './model-family.js'

/**
 * The request without what Gemini has no word for, and a warning for each such thing unless the caller wants none.
 * @throws {GatewayError} UNSUPPORTED_PARAMETER when the caller asked for an error instead
 */
export function fitToGemini(asked: CompletionRequest, family: ModelFamily): FittedRequest {
  const cannot = (parameter: Parameter): boolean => {
    if (parameter === 'endUser') return true
    // Calls in parallel are not to be switched off; that they are wanted need not be said.
    if (parameter === 'parallelToolCalls') return asked.parallelToolCalls === false && Boolean(asked.tools?.length)
    return parameter === 'reasoning' && cannotReason(family) && asked.reasoning?.effort !== 'none'
  }
  const { request, warnings } = fitRequest(asked, cannot, lostDetails(asked))
  return { request, warnings: [...warnings, ...foreignItems(asked)] }
}

function lostDetails({ messages, nativeTools = [] }: CompletionRequest): string[] {
  const details = messages.flatMap(({ parts }, at) =>
    parts.flatMap((part, index) => (isDetailed(part) ? [`messages[${at}].parts[${index}].detail`] : [])),
  )
  return nativeTools.some(({ dialect }) => dialect !== DIALECT) ? [...details, 'nativeTools'] : details
}

function isDetailed(part: ContentPart): boolean {
  return part.type === 'image' && part.detail !== undefined && part.detail !== 'auto'
}

/** Items of other dialects mean nothing here. */
function foreignItems({ messages, onUnsupported }: CompletionRequest): Warning[] {
  const dialects = new Set(
    messages.flatMap(({ parts }) =>
      parts.flatMap((part) => (part.type === 'native' && part.dialect !== DIALECT ? [part.dialect] : [])),
    ),
  )
  if (onUnsupported === 'IGNORE') return []
  return [...dialects].map((dialect) => ({ code: 'STATE_DROPPED', message: `Items of the ${dialect} dialect were left out.` }))
}
