import type { StructuredOutput } from '../domain/completion.js'
import type { CompletionRequest } from '../domain/completion-request.js'
import { type GatewayError, toGatewayError } from '../domain/gateway-error.js'
import { answerStructured } from './answer-structured.js'
import { type Chosen, giveBack } from './attempt-plan.js'
import { type FittedRequest, fitToTarget, ownerOf, withLostState } from './fit-to-target.js'
import type { Serving } from './serving.js'
import { type Try, tryTarget } from './try-target.js'

/** The request in the form that the target can do, or why it cannot be brought to one; the place at the target is given back then. */
export async function toFitted({ stages, served }: Serving, chosen: Chosen): Promise<FittedRequest | GatewayError> {
  const { open, request } = served
  const { target, permit } = chosen
  const { provider } = permit.key
  const owner = ownerOf(provider, target.model.name)
  try {
    const whole = await withLostState(request, provider, owner, stages.turns, open.start.organizationId)
    return await fitToTarget(whole, target, provider, stages.compileSchema)
  } catch (cause) {
    giveBack(chosen)
    return toGatewayError(cause)
  }
}

/** The answer in the form that was asked for. */
export function ask({ served: { open, meter }, options, plan }: Serving, chosen: Chosen, fitted: FittedRequest): Try {
  let place: Chosen | null = chosen
  const tryOnce = (asked: CompletionRequest) => {
    const taken = place ?? plan.again(chosen)
    place = null
    return tryTarget(open, meter, taken, asked, options)
  }
  if (!fitted.structured) return tryOnce(fitted.request)
  const onDone = (output: StructuredOutput) => {
    open.structuredOutput = output
  }
  return answerStructured({ ...fitted.structured, stream: options.stream, meter, ask: tryOnce, onDone })
}
