import type { CallRecord } from '../domain/call-record.js'
import type { Attempt } from '../domain/completion.js'
import type { Warning } from '../domain/completion-event.js'
import type { Cost } from '../domain/cost.js'
import { INPUT_BUCKETS, OUTPUT_BUCKETS, type Usage } from '../domain/usage.js'

/** The first layout knew nothing of routing: records without it are encoded as they were then, so that their chain goes on to verify. */
const FIRST = 1
const VERSION = 2

/**
 * A record as its canonical bytes: what the chain authenticates. They depend on the record's values only, so that they can be made
 * again from the database. A later version of the layout must go on encoding records of this one as they were.
 */
export function encodeRecord(record: CallRecord): Buffer {
  return Buffer.from(canonicalize(record).metadata)
}

/** The canonical text, and the record that it says. It is another one only when a text of the given one cannot be stored. */
export function canonicalize(record: CallRecord): { readonly record: CallRecord; readonly metadata: string } {
  const row = toRow(record)
  const json = JSON.stringify(row)
  if (!json.includes('\\ud')) return { record, metadata: json }
  const metadata = JSON.stringify(row, wellFormed)
  return { record: decodeRecord(Buffer.from(metadata)), metadata }
}

/** Half of a surrogate pair cannot be stored as UTF-8; it would come back as something else and look like tampering. */
function wellFormed(_key: string, value: unknown): unknown {
  return typeof value === 'string' ? Buffer.from(value).toString() : value
}

export function decodeRecord(bytes: Uint8Array): CallRecord {
  const row = JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString()) as Row
  if (row[0] !== FIRST && row[0] !== VERSION) throw new Error(`Call record of version ${row[0]}; this release reads ${VERSION}`)
  return fromRow(row)
}

type Row = ReturnType<typeof firstRow>
type RoutingRow = ReturnType<typeof routingRow>

function toRow(record: CallRecord): readonly unknown[] {
  if (isFirst(record)) return firstRow(record, FIRST)
  const row: unknown[] = firstRow(record, VERSION) as unknown as unknown[]
  row.push(routingRow(record))
  return row
}

function isFirst({ routing, shadowOf, attempts }: CallRecord): boolean {
  return routing === undefined && shadowOf === undefined && attempts.every(({ deployment }) => deployment === undefined)
}

/** What the second layout adds, behind the whole of the first. */
function routingRow({ routing, shadowOf, attempts }: CallRecord) {
  return [
    routing ? ([routing.rule, routing.split, routing.strategy, routing.reason] as const) : null,
    shadowOf ?? null,
    attempts.map(
      ({ deployment, role, firstTokenMs, costNanos }) =>
        [deployment ?? null, role ?? null, firstTokenMs ?? null, costNanos === undefined ? null : costNanos.toString()] as const,
    ),
  ] as const
}

function firstRow(record: CallRecord, version: number) {
  return [
    version,
    record.id,
    record.organizationId,
    record.keyId,
    record.operation,
    record.door,
    record.requestedModel,
    record.stream,
    record.startedAt.getTime(),
    record.tags,
    record.endUser ?? null,
    record.endedAt.getTime(),
    record.status,
    record.model,
    record.provider,
    record.route,
    INPUT_BUCKETS.map((bucket) => record.usage.input[bucket]),
    OUTPUT_BUCKETS.map((bucket) => record.usage.output[bucket]),
    record.usageSource,
    record.cost && ([record.cost.totalNanos.toString(), record.cost.priceVersion] as const),
    record.unpriced,
    record.finishReason,
    record.attempts.map(attemptRow),
    timingsRow(record),
    record.warnings.map(({ code, message, parameter }) => [code, message, parameter ?? null] as const),
    record.error && ([record.error.code, record.error.message] as const),
    record.configVersion,
    record.writer,
    record.idempotencyKey ?? null,
  ] as const
}

function attemptRow({ target, outcome, durationMs, error }: Attempt) {
  return [
    target,
    outcome,
    durationMs,
    error ? ([error.code, error.message, error.providerStatus ?? null] as const) : null,
  ] as const
}

function timingsRow({ timings }: CallRecord) {
  const stages = timings.stages.map(({ name, ms }) => [name, ms] as const)
  return [timings.totalMs, timings.overheadMs, timings.providerMs, timings.timeToFirstTokenMs, stages] as const
}

function fromRow(row: Row): CallRecord {
  const [, id, organizationId, keyId, operation, door, requestedModel, stream, startedMs, tags, endUser, endedMs, status] = row
  const [model, provider, route, input, output, usageSource, cost, unpriced, finishReason] = row.slice(13) as unknown as RowMiddle
  const [attempts, timings, warnings, error, configVersion, writer, idempotencyKey, added] = row.slice(22) as unknown as RowEnd
  return {
    id,
    organizationId,
    keyId,
    operation,
    door,
    requestedModel,
    stream,
    startedAt: new Date(startedMs),
    tags,
    ...(endUser !== null && { endUser }),
    ...(idempotencyKey !== null && { idempotencyKey }),
    endedAt: new Date(endedMs),
    status,
    model,
    provider,
    route,
    usage: toUsage(input, output),
    usageSource,
    cost: cost && toCost(cost),
    unpriced,
    finishReason,
    attempts: attempts.map((attempt, index) => ({ ...toAttempt(attempt), ...(added && toRouted(added[2][index])) })),
    timings: toTimings(timings),
    warnings: warnings.map(toWarning),
    error: error && { code: error[0], message: error[1] },
    configVersion,
    writer,
    ...(added && toRouting(added)),
  }
}

function toRouting([routing, shadowOf]: RoutingRow): Pick<CallRecord, 'routing' | 'shadowOf'> {
  const [rule, split, strategy, reason] = routing ?? []
  const known = strategy === undefined ? null : { rule: rule ?? null, split: split ?? null, strategy, reason: reason ?? '' }
  return { routing: known, ...(shadowOf !== null && { shadowOf }) }
}

function toRouted(row: RoutingRow[2][number] | undefined): Partial<Attempt> {
  const [deployment = null, role = null, firstTokenMs = null, costNanos = null] = row ?? []
  return {
    ...(deployment !== null && { deployment }),
    ...(role !== null && { role }),
    firstTokenMs,
    ...(costNanos !== null && { costNanos: BigInt(costNanos) }),
  }
}

type RowMiddle = readonly [Row[13], Row[14], Row[15], Row[16], Row[17], Row[18], Row[19], Row[20], Row[21]]
type RowEnd = readonly [Row[22], Row[23], Row[24], Row[25], Row[26], Row[27], Row[28], RoutingRow | undefined]

function toUsage(input: readonly number[], output: readonly number[]): Usage {
  return {
    input: Object.fromEntries(INPUT_BUCKETS.map((bucket, i) => [bucket, input[i] ?? 0])) as Usage['input'],
    output: Object.fromEntries(OUTPUT_BUCKETS.map((bucket, i) => [bucket, output[i] ?? 0])) as Usage['output'],
  }
}

function toCost([nanos, priceVersion]: readonly [string, string]): Cost {
  return { totalNanos: BigInt(nanos), currency: 'USD', priceVersion }
}

function toAttempt([target, outcome, durationMs, error]: ReturnType<typeof attemptRow>): Attempt {
  if (!error) return { target, outcome, durationMs }
  const [code, message, providerStatus] = error
  return { target, outcome, durationMs, error: { code, message, ...(providerStatus !== null && { providerStatus }) } }
}

function toTimings([totalMs, overheadMs, providerMs, timeToFirstTokenMs, stages]: ReturnType<typeof timingsRow>) {
  return { totalMs, overheadMs, providerMs, timeToFirstTokenMs, stages: stages.map(([name, ms]) => ({ name, ms })) }
}

function toWarning([code, message, parameter]: readonly [Warning['code'], string, string | null]): Warning {
  return { code, message, ...(parameter !== null && { parameter }) }
}
