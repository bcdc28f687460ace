import {
  type CompletionRequest,
  type FittedRequest,
  fitRequest,
  type ReasoningEffort,
  type Warning,
} from '../../../src/plugin-api.js'
import { type ModelFacts, SAMPLING, toModelFacts } from './model-facts.js'

/**
 * The request as this model takes it, whichever of the two APIs it goes through.
 * @throws {GatewayError} UNSUPPORTED_PARAMETER when the caller asked for an error instead
 */
export function fitToModel(request: CompletionRequest, model: string): FittedRequest {
  const facts = toModelFacts(model)
  const refuses = !takesSampling(request, facts)
  const { request: fitted, warnings } = fitRequest(request, (parameter) => refuses && SAMPLING.includes(parameter))
  const asked = fitted.reasoning?.effort
  const effort = asked && nearest(asked, facts.efforts)
  if (effort === asked) return { request: fitted, warnings }
  const mapped = request.onUnsupported === 'IGNORE' ? [] : [toWarning(asked!, effort!)]
  return { request: { ...fitted, reasoning: { ...fitted.reasoning, effort } }, warnings: [...warnings, ...mapped] }
}

function takesSampling({ reasoning }: CompletionRequest, { sampling }: ModelFacts): boolean {
  if (sampling !== 'without-reasoning') return sampling === 'always'
  return reasoning?.effort === undefined || reasoning.effort === 'none'
}

const ORDER: readonly ReasoningEffort[] = ['none', 'minimal', 'low', 'medium', 'high', 'xhigh']

/** The next higher one that the model has, else its highest. */
function nearest(asked: ReasoningEffort, efforts: readonly ReasoningEffort[] | undefined): ReasoningEffort | undefined {
  if (!efforts || efforts.includes(asked)) return asked
  return efforts.find((effort) => ORDER.indexOf(effort) > ORDER.indexOf(asked)) ?? efforts.at(-1)
}

function toWarning(asked: ReasoningEffort, effort: ReasoningEffort): Warning {
  const message = `This model does not reason with the effort "${asked}": it was asked for "${effort}".`
  return { code: 'PARAMETER_MAPPED', message, parameter: 'reasoning.effort' }
}
