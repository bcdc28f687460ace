import type { CallBody, CallRecord } from '../domain/call-record.js'
import type { CallStatus, Completion } from '../domain/completion.js'
import type { FinishReason } from '../domain/completion-event.js'
import { type Cost, costOf } from '../domain/cost.js'
import type { GatewayError } from '../domain/gateway-error.js'
import type { Model } from '../domain/model.js'
import { addUsage, createUsage, type Usage, type UsageSource } from '../domain/usage.js'
import type { Leg, Meter } from './meter.js'
import type { OpenCall } from './open-call.js'
import { redactBody } from './redact-body.js'
import type { Stages } from './stages.js'

/** What a call used and what that costs. */
export interface Account {
  readonly usage: Usage
  readonly usageSource: UsageSource
  /** null when unknown, and when nothing was used. */
  readonly cost: Cost | null
}

/** Prices each leg at the price of its model; an unknown price is flagged on the call, and makes the whole unknown. */
export function accountOf(call: OpenCall, legs: readonly Leg[]): Account {
  let usage = createUsage()
  let source: UsageSource = 'NONE'
  let cost: Cost | null = null
  let isKnown = true
  for (const leg of legs) {
    if (leg.source === 'NONE') continue
    usage = source === 'NONE' ? leg.usage : addUsage(usage, leg.usage)
    source = source === 'NONE' || source === leg.source ? leg.source : 'ESTIMATED'
    const own = costOf(leg.usage, leg.model?.price ?? null, leg.requests)
    if (own === null) isKnown = false
    else cost = cost === null ? own : addCost(cost, own)
    bookAttempt(call, leg, own)
    if (own === null || own.estimated) flagUnpriced(call, leg.model, own)
  }
  return { usage, usageSource: source, cost: isKnown ? cost : null }
}

/** Of the last leg is the version: it is that of the answer. */
function addCost(a: Cost, b: Cost): Cost {
  return { ...b, totalNanos: a.totalNanos + b.totalNanos, ...((a.estimated || b.estimated) && { estimated: true }) }
}

function bookAttempt({ attempts }: OpenCall, { attempt }: Leg, cost: Cost | null): void {
  const entry = attempt === null ? undefined : attempts[attempt]
  if (entry && cost) (entry as Booked).costNanos = (entry.costNanos ?? 0n) + cost.totalNanos
}

/** An attempt is ours until the call has ended. */
type Booked = { costNanos?: bigint }

function flagUnpriced({ warnings }: OpenCall, model: Model | null, cost: Cost | null): void {
  const consequence = cost ? 'it is booked at the dearest price that is known' : "this call's cost is not"
  const message = `The price of ${model?.id} is not known, so ${consequence}. An operator can set it under "prices".`
  if (!warnings.some((warning) => warning.message === message)) warnings.push({ code: 'UNPRICED_MODEL', message })
}

export interface SettleDetails {
  readonly configVersion: string
  readonly finishReason: FinishReason | null
  readonly body?: CallBody
}

/** Closes the call exactly once: its record goes to the journal; live usage and the metrics hear of it. */
export function settle(stages: Stages, call: OpenCall, account: Account, details: SettleDetails): void {
  stages.calls.release()
  const record = toRecord(stages, call, account, details)
  stages.journal.end({ record, ...(details.body && stages.keepBodies !== 'OFF' && { body: bodyToKeep(stages, details.body) }) })
  stages.observe(record)
  stages.publishEnded({
    id: record.id,
    organizationId: record.organizationId,
    keyId: record.keyId,
    model: record.model,
    provider: record.provider,
    status: record.status,
    usage: record.usage,
    cost: record.cost,
    tags: record.tags,
    endedAt: record.endedAt,
    totalMs: record.timings.totalMs,
  })
}

/** Field by field: what is spread has no shape that the code after it could rely on, which costs every reader of the record. */
function toRecord(stages: Stages, call: OpenCall, account: Account, details: SettleDetails): CallRecord {
  const { start } = call
  const error = call.outcome?.error ?? null
  return {
    id: start.id,
    organizationId: start.organizationId,
    keyId: start.keyId,
    operation: start.operation,
    door: start.door,
    requestedModel: start.requestedModel,
    stream: start.stream,
    startedAt: start.startedAt,
    tags: start.tags,
    endUser: start.endUser,
    idempotencyKey: start.idempotencyKey,
    shadowOf: start.shadowOf,
    endedAt: new Date(stages.now()),
    status: call.outcome?.status ?? 'FAILED',
    model: call.model?.id ?? null,
    provider: call.model?.provider ?? null,
    route: call.route,
    routing: call.routing,
    usage: account.usage,
    usageSource: account.usageSource,
    cost: account.cost,
    unpriced: (account.cost === null || account.cost.estimated === true) && account.usageSource !== 'NONE',
    finishReason: details.finishReason,
    attempts: call.attempts,
    timings: call.timings ?? call.stopwatch.read(),
    warnings: call.warnings,
    error: error && { code: error.code, message: error.message },
    configVersion: details.configVersion,
    writer: stages.writer,
  }
}

function bodyToKeep({ keepBodies }: Stages, body: CallBody): CallBody {
  return keepBodies === 'REDACTED' ? redactBody(body) : body
}

/** How a call that failed ended. `started`: the caller had seen content. */
export function toStatus(error: GatewayError, started: boolean, providerAsked: boolean): CallStatus {
  if (error.code === 'CLIENT_CLOSED') return 'CLIENT_CANCELLED'
  if (error.code === 'DEADLINE_EXCEEDED') return 'TIMED_OUT'
  if (!providerAsked) return error.scope === 'gateway' ? 'FAILED' : 'REFUSED'
  if (error.code === 'PROVIDER_TIMEOUT') return 'TIMED_OUT'
  if (started && (error.scope === 'deployment' || error.scope === 'provider')) return 'UPSTREAM_TRUNCATED'
  return 'FAILED'
}

/** The answer as the caller gets it. */
export function toCompletion(call: OpenCall, { answer, metadata, extra }: Meter, account: Account): Completion {
  return {
    id: call.start.id,
    createdAt: call.start.startedAt,
    status: call.outcome?.status ?? 'COMPLETED',
    requestedModel: call.start.requestedModel,
    model: call.model?.id ?? call.start.requestedModel,
    provider: call.model?.provider ?? '',
    choices: answer.choices(),
    usage: account.usage,
    usageSource: account.usageSource,
    cost: account.cost,
    attempts: call.attempts,
    route: call.route,
    routing: call.routing,
    timings: call.timings ?? call.stopwatch.read(),
    warnings: call.warnings,
    providerResponseId: metadata?.providerResponseId,
    providerModel: metadata?.providerModel,
    systemFingerprint: metadata?.systemFingerprint,
    serviceTier: metadata?.serviceTier,
    structuredOutput: call.structuredOutput,
    extra: extra && { dialect: extra.dialect, fields: extra.fields },
  }
}
