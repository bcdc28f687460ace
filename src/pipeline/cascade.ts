import type { EventBatch } from '../domain/completion-event.js'
import type { CompletionRequest } from '../domain/completion-request.js'
import { GatewayError } from '../domain/gateway-error.js'
import type { CascadeGate } from '../domain/route.js'
import type { Target } from '../domain/snapshot.js'
import { faultOf } from '../routing/quality-gate.js'
import { toFitted } from './ask-target.js'
import { type Chosen, giveBack } from './attempt-plan.js'
import { HeldAnswer } from './held-answer.js'
import { judgeAnswer } from './judge-answer.js'
import type { Serving } from './serving.js'

/**
 * Asks the cheaper targets first, unseen, and shows the first answer that is good enough. Returns the last target, which is asked as any
 * other is; undefined when an answer was shown.
 */
export async function* askCascade(serving: Serving, first: Chosen): AsyncGenerator<EventBatch, Chosen | undefined, undefined> {
  const { plan } = serving
  let chosen = first
  let isHandedOn = false
  try {
    while (plan.hasOther(chosen.target)) {
      const { target } = chosen
      const wanting = yield* askUnseen(serving, chosen)
      if (!wanting) return undefined
      chosen = wanting.better ?? (await plan.next(wanting.error))
      if (chosen.target !== target) {
        yield [{ type: 'route-switched', from: target.model.id, to: chosen.target.model.id, error: wanting.error }]
      }
    }
    isHandedOn = true
    return chosen
  } finally {
    if (!isHandedOn) giveBack(chosen)
  }
}

/** Why an answer is not shown, and the place that is asked instead, where one is free. */
interface Wanting {
  readonly error: GatewayError
  readonly better: Chosen | null
}

async function* askUnseen(serving: Serving, chosen: Chosen): AsyncGenerator<EventBatch, Wanting | undefined, undefined> {
  const { served, decision } = serving
  const { target } = chosen
  const gate = decision.route?.spec.cascade ?? {}
  served.open.model = target.model
  const held = unstreamed(withLogprobs(serving, gate.minLogprob !== undefined, chosen))
  const fitted = await toFitted(held, chosen)
  if (fitted instanceof GatewayError) return { error: fitted, better: null }
  const answer = new HeldAnswer(held, chosen, fitted)
  try {
    const result = await answer.read(true)
    if (result instanceof GatewayError) {
      const isBroken = result.code === 'OUTPUT_INVALID' && gate.schema !== false
      return { error: result, better: isBroken ? escalate(serving, target) : null }
    }
    const fault = await findFault(serving, gate, answer)
    const better = fault === undefined ? null : escalate(serving, target)
    if (fault !== undefined && better) return { error: notGoodEnough(target, fault), better }
    if (fitted.warnings.length > 0) yield fitted.warnings.map((warning) => ({ type: 'warning', warning }))
    yield* answer.show()
    if (fault !== undefined) {
      yield [{ type: 'warning', warning: { code: 'NOT_ESCALATED', message: `${fault}, and no other model could be asked.` } }]
    }
    return undefined
  } finally {
    await answer.settle()
  }
}

async function findFault(serving: Serving, gate: CascadeGate, answer: HeldAnswer): Promise<string | undefined> {
  return faultOf(answer.meter.answer.choices(), gate) ?? (gate.judge && (await judgeAnswer(serving, gate.judge, answer)))
}

/** Another place of the same model would answer no better. */
function escalate({ plan }: Serving, { model }: Target): Chosen | null {
  return plan.another('ESCALATION', (target) => target.model.id !== model.id)
}

function notGoodEnough({ model }: Target, fault: string): GatewayError {
  return new GatewayError('OUTPUT_INVALID', `The answer of ${model.id} was not good enough: ${fault}.`)
}

/** What is held back needs no stream, and a filter's word on it is for the gate. */
function unstreamed(serving: Serving): Serving {
  return { ...serving, options: { ...serving.options, stream: false, fallsBackWhenFiltered: undefined } }
}

/** A gate that goes by log probabilities needs them asked for, where the model gives them. */
function withLogprobs(serving: Serving, wanted: boolean, { target }: Chosen): Serving {
  const { request } = serving.served
  if (!wanted || request.logprobs || target.model.capabilities.unsupported.includes('logprobs')) return serving
  const asked: CompletionRequest = { ...request, logprobs: { top: 0 } }
  return { ...serving, served: { ...serving.served, request: asked } }
}
