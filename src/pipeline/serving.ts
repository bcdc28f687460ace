import type { CompletionRequest } from '../domain/completion-request.js'
import { estimateMessagesTokens } from '../domain/estimate-tokens.js'
import type { Snapshot } from '../domain/snapshot.js'
import type { Decision } from '../routing/decide-route.js'
import { AttemptPlan } from './attempt-plan.js'
import type { Seam } from './join-at-seam.js'
import type { Meter } from './meter.js'
import type { OpenCall } from './open-call.js'
import type { CallOptions } from './pipeline.js'
import type { Stages } from './stages.js'
import type { TryOptions } from './try-target.js'

/** What the tries need of the call that they serve. */
export interface ServedCall {
  readonly open: OpenCall
  readonly request: CompletionRequest
  /** The caller's own request, where `request` goes on with an answer that broke off. */
  readonly asked?: CompletionRequest
  readonly meter: Meter
}

/** How a call is served: the stages, the call, what was decided, and what it tries. */
export interface Serving {
  readonly stages: Stages
  readonly snapshot: Snapshot
  readonly served: ServedCall
  readonly decision: Decision
  readonly plan: AttemptPlan
  readonly options: TryOptions
  /** Where the answer goes on, when it broke off. */
  readonly seam?: Seam
}

export function serve(
  stages: Stages,
  { snapshot, open, request, meter }: ServedCall & { readonly snapshot: Snapshot },
  decision: Decision,
  { stream, signal, traceparent }: Pick<CallOptions, 'stream' | 'signal' | 'traceparent'>,
  deadlineAt: number | null,
): Serving {
  const options: TryOptions = { stream, signal, traceparent, deadlineAt, fallsBackWhenFiltered: filterFallback(decision) }
  const plan = new AttemptPlan({
    decision,
    health: stages.health,
    monotonic: () => open.stopwatch.now(),
    chance: stages.chance,
    tokens: () => estimateMessagesTokens(request.messages) + (request.maxOutputTokens ?? 0),
    signal,
    deadlineAt,
    maxWaitMs: stages.maxWaitMs,
  })
  return { stages, snapshot, served: { open, request, meter }, decision, plan, options }
}

function filterFallback({ route, fallbacksFor }: Decision): TryOptions['fallsBackWhenFiltered'] {
  return route?.spec.fallbacks?.length ? () => fallbacksFor('CONTENT_POLICY').length > 0 : undefined
}
