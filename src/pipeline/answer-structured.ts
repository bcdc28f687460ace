import type { StructuredOutput } from '../domain/completion.js'
import type { EventBatch } from '../domain/completion-event.js'
import type { CompletionRequest } from '../domain/completion-request.js'
import { GatewayError, toGatewayError } from '../domain/gateway-error.js'
import type { ValidateJson } from '../domain/json-schema.js'
import type { Meter } from './meter.js'
import { SchemaLeg } from './schema-leg.js'
import { type StructuredRequest, toRepairRequest } from './structured-request.js'

type Try = AsyncGenerator<EventBatch, GatewayError | undefined, undefined>

export interface StructuredCall {
  readonly plan: StructuredRequest
  readonly validate: ValidateJson
  readonly stream: boolean
  readonly meter: Meter
  /** One try at the target, which returns the error when it failed before content and throws it after. */
  readonly ask: (request: CompletionRequest) => Try
  readonly onDone: (output: StructuredOutput) => void
}

/**
 * An answer that is valid against its schema. What is not yet shown may be repaired, once; an answer that is shown as it comes, and turns out wrong,
 * fails: a clean end would be believed.
 */
export async function* answerStructured(call: StructuredCall): Try {
  const { plan, stream, validate } = call
  const holds = !stream || plan.strategy === 'JSON_MODE'
  const first = new SchemaLeg({ toolName: plan.toolName, holds, validate })
  const failure = yield* pour(call.ask(plan.request), first, call.meter)
  if (failure) return failure
  const problems = await first.problems()
  if (!problems?.length) return yield* finish(call, first, problems, false)
  if (first.shown) throw invalid(problems)

  call.meter.closeLeg(plan.request.messages) // it was paid for all the same
  const second = new SchemaLeg({ toolName: plan.toolName, holds: true, validate })
  const repair = yield* pour(call.ask(toRepairRequest(plan.request, first.text, problems)), second, call.meter)
  if (repair) return repair
  const left = await second.problems()
  return left?.length ? invalid(left) : yield* finish(call, second, left, true)
}

async function* finish(call: StructuredCall, leg: SchemaLeg, problems: readonly string[] | null, repaired: boolean): Try {
  if (problems || leg.isCutOff) call.onDone({ strategy: call.plan.strategy, repaired, valid: problems !== null })
  const released = leg.release()
  call.meter.releaseHeld()
  if (released.length > 0) yield released
  return undefined
}

/** Shows of a try what may be shown, and counts what may not yet. */
async function* pour(tried: Try, leg: SchemaLeg, meter: Meter): Try {
  try {
    for (;;) {
      const read = await tried.next()
      if (read.done) return read.value
      const { shown, held } = leg.take(read.value)
      meter.hold(held)
      if (shown.length > 0) yield shown
    }
  } catch (cause) {
    const error = toGatewayError(cause)
    if (leg.shown || error.code === 'CLIENT_CLOSED' || error.code === 'INTERNAL') throw cause
    return error
  } finally {
    await tried.return(undefined)
  }
}

function invalid(problems: readonly string[]): GatewayError {
  const message = `The model did not answer in the JSON schema that was asked for: ${problems.slice(0, 3).join('; ')}.`
  return new GatewayError('OUTPUT_INVALID', message)
}
