import type { StructuredOutput } from '../domain/completion.js'
import { type EventBatch, isContent, type Warning, type WarningEvent } from '../domain/completion-event.js'
import type { CompletionRequest } from '../domain/completion-request.js'
import { GatewayError, toGatewayError } from '../domain/gateway-error.js'
import type { Provider } from '../domain/provider.js'
import type { Target } from '../domain/snapshot.js'
import { answerStructured } from './answer-structured.js'
import { AttemptDeadline } from './attempt.js'
import { type FittedRequest, fitToTarget, ownerOf, withLostState } from './fit-to-target.js'
import type { Meter } from './meter.js'
import type { OpenCall } from './open-call.js'
import { callerGone, endAttempt, mayTryNext } from './record-attempt.js'
import type { Stages } from './stages.js'

export interface ProviderCallOptions {
  readonly stream: boolean
  readonly signal: AbortSignal
  readonly traceparent?: string
}

type Try = AsyncGenerator<EventBatch, GatewayError | undefined, undefined>

/** What the tries need of the call that they serve. */
export interface ServedCall {
  readonly open: OpenCall
  readonly request: CompletionRequest
  readonly meter: Meter
}

/** Tries the targets in order, falling back freely until the first content event; then the answer is the caller's. */
export async function* callProvider(
  stages: Stages,
  served: ServedCall,
  targets: readonly Target[],
  options: ProviderCallOptions,
): AsyncGenerator<EventBatch, void, undefined> {
  const { open: call } = served
  for (const [index, target] of targets.entries()) {
    call.model = target.model
    if (index === 0) yield [{ type: 'started', callId: call.start.id, model: target.model.id, createdAt: call.start.startedAt }]
    const fitted = await toFitted(stages, served, target)
    if (!(fitted instanceof GatewayError) && fitted.warnings.length > 0) yield fitted.warnings.map(toEvent)
    // No generator in between: each would cost every batch of a stream a turn of the event loop's microtasks.
    const failure = fitted instanceof GatewayError ? fitted : yield* ask(stages, served, target, fitted, options)
    if (!failure) return
    const next = targets[index + 1]
    if (!next || !mayTryNext(failure, options.signal)) throw failure
    yield [{ type: 'route-switched', from: target.model.id, to: next.model.id, error: failure }]
  }
}

/** The request in the form that the target can do, or why it cannot be brought to one. */
async function toFitted(stages: Stages, { open, request }: ServedCall, target: Target): Promise<FittedRequest | GatewayError> {
  const provider = stages.findProvider(target.model.provider)
  const owner = ownerOf(provider, target.model.name)
  try {
    const whole = await withLostState(request, provider, owner, stages.turns, open.start.organizationId)
    return await fitToTarget(whole, target, provider, stages.compileSchema)
  } catch (cause) {
    return toGatewayError(cause)
  }
}

/** The answer in the form that was asked for. */
function ask(
  stages: Stages,
  { open, meter }: ServedCall,
  target: Target,
  fitted: FittedRequest,
  options: ProviderCallOptions,
): Try {
  const provider = stages.findProvider(target.model.provider)
  const tryOnce = (asked: CompletionRequest) => tryTarget(provider, open, target, asked, options)
  if (!fitted.structured) return tryOnce(fitted.request)
  const onDone = (output: StructuredOutput) => {
    open.structuredOutput = output
  }
  return answerStructured({ ...fitted.structured, stream: options.stream, meter, ask: tryOnce, onDone })
}

function toEvent(warning: Warning): WarningEvent {
  return { type: 'warning', warning }
}

/** One try. Returns the error when it failed before any content, so that another target may be tried; throws it after. */
async function* tryTarget(
  provider: Provider,
  call: OpenCall,
  target: Target,
  request: CompletionRequest,
  options: ProviderCallOptions,
): Try {
  const { stopwatch } = call
  const startedAt = stopwatch.now()
  const deadline = new AttemptDeadline(options.signal, target.model.id, target.timeouts, options.stream)
  let end: GatewayError | null | 'CANCELLED' = 'CANCELLED'
  let started = false
  let finished = false
  try {
    const reader = provider.complete(toProviderCall(target, request, options, deadline.signal))[Symbol.asyncIterator]()
    for (;;) {
      const askedAt = stopwatch.now()
      const read = await deadline.wait(reader.next())
      const readAt = stopwatch.now()
      stopwatch.addProviderMs(readAt - askedAt)
      if (read.done) break
      finished ||= read.value.some((event) => event.type === 'finish')
      if (!started && read.value.some(isContent)) {
        started = true // after this the caller has seen output: another provider would repeat or contradict it
        stopwatch.firstToken()
        deadline.contentBegan(target.timeouts.idleMs)
      }
      yield read.value
      stopwatch.addCallerMs(stopwatch.now() - readAt)
    }
    if (!finished) throw new GatewayError('PROVIDER_STREAM_CUT', `${target.model.id} ended its answer without finishing it.`)
    end = null
    return undefined
  } catch (caught) {
    end = options.signal.aborted ? callerGone(options.signal) : toGatewayError(caught)
    if (started || finished) throw end
    return end
  } finally {
    deadline.end(end === null)
    endAttempt(call, target, startedAt, end)
  }
}

function toProviderCall(target: Target, request: CompletionRequest, options: ProviderCallOptions, signal: AbortSignal) {
  const { stream, traceparent } = options
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
