import type { CompletionRequest } from '../domain/completion-request.js'
import { estimateTextTokens } from '../domain/estimate-tokens.js'
import { type GatewayError, toGatewayError } from '../domain/gateway-error.js'
import type { Serving } from './serving.js'

/**
 * How a stream that broke off goes on at another target, which gets what was said as the beginning of its own answer. null where it may
 * not: the route does not say so, the failure is not the target's, or what was said is more than text.
 */
export function toContinuation(
  serving: Serving,
  thrown: unknown,
): { readonly serving: Serving; readonly failure: GatewayError } | null {
  const { served, decision, options, plan } = serving
  const failure = toGatewayError(thrown)
  const mayGoOn = decision.route?.spec.continue && (failure.scope === 'deployment' || failure.scope === 'provider')
  if (!mayGoOn || options.signal.aborted) return null
  const said = textSoFar(serving)
  if (said === null || said.trim() === '') return null
  served.meter.closeLeg(served.request.messages)
  plan.onlyThose(({ model }) => model.capabilities.prefill === true)
  plan.continues()
  const asked = served.asked ?? served.request
  const seam = {
    whiteSpace: said.slice(said.trimEnd().length),
    part: served.meter.answer.openPart,
    brokeOff: served.open.model?.id ?? decision.name,
  }
  return { serving: { ...serving, served: { ...served, request: withPrefill(asked, said), asked }, seam }, failure }
}

function textSoFar({ served: { meter, request } }: Serving): string | null {
  const choices = meter.answer.choices()
  const [choice] = choices
  if (!choice || choices.length > 1 || isJson(request) || (request.n ?? 1) > 1) return null
  let text = ''
  for (const part of choice.parts) {
    if (part.type === 'text') text += part.text
    else if (part.type !== 'reasoning') return null
  }
  return text
}

function isJson({ responseFormat }: CompletionRequest): boolean {
  return responseFormat !== undefined && responseFormat.type !== 'text'
}

/** Some providers refuse an answer's beginning that ends in white space. What was said counts towards what may be said. */
function withPrefill(request: CompletionRequest, said: string): CompletionRequest {
  const { messages, maxOutputTokens } = request
  const text = said.trimEnd()
  return {
    ...request,
    messages: [...messages, { role: 'assistant', parts: [{ type: 'text', text }] }],
    ...(maxOutputTokens !== undefined && { maxOutputTokens: Math.max(1, maxOutputTokens - estimateTextTokens(text)) }),
  }
}
