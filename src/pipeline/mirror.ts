import type { Completion } from '../domain/completion.js'
import type { CompletionRequest } from '../domain/completion-request.js'
import type { Principal } from '../domain/principal.js'
import type { Target } from '../domain/snapshot.js'
import type { Decision } from '../routing/decide-route.js'
import { compareAnswers, type ShadowComparison, type ShadowReport } from './compare-answers.js'
import type { CallOptions, Pipeline } from './pipeline.js'
import type { Stages } from './stages.js'

/** A call that was answered. */
export interface AnsweredCall {
  readonly principal: Principal
  readonly request: CompletionRequest
  readonly options: Pick<CallOptions, 'door' | 'shadowOf'>
  readonly decision: Decision
  /** What the caller was answered. */
  readonly completion: Completion
}

type Complete = (stages: Stages, ...call: Parameters<Pipeline['complete']>) => ReturnType<Pipeline['complete']>

/** Mirrors in flight in this process; more are left out: they must not crowd out calls that someone waits for. */
const MOST_MIRRORS = 16
const MIRROR_TIMEOUT_MS = 60_000
const SHARES = 10_000

let running = 0

/** Asks the other targets of a `SHADOW` route the same, for a share of the calls. Nobody waits for it and nobody sees it. */
export function mirror(stages: Stages, call: AnsweredCall, complete: Complete): void {
  const { decision, completion } = call
  if (decision.strategy !== 'SHADOW' || call.options.shadowOf !== undefined) return
  const percent = decision.route?.spec.shadow?.percent ?? 100
  if (stages.chance(SHARES) >= (percent / 100) * SHARES) return
  for (const target of othersOf(decision, completion)) {
    if (running >= MOST_MIRRORS) return
    running++
    void mirrorTo(stages, call, target, complete)
      .catch((error: unknown) => stages.logBug(error, completion.id))
      .finally(() => running--)
  }
}

/** One place of each model but of that which is served first and of that which answered: a model is not compared with itself. */
function othersOf({ targets }: Decision, { model }: Completion): readonly Target[] {
  const known = new Set([model, targets[0]?.model.id])
  return targets.filter((target) => {
    const isNew = !known.has(target.model.id)
    known.add(target.model.id)
    return isNew
  })
}

async function mirrorTo(
  stages: Stages,
  { principal, request, options: { door }, decision, completion }: AnsweredCall,
  target: Target,
  complete: Complete,
): Promise<void> {
  const report = (fields: Pick<ShadowReport, 'shadowCallId' | 'error'> & ShadowComparison) =>
    stages.onShadow({
      callId: completion.id,
      route: decision.route?.name ?? null,
      model: completion.model,
      shadowModel: target.model.id,
      ...fields,
    })
  const asked = { ...request, model: target.deployment.id, idempotencyKey: undefined }
  const signal = AbortSignal.timeout(MIRROR_TIMEOUT_MS)
  const own = { ...principal, models: null } // its route was allowed
  for await (const batch of complete(stages, own, asked, { door, stream: false, signal, shadowOf: completion.id })) {
    for (const event of batch) {
      if (event.type === 'completed')
        report({ shadowCallId: event.completion.id, error: null, ...compareAnswers(completion, event.completion) })
      if (event.type === 'failed')
        report({ shadowCallId: event.callId, error: event.error.code, ...compareAnswers(completion, null) })
    }
  }
}
