import type { EventBatch } from '../domain/completion-event.js'
import type { CompletionRequest } from '../domain/completion-request.js'
import { GatewayError, toGatewayError } from '../domain/gateway-error.js'
import type { ProviderCall } from '../domain/provider.js'
import { AttemptDeadline } from './attempt.js'
import type { Chosen } from './attempt-plan.js'
import { callerGone } from './caller-gone.js'
import { HeardAnswer } from './heard-answer.js'
import type { Meter } from './meter.js'
import type { OpenCall } from './open-call.js'
import { recordAttempt, type TryEnd } from './record-attempt.js'

export interface TryOptions {
  readonly stream: boolean
  readonly signal: AbortSignal
  readonly traceparent?: string
  /** On the call's stopwatch; null: the caller did not say. */
  readonly deadlineAt: number | null
  /** Nobody sees the answer yet: when it begins is not when the caller's does. */
  readonly unseen?: boolean
  /** Whether an answer of which a filter left nothing is asked of another model. Absent: it is the answer. */
  readonly fallsBackWhenFiltered?: (() => boolean) | undefined
}

/** Returns the error when it failed before any content, so that another target may be tried; throws it after. */
export type Try = AsyncGenerator<EventBatch, GatewayError | undefined, undefined>

/** One try at one target, which gives its place back when it ends. */
export async function* tryTarget(
  call: OpenCall,
  meter: Meter,
  chosen: Chosen,
  request: CompletionRequest,
  options: TryOptions,
): Try {
  const { target, permit, role } = chosen
  const { stopwatch } = call
  const startedAt = stopwatch.now()
  const deadline = new AttemptDeadline(
    options.signal,
    target.model.id,
    target.timeouts,
    options.stream,
    remaining(options, startedAt),
  )
  let end: TryEnd = 'CANCELLED'
  let firstTokenMs: number | null = null
  let filtered = false
  const heard = new HeardAnswer()
  meter.begin(target.model)
  try {
    const asked = toProviderCall(chosen, request, options, deadline.signal)
    const reader = permit.key.provider.complete(asked)[Symbol.asyncIterator]()
    for (;;) {
      const askedAt = stopwatch.now()
      const read = await deadline.wait(reader.next())
      const readAt = stopwatch.now()
      stopwatch.addProviderMs(readAt - askedAt)
      if (read.done) break
      heard.add(read.value)
      if (heard.said && firstTokenMs === null) {
        firstTokenMs = readAt - startedAt // after this the caller has seen output: another provider would repeat or contradict it
        permit.began?.(firstTokenMs)
        if (!options.unseen) stopwatch.firstToken()
        deadline.contentBegan(target.timeouts.idleMs)
      }
      if (!heard.said && heard.finished) {
        heard.silentEnd.push(read.value)
        continue
      }
      if (heard.silentEnd.length > 0) yield* heard.silentEnd.splice(0)
      yield read.value
      stopwatch.addCallerMs(stopwatch.now() - readAt)
    }
    const failure = heard.failure(target.model.id, options.fallsBackWhenFiltered)
    filtered = failure?.code === 'CONTENT_FILTERED'
    if (failure) throw failure
    if (heard.silentEnd.length > 0) yield* heard.silentEnd
    end = null
    return undefined
  } catch (caught) {
    end = options.signal.aborted ? callerGone(options.signal) : toGatewayError(caught)
    if (heard.said) throw end
    return end
  } finally {
    deadline.end(end === null)
    const attempt = recordAttempt(call, { target, role, startedAt, firstTokenMs, end })
    meter.ended(attempt, isFailure(end))
    const { usage } = heard
    if (filtered && usage) meter.owe([{ model: target.model, attempt, usage, source: 'PROVIDER' }])
    permit.end({ error: isOurs(end) ? 'CANCELLED' : end, firstTokenMs, totalMs: stopwatch.now() - startedAt, usage })
  }
}

/** A caller who left, or had too little time, says nothing of the target. */
export function isOurs(end: TryEnd): end is 'CANCELLED' | GatewayError {
  return end === 'CANCELLED' || end?.code === 'CLIENT_CLOSED' || end?.code === 'DEADLINE_EXCEEDED' || end?.code === 'INTERNAL'
}

/** The provider said that it failed; one that was given up, or ran out of time, may bill what it did. */
function isFailure(end: TryEnd): boolean {
  const code = end instanceof GatewayError ? end.code : null
  return code !== null && code !== 'PROVIDER_TIMEOUT' && !isOurs(end)
}

function remaining({ deadlineAt }: TryOptions, now: number): number | null {
  return deadlineAt === null ? null : Math.max(1, deadlineAt - now)
}

/** Field by field: this is made for each attempt, and spreading is not cheap. */
function toProviderCall(
  { target, permit }: Chosen,
  request: CompletionRequest,
  { stream, traceparent }: TryOptions,
  signal: AbortSignal,
): ProviderCall<CompletionRequest> {
  return {
    request,
    model: target.model.name,
    stream,
    signal,
    connectTimeoutMs: target.timeouts.connectMs,
    traceparent,
    onRateLimits: (limits) => permit.heard(limits),
  }
}
