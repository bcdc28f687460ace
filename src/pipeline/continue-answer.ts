import type { CompletionRequest } from '../domain/completion-request.js'
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
  if (said === null) return null
  served.meter.closeLeg(served.request.messages)
  plan.onlyThose(({ model }) => model.capabilities.prefill === true)
  plan.continues()
  return {
    serving: {
      ...serving,
      served: { ...served, request: withPrefill(served.asked ?? served.request, said), asked: served.asked ?? served.request },
    },
    failure,
  }
}

function textSoFar({ served: { meter, request } }: Serving): string | null {
  const choices = meter.answer.choices()
  const [choice] = choices
  if (!choice || choices.length > 1 || request.responseFormat?.type === 'json-schema' || (request.n ?? 1) > 1) return null
  let text = ''
  for (const part of choice.parts) {
    if (part.type === 'text') text += part.text
    else if (part.type !== 'reasoning') return null
  }
  return text.trim() === '' ? null : text
}

/** Some providers refuse an answer's beginning that ends in white space. */
function withPrefill(request: CompletionRequest, text: string): CompletionRequest {
  return { ...request, messages: [...request.messages, { role: 'assistant', parts: [{ type: 'text', text: text.trimEnd() }] }] }
}
