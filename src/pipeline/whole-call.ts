import type { Operation } from '../domain/call-record.js'
import type { WholeAnswer } from '../domain/completion.js'
import type { Warning } from '../domain/completion-event.js'
import type { EmbedRequest, ModerationRequest, RerankRequest } from '../domain/completion-request.js'
import { GatewayError, toGatewayError } from '../domain/gateway-error.js'
import type { Principal } from '../domain/principal.js'
import type { Provider, ProviderCall } from '../domain/provider.js'
import type { Usage, UsageSource } from '../domain/usage.js'
import type { Decision } from '../routing/decide-route.js'
import type { RouteRequest } from '../routing/route-request.js'
import { admitted, isLater } from './admitted.js'
import { AttemptDeadline } from './attempt.js'
import { AttemptPlan, type Chosen, giveBack } from './attempt-plan.js'
import { callerGone } from './caller-gone.js'
import { eligibleTargets } from './eligible-targets.js'
import { type OpenCall, openCall } from './open-call.js'
import type { WholeOptions } from './pipeline.js'
import { recordAttempt, type TryEnd } from './record-attempt.js'
import { type Account, accountOf, settle, toStatus } from './settle.js'
import type { Stages } from './stages.js'
import { isOurs } from './try-target.js'

export type WholeRequest = EmbedRequest | RerankRequest | ModerationRequest

/** What every provider's answer tells beside the answer itself. */
export interface WholeAnswered {
  readonly usage: Usage | null
  readonly warnings?: readonly Warning[]
}

/** What tells one kind of request that is answered whole from another. */
export interface WholeOperation<Request extends WholeRequest, Answer extends WholeAnswered> {
  readonly operation: Operation
  /** As conditions of routes know it. */
  readonly name: RouteRequest['operation']
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
export async function answerWhole<Request extends WholeRequest, Answer extends WholeAnswered>(
  stages: Stages,
  of: WholeOperation<Request, Answer>,
  principal: Principal,
  request: Request,
  options: WholeOptions,
): Promise<{ readonly accounts: WholeAnswer; readonly answer: Answer }> {
  const admission = admitted(stages, options)
  const { refusal, deadlineAt } = isLater(admission) ? await admission : admission
  if (refusal) throw refusal
  const lease = stages.leaseSnapshot()
  const { snapshot } = lease
  const call = openCall(stages, principal, request, { operation: of.operation, door: options.door, stream: false })
  const onRecord = stages.journal.start(call.start)
  onRecord.catch(() => undefined)
  let account: Account = accountOf(call, [])
  try {
    of.validate(request)
    const decision = eligibleTargets(stages, snapshot, {
      request,
      operation: of.name,
      stream: false,
      principal,
      headers: options.headers,
    })
    call.route = decision.route?.name ?? null
    call.routing = decision.routing
    call.stopwatch.lap('route')
    await onRecord
    call.stopwatch.lap('journal')
    const answer = await tryTargets(stages, of, call, decision, request, { ...options, deadlineAt })
    call.stopwatch.lap('provider')
    account = accountOf(call, [{ model: call.model, attempt: call.attempts.length - 1, ...of.usageOf(request, answer) }])
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
    lease.end()
    settle(stages, call, account, { configVersion: snapshot.version, finishReason: null })
  }
}

type WholeTryOptions = WholeOptions & { readonly deadlineAt: number | null }

async function tryTargets<Request extends WholeRequest, Answer extends WholeAnswered>(
  stages: Stages,
  of: WholeOperation<Request, Answer>,
  call: OpenCall,
  decision: Decision,
  request: Request,
  options: WholeTryOptions,
): Promise<Answer> {
  const { signal, deadlineAt } = options
  const { health, monotonic, chance, maxWaitMs } = stages
  const plan = new AttemptPlan({ decision, health, monotonic, chance, tokens: () => 0, signal, deadlineAt, maxWaitMs })
  let chosen = await plan.first()
  for (;;) {
    call.model = chosen.target.model
    try {
      return await tryTarget(of, call, chosen, request, options)
    } catch (cause) {
      giveBack(chosen)
      chosen = await plan.next(signal.aborted ? callerGone(signal) : toGatewayError(cause))
    }
  }
}

async function tryTarget<Request extends WholeRequest, Answer extends WholeAnswered>(
  { methodOf, verb }: WholeOperation<Request, Answer>,
  call: OpenCall,
  { target, permit, role }: Chosen,
  request: Request,
  { signal, traceparent, deadlineAt }: WholeTryOptions,
): Promise<Answer> {
  const { provider } = permit.key
  const method = methodOf(provider)
  if (!method) throw new GatewayError('INVALID_REQUEST', `${target.model.id} cannot ${verb}.`, { path: 'model' })
  const startedAt = call.stopwatch.now()
  const deadline = new AttemptDeadline(
    signal,
    target.model.id,
    target.timeouts,
    false,
    deadlineAt === null ? null : deadlineAt - startedAt,
  )
  const done = (end: TryEnd, usage?: Usage) => {
    deadline.end()
    call.stopwatch.addProviderMs(call.stopwatch.now() - startedAt)
    recordAttempt(call, { target, role, startedAt, firstTokenMs: null, end })
    permit.end({ error: isOurs(end) ? 'CANCELLED' : end, firstTokenMs: null, totalMs: call.stopwatch.now() - startedAt, usage })
  }
  try {
    const { connectMs: connectTimeoutMs } = target.timeouts
    const onRateLimits = permit.heard.bind(permit)
    const asked = {
      request,
      model: target.model.name,
      stream: false,
      signal: deadline.signal,
      connectTimeoutMs,
      traceparent,
      onRateLimits,
    }
    const answer = await deadline.wait(method.call(provider, asked))
    done(null, answer.usage ?? undefined)
    return answer
  } catch (cause) {
    done(signal.aborted ? callerGone(signal) : toGatewayError(cause))
    throw cause
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
    routing: call.routing,
    timings: call.timings ?? call.stopwatch.read(),
    warnings: call.warnings,
  }
}
