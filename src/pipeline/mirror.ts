import type { Completion } from '../domain/completion.js'
import type { CompletionRequest } from '../domain/completion-request.js'
import type { Principal } from '../domain/principal.js'
import type { Target } from '../domain/snapshot.js'
import type { Decision } from '../routing/decide-route.js'
import { compareAnswers, type ShadowComparison, type ShadowReport } from './compare-answers.js'
import type { CallOptions, Pipeline } from './pipeline.js'
import type { Stages } from './stages.js'

export interface MirrorOptions extends CallOptions {
  readonly decision: Decision
  /** What the caller was answered. */
  readonly completion: Completion
  readonly complete: Pipeline['complete']
}

/** Mirrors in flight in this process; more are left out: they must not crowd out calls that someone waits for. */
const MOST_MIRRORS = 16
const MIRROR_TIMEOUT_MS = 60_000
const SHARES = 10_000

let running = 0

/** Asks the other targets of a `SHADOW` route the same, for a share of the calls. Nobody waits for it and nobody sees it. */
export function mirror(stages: Stages, principal: Principal, request: CompletionRequest, options: MirrorOptions): void {
  const { decision } = options
  if (decision.strategy !== 'SHADOW' || options.shadowOf !== undefined) return
  const percent = decision.route?.spec.shadow?.percent ?? 100
  if (stages.chance(SHARES) >= (percent / 100) * SHARES) return
  for (const target of othersOf(decision, options.completion)) {
    if (running >= MOST_MIRRORS) return
    running++
    void mirrorTo(stages, principal, request, target, options)
      .catch((error: unknown) => stages.logBug(error, options.completion.id))
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
  principal: Principal,
  request: CompletionRequest,
  target: Target,
  options: MirrorOptions,
): Promise<void> {
  const { completion, decision, door } = options
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
  for await (const batch of options.complete(own, asked, { door, stream: false, signal, shadowOf: completion.id })) {
    for (const event of batch) {
      if (event.type === 'completed')
        report({ shadowCallId: event.completion.id, error: null, ...compareAnswers(completion, event.completion) })
      if (event.type === 'failed')
        report({ shadowCallId: event.callId, error: event.error.code, ...compareAnswers(completion, null) })
    }
  }
}
