import type { Operation } from '../domain/call-record.js'
import type { WholeAnswer } from '../domain/completion.js'
import type { Warning } from '../domain/completion-event.js'
import type { EmbedRequest, ModerationRequest, RerankRequest } from '../domain/completion-request.js'
import { GatewayError, toGatewayError } from '../domain/gateway-error.js'
import type { Principal } from '../domain/principal.js'
import type { Provider, ProviderCall } from '../domain/provider.js'
import type { Target } from '../domain/snapshot.js'
import { createUsage, type Usage, type UsageSource } from '../domain/usage.js'
import { AttemptDeadline } from './attempt.js'
import { eligibleTargets } from './eligible-targets.js'
import { type OpenCall, openCall } from './open-call.js'
import type { WholeOptions } from './pipeline.js'
import { callerGone, endAttempt, mayTryNext } from './record-attempt.js'
import { type Account, accountOf, settle, toStatus } from './settle.js'
import type { Stages } from './stages.js'

export type WholeRequest = EmbedRequest | RerankRequest | ModerationRequest

/** What tells one kind of request that is answered whole from another. */
export interface WholeOperation<Request extends WholeRequest, Answer extends { readonly warnings?: readonly Warning[] }> {
  readonly operation: Operation
  /** Completes "{model} cannot …". */
  readonly verb: string
  readonly validate: (request: Request) => void
  /** The provider's method, when it has it. */
  readonly methodOf: (provider: Provider) => ((call: ProviderCall<Request>) => Promise<Answer>) | undefined
  readonly usageOf: (
    request: Request,
    answer: Answer,
  ) => { readonly usage: Usage; readonly source: UsageSource; readonly requests?: number }
}

/** The life of a request that is answered whole. It fails as a whole, so it is a promise and not a stream. */
export async function answerWhole<Request extends WholeRequest, Answer extends { readonly warnings?: readonly Warning[] }>(
  stages: Stages,
  of: WholeOperation<Request, Answer>,
  principal: Principal,
  request: Request,
  options: WholeOptions,
): Promise<{ readonly accounts: WholeAnswer; readonly answer: Answer }> {
  const refusal = stages.calls.admit()
  if (refusal) throw refusal
  const snapshot = stages.snapshot()
  const call = openCall(stages, principal, request, { ...options, stream: false, operation: of.operation })
  const onRecord = stages.journal.start(call.start)
  onRecord.catch(() => undefined)
  let account: Account = accountOf(call, { usage: createUsage(), source: 'NONE' })
  try {
    of.validate(request)
    const { targets, route } = eligibleTargets(snapshot, principal, request)
    call.route = route
    call.stopwatch.lap('resolve')
    await onRecord
    call.stopwatch.lap('journal')
    const answer = await tryTargets(stages, of, call, targets, request, options)
    call.stopwatch.lap('provider')
    account = accountOf(call, of.usageOf(request, answer))
    call.outcome = { status: 'COMPLETED', error: null }
    call.timings = call.stopwatch.read()
    call.warnings.push(...(answer.warnings ?? []))
    return { accounts: toAccounts(call, account), answer }
  } catch (cause) {
    const error = options.signal.aborted ? callerGone(options.signal) : toGatewayError(cause)
    if (error.code === 'INTERNAL') stages.logBug(error.cause ?? cause, call.start.id)
    call.outcome = { status: toStatus(error, false, call.attempts.length > 0), error }
    throw error
  } finally {
    settle(stages, call, account, { configVersion: snapshot.version, finishReason: null })
  }
}

async function tryTargets<Request extends WholeRequest, Answer extends { readonly warnings?: readonly Warning[] }>(
  stages: Stages,
  of: WholeOperation<Request, Answer>,
  call: OpenCall,
  targets: readonly Target[],
  request: Request,
  options: WholeOptions,
): Promise<Answer> {
  let failure = new GatewayError('CONFIGURATION', 'The route has no target')
  for (const target of targets) {
    call.model = target.model
    try {
      return await tryTarget(stages, of, call, target, request, options)
    } catch (cause) {
      failure = options.signal.aborted ? callerGone(options.signal) : toGatewayError(cause)
      if (!mayTryNext(failure, options.signal)) break
    }
  }
  throw failure
}

async function tryTarget<Request extends WholeRequest, Answer extends { readonly warnings?: readonly Warning[] }>(
  stages: Stages,
  { methodOf, verb }: WholeOperation<Request, Answer>,
  call: OpenCall,
  target: Target,
  request: Request,
  { signal, traceparent }: WholeOptions,
): Promise<Answer> {
  const provider = stages.findProvider(target.model.provider)
  const method = methodOf(provider)
  if (!method) throw new GatewayError('INVALID_REQUEST', `${target.model.id} cannot ${verb}.`, { path: 'model' })
  const startedAt = call.stopwatch.now()
  const deadline = new AttemptDeadline(signal, target.model.id, target.timeouts, false)
  try {
    const { connectMs: connectTimeoutMs } = target.timeouts
    const asked = { request, model: target.model.name, stream: false, signal: deadline.signal, connectTimeoutMs, traceparent }
    const answer = await deadline.wait(method.call(provider, asked))
    endAttempt(call, target, startedAt, null)
    return answer
  } catch (cause) {
    endAttempt(call, target, startedAt, signal.aborted ? callerGone(signal) : toGatewayError(cause))
    throw cause
  } finally {
    deadline.end()
    call.stopwatch.addProviderMs(call.stopwatch.now() - startedAt)
  }
}

function toAccounts(call: OpenCall, account: Account): WholeAnswer {
  return {
    id: call.start.id,
    createdAt: call.start.startedAt,
    requestedModel: call.start.requestedModel,
    model: call.model?.id ?? call.start.requestedModel,
    provider: call.model?.provider ?? '',
    ...account,
    attempts: call.attempts,
    route: call.route,
    timings: call.timings ?? call.stopwatch.read(),
    warnings: call.warnings,
  }
}
