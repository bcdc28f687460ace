import type { Embedding } from '../domain/completion.js'
import type { EmbedRequest } from '../domain/completion-request.js'
import { estimateTextTokens } from '../domain/estimate-tokens.js'
import { GatewayError, toGatewayError } from '../domain/gateway-error.js'
import type { Principal } from '../domain/principal.js'
import type { ProviderEmbedding } from '../domain/provider.js'
import type { Target } from '../domain/snapshot.js'
import { createUsage, type Usage, type UsageSource } from '../domain/usage.js'
import { AttemptDeadline } from './attempt.js'
import { eligibleTargets } from './eligible-targets.js'
import { type OpenCall, openCall } from './open-call.js'
import type { CallOptions } from './pipeline.js'
import { callerGone, endAttempt, mayTryNext } from './record-attempt.js'
import { type Account, accountOf, settle, toStatus } from './settle.js'
import type { Stages } from './stages.js'
import { validateEmbedRequest } from './validate-request.js'

export type EmbedOptions = Omit<CallOptions, 'stream'>

/** The life of an embedding request. It fails as a whole, so it is a promise and not a stream. */
export async function embed(
  stages: Stages,
  principal: Principal,
  request: EmbedRequest,
  options: EmbedOptions,
): Promise<Embedding> {
  const refusal = stages.calls.admit()
  if (refusal) throw refusal
  const snapshot = stages.snapshot()
  const call = openCall(stages, principal, request, { ...options, stream: false, operation: 'EMBEDDING' })
  const onRecord = stages.journal.start(call.start)
  onRecord.catch(() => undefined)
  let account: Account = accountOf(call, { usage: createUsage(), source: 'NONE' })
  try {
    validateEmbedRequest(request)
    const { targets, route } = eligibleTargets(snapshot, principal, request)
    call.route = route
    call.stopwatch.lap('resolve')
    await onRecord
    call.stopwatch.lap('journal')
    const answer = await tryTargets(stages, call, targets, request, options)
    call.stopwatch.lap('provider')
    account = accountOf(call, usageOf(request, answer))
    call.outcome = { status: 'COMPLETED', error: null }
    call.timings = call.stopwatch.read()
    return toEmbedding(call, answer, account)
  } catch (cause) {
    const error = options.signal.aborted ? callerGone(options.signal) : toGatewayError(cause)
    if (error.code === 'INTERNAL') stages.logBug(error.cause ?? cause, call.start.id)
    call.outcome = { status: toStatus(error, false, call.attempts.length > 0), error }
    throw error
  } finally {
    settle(stages, call, account, { configVersion: snapshot.version, finishReason: null })
  }
}

async function tryTargets(
  stages: Stages,
  call: OpenCall,
  targets: readonly Target[],
  request: EmbedRequest,
  options: EmbedOptions,
) {
  let failure = new GatewayError('CONFIGURATION', 'The route has no target')
  for (const target of targets) {
    call.model = target.model
    try {
      return await tryTarget(stages, call, target, request, options)
    } catch (cause) {
      failure = options.signal.aborted ? callerGone(options.signal) : toGatewayError(cause)
      if (!mayTryNext(failure, options.signal)) break
    }
  }
  throw failure
}

async function tryTarget(stages: Stages, call: OpenCall, target: Target, request: EmbedRequest, options: EmbedOptions) {
  const provider = stages.findProvider(target.model.provider)
  if (!provider.embed) throw new GatewayError('INVALID_REQUEST', `${target.model.id} cannot make embeddings.`, { path: 'model' })
  const startedAt = call.stopwatch.now()
  const deadline = new AttemptDeadline(options.signal, target.model.id, target.timeouts, false)
  try {
    const { connectMs: connectTimeoutMs } = target.timeouts
    const { traceparent } = options
    const asked = { request, model: target.model.name, stream: false, signal: deadline.signal, connectTimeoutMs, traceparent }
    const answer = await deadline.wait(provider.embed(asked))
    endAttempt(call, target, startedAt, null)
    return answer
  } catch (cause) {
    endAttempt(call, target, startedAt, options.signal.aborted ? callerGone(options.signal) : toGatewayError(cause))
    throw cause
  } finally {
    deadline.end()
    call.stopwatch.addProviderMs(call.stopwatch.now() - startedAt)
  }
}

function usageOf(request: EmbedRequest, answer: ProviderEmbedding): { usage: Usage; source: UsageSource } {
  if (answer.usage) return { usage: answer.usage, source: 'PROVIDER' }
  const tokens = request.input.reduce((sum, item) => sum + (typeof item === 'string' ? estimateTextTokens(item) : item.length), 0)
  return { usage: createUsage({ input: { text: tokens } }), source: 'ESTIMATED' }
}

function toEmbedding(call: OpenCall, { vectors, warnings = [] }: ProviderEmbedding, account: Account): Embedding {
  call.warnings.push(...warnings)
  return {
    id: call.start.id,
    createdAt: call.start.startedAt,
    requestedModel: call.start.requestedModel,
    model: call.model?.id ?? call.start.requestedModel,
    provider: call.model?.provider ?? '',
    vectors,
    ...account,
    attempts: call.attempts,
    route: call.route,
    timings: call.timings ?? call.stopwatch.read(),
    warnings: call.warnings,
  }
}
