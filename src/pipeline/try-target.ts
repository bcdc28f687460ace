import { type EventBatch, isContent, type ProviderEvent } from '../domain/completion-event.js'
import type { CompletionRequest } from '../domain/completion-request.js'
import { GatewayError, toGatewayError } from '../domain/gateway-error.js'
import type { Target } from '../domain/snapshot.js'
import { outputTokens, type Usage } from '../domain/usage.js'
import { AttemptDeadline } from './attempt.js'
import type { Chosen } from './attempt-plan.js'
import { callerGone } from './caller-gone.js'
import type { Meter } from './meter.js'
import type { OpenCall } from './open-call.js'
import { recordAttempt, type TryEnd } from './record-attempt.js'

export interface TryOptions {
  readonly stream: boolean
  readonly signal: AbortSignal
  readonly traceparent?: string
  /** On the call's stopwatch; null: the caller did not say. */
  readonly deadlineAt: number | null
}

/** Returns the error when it failed before any content, so that another target may be tried; throws it after. */
export type Try = AsyncGenerator<EventBatch, GatewayError | undefined, undefined>

/** One try at one target, which gives its place back when it ends. */
export async function* tryTarget(
  call: OpenCall,
  meter: Meter,
  { target, permit, role }: Chosen,
  request: CompletionRequest,
  options: TryOptions,
): Try {
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
  let usage: Usage | undefined
  let finished: readonly ProviderEvent[] | undefined
  let said = false
  meter.begin(target.model)
  try {
    const asked = toProviderCall(target, request, options, deadline.signal)
    const reader = permit.key.provider
      .complete({ ...asked, onRateLimits: (limits) => permit.heard(limits) })
      [Symbol.asyncIterator]()
    for (;;) {
      const askedAt = stopwatch.now()
      const read = await deadline.wait(reader.next())
      const readAt = stopwatch.now()
      stopwatch.addProviderMs(readAt - askedAt)
      if (read.done) break
      for (const event of read.value) {
        if (event.type === 'usage') usage = event.usage
        else if (event.type === 'finish') finished = read.value
        else if (!said && isContent(event)) said = true
      }
      if (said && firstTokenMs === null) {
        firstTokenMs = readAt - startedAt // after this the caller has seen output: another provider would repeat or contradict it
        stopwatch.firstToken()
        deadline.contentBegan(target.timeouts.idleMs)
      }
      if (!said && finished) continue // whether it is an answer at all is known at its end
      yield read.value
      stopwatch.addCallerMs(stopwatch.now() - readAt)
    }
    if (!finished) throw new GatewayError('PROVIDER_STREAM_CUT', `${target.model.id} ended its answer without finishing it.`)
    if (!said) {
      if (isNothing(finished, usage)) throw new GatewayError('PROVIDER_BAD_RESPONSE', `${target.model.id} answered with nothing.`)
      yield finished
    }
    end = null
    return undefined
  } catch (caught) {
    end = options.signal.aborted ? callerGone(options.signal) : toGatewayError(caught)
    if (said) throw end
    return end
  } finally {
    deadline.end(end === null)
    meter.ended(recordAttempt(call, { target, role, startedAt, firstTokenMs, end }))
    permit.end({ error: isOurs(end) ? 'CANCELLED' : end, firstTokenMs, totalMs: stopwatch.now() - startedAt, usage })
  }
}

/** A caller who left, or had too little time, says nothing of the target. */
export function isOurs(end: TryEnd): end is 'CANCELLED' | GatewayError {
  return end === 'CANCELLED' || end?.code === 'CLIENT_CLOSED' || end?.code === 'DEADLINE_EXCEEDED' || end?.code === 'INTERNAL'
}

/** An end without a word, for no reason, and that was not even counted. */
function isNothing(last: readonly ProviderEvent[], usage: Usage | undefined): boolean {
  const stopped = last.some((event) => event.type === 'finish' && event.reason === 'STOP')
  return stopped && (usage === undefined || outputTokens(usage) === 0)
}

function remaining({ deadlineAt }: TryOptions, now: number): number | null {
  return deadlineAt === null ? null : Math.max(1, deadlineAt - now)
}

function toProviderCall(target: Target, request: CompletionRequest, { stream, traceparent }: TryOptions, signal: AbortSignal) {
  const { connectMs } = target.timeouts
  return {
    request,
    model: target.model.name,
    stream,
    signal,
    connectTimeoutMs: connectMs,
    ...(traceparent !== undefined && { traceparent }),
  }
}
