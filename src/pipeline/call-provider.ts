import type { EventBatch } from '../domain/completion-event.js'
import { GatewayError } from '../domain/gateway-error.js'
import type { Target } from '../domain/snapshot.js'
import { isLater } from './admitted.js'
import { askHedged } from './ask-hedged.js'
import { ask, toFitted } from './ask-target.js'
import { type Chosen, giveBack } from './attempt-plan.js'
import { callerGone } from './caller-gone.js'
import { askCascade } from './cascade.js'
import { toContinuation } from './continue-answer.js'
import { joinAtSeam } from './join-at-seam.js'
import type { Serving } from './serving.js'
import type { Try } from './try-target.js'

/** Tries the targets in order, falling back freely until the first content event; then the answer is the caller's. */
export async function* callProvider(begun: Serving): AsyncGenerator<EventBatch, void, undefined> {
  const { plan, decision, served, options } = begun
  const { open } = served
  const step = decision.strategy === 'HEDGE' ? askHedged : ask
  let serving = begun
  const first = plan.first()
  let chosen = isLater(first) ? await first : first
  try {
    yield [{ type: 'started', callId: open.start.id, model: chosen.target.model.id, createdAt: open.start.startedAt }]
    if (decision.strategy === 'CASCADE') {
      const left = yield* askCascade(serving, chosen)
      if (!left) return
      chosen = left
    }
    for (;;) {
      open.model = chosen.target.model
      const fitted = await toFitted(serving, chosen)
      if (!(fitted instanceof GatewayError) && fitted.warnings.length > 0)
        yield fitted.warnings.map((warning) => ({ type: 'warning', warning }))
      const from: Target = chosen.target
      let failure: GatewayError | undefined
      try {
        // No generator in between: each would cost every batch of a stream a turn of the event loop's microtasks.
        failure = fitted instanceof GatewayError ? fitted : yield* joined(serving, chosen, step(serving, chosen, fitted))
        if (!failure) return
        if (options.signal.aborted) throw callerGone(options.signal)
      } catch (thrown) {
        const continued = toContinuation(serving, thrown)
        if (!continued) throw thrown
        serving = continued.serving
        failure = continued.failure
      }
      chosen = await next(serving, failure)
      if (chosen.target !== from)
        yield [{ type: 'route-switched', from: from.model.id, to: chosen.target.model.id, error: failure }]
    }
  } finally {
    giveBack(chosen)
  }
}

function joined({ seam }: Serving, { target }: Chosen, tries: Try): Try {
  return seam ? joinAtSeam(seam, tries, target.model.id) : tries
}

function next({ plan }: Serving, failure: GatewayError): Promise<Chosen> {
  return plan.next(failure)
}
