import type { EventBatch } from '../domain/completion-event.js'
import type { CompletionRequest } from '../domain/completion-request.js'
import { GatewayError } from '../domain/gateway-error.js'
import { faultOf } from '../routing/quality-gate.js'
import { toFitted } from './ask-target.js'
import type { Chosen } from './attempt-plan.js'
import { HeldAnswer } from './held-answer.js'
import { judgeAnswer } from './judge-answer.js'
import type { Serving } from './serving.js'

/**
 * Asks the cheaper targets first, unseen, and shows the first answer that is good enough. Returns the last target, which is asked as any
 * other is; undefined when an answer was shown.
 */
export async function* askCascade(serving: Serving, first: Chosen): AsyncGenerator<EventBatch, Chosen | undefined, undefined> {
  const { plan, served, decision } = serving
  const gate = decision.route?.spec.cascade ?? {}
  let chosen = first
  while (plan.hasMore) {
    served.open.model = chosen.target.model
    const held = withLogprobs(unstreamed(serving), gate.minLogprob !== undefined, chosen)
    const fitted = await toFitted(held, chosen)
    if (fitted instanceof GatewayError) {
      chosen = await plan.next(fitted)
      continue
    }
    const answer = new HeldAnswer(held, chosen, fitted)
    try {
      const result = await answer.read(true)
      if (result instanceof GatewayError) {
        chosen = await plan.next(result)
        continue
      }
      const fault =
        faultOf(answer.meter.answer.choices(), gate) ?? (gate.judge && (await judgeAnswer(serving, gate.judge, answer)))
      const better = fault ? plan.another('ESCALATION') : null
      if (!fault || !better) {
        served.meter.begin(chosen.target.model)
        served.open.stopwatch.firstToken()
        yield* answer.show()
        served.meter.owe(answer.meter.closedLegs)
        if (answer.meter.attempt !== null) served.meter.ended(answer.meter.attempt)
        if (fault)
          yield [{ type: 'warning', warning: { code: 'NOT_ESCALATED', message: `${fault}, and no other model could be asked.` } }]
        return undefined
      }
      const error = new GatewayError('OUTPUT_INVALID', `The answer of ${chosen.target.model.id} was not good enough: ${fault}.`)
      yield [{ type: 'route-switched', from: chosen.target.model.id, to: better.target.model.id, error }]
      chosen = better
    } finally {
      if (!answer.isShown) served.meter.owe(answer.meter.read(served.request.messages, 'FAILED'))
      await answer.giveUp()
    }
  }
  return chosen
}

/** What is held back needs no stream. */
function unstreamed(serving: Serving): Serving {
  return { ...serving, options: { ...serving.options, stream: false } }
}

/** A gate that goes by log probabilities needs them asked for, where the model gives them. */
function withLogprobs(serving: Serving, wanted: boolean, { target }: Chosen): Serving {
  const { request } = serving.served
  if (!wanted || request.logprobs || target.model.capabilities.unsupported.includes('logprobs')) return serving
  const asked: CompletionRequest = { ...request, logprobs: { top: 0 } }
  return { ...serving, served: { ...serving.served, request: asked } }
}
