import { GatewayError } from '../domain/gateway-error.js'
import type { UsageInterval, UsageQuery } from '../domain/stores.js'
import type { ShardRetention } from './apply-usage.js'
import { floorTo, INTERVAL_MS, type ShardDimension } from './usage-shard.js'

export const MAX_BUCKETS = 10_000

/** A stretch of time that is read from the shards of one interval. */
export interface ReportPiece {
  readonly interval: UsageInterval
  readonly fromMs: number
  readonly toMs: number
}

export interface ReportPlan {
  readonly dimension: ShardDimension
  readonly pieces: readonly ReportPiece[]
}

const DAY_MS = INTERVAL_MS.DAY
const FINER: Readonly<Partial<Record<UsageInterval, UsageInterval>>> = { DAY: 'HOUR', HOUR: 'MINUTE' }

/**
 * What a report has to read: whole days where it can, hours and minutes at the edges. A range that does not begin and end on a whole minute
 * is widened to whole minutes; where the minutes (or hours) are no longer kept, to whole hours (or days).
 * @throws {GatewayError} INVALID_REQUEST
 */
export function planReport(query: UsageQuery, now: Date, retention: ShardRetention): ReportPlan {
  const fromMs = query.from.getTime()
  const toMs = query.to.getTime()
  checkQuery(query, fromMs, toMs)
  const finest = (timeMs: number) => finestKept(timeMs, now.getTime(), retention)
  const start = floorTo(finest(fromMs), fromMs)
  const end = ceilTo(finest(toMs), toMs)
  if (query.interval && INTERVAL_MS[query.interval] < INTERVAL_MS[finest(fromMs)]) throw notKept(query.interval, finest(fromMs))
  return {
    dimension: query.where?.dimension ?? query.groupBy ?? 'total',
    pieces: split(query.interval ?? 'DAY', start, end),
  }
}

export function tooManyBuckets(): GatewayError {
  const message = `The report would have more than ${MAX_BUCKETS} rows. Ask for a coarser interval or a shorter range.`
  return new GatewayError('INVALID_REQUEST', message, { path: 'interval' })
}

function checkQuery({ where, groupBy, interval }: UsageQuery, fromMs: number, toMs: number): void {
  if (!(fromMs < toMs))
    throw new GatewayError('INVALID_REQUEST', 'A usage report needs a range: `from` must be before `to`.', { path: 'from' })
  if (where && groupBy && where.dimension !== groupBy) throw crossed(where.dimension, groupBy)
  if (interval && (toMs - fromMs) / INTERVAL_MS[interval] > MAX_BUCKETS) throw tooManyBuckets()
}

function crossed(where: string, groupBy: string): GatewayError {
  const message = `Usage is summed for each dimension by itself, so it cannot be filtered by ${where} and grouped by ${groupBy}. Use the same dimension for both, or leave one out.`
  return new GatewayError('INVALID_REQUEST', message, { path: 'groupBy' })
}

function notKept(asked: UsageInterval, kept: UsageInterval): GatewayError {
  const message = `Usage of that time is no longer kept by the ${asked.toLowerCase()}. Ask for the interval ${kept}.`
  return new GatewayError('INVALID_REQUEST', message, { path: 'interval' })
}

function finestKept(timeMs: number, nowMs: number, { minuteDays, hourDays }: ShardRetention): UsageInterval {
  const ageDays = (nowMs - timeMs) / DAY_MS
  return ageDays < minuteDays ? 'MINUTE' : ageDays < hourDays ? 'HOUR' : 'DAY'
}

function ceilTo(interval: UsageInterval, timeMs: number): number {
  const floor = floorTo(interval, timeMs)
  return floor === timeMs ? timeMs : floor + INTERVAL_MS[interval]
}

/** The middle in the given interval, what is left at both ends in finer ones. */
function split(interval: UsageInterval, fromMs: number, toMs: number): readonly ReportPiece[] {
  if (fromMs >= toMs) return []
  const finer = FINER[interval]
  if (!finer) return [{ interval, fromMs, toMs }]
  const middleFrom = ceilTo(interval, fromMs)
  const middleTo = floorTo(interval, toMs)
  if (middleFrom >= middleTo) return split(finer, fromMs, toMs)
  return [...split(finer, fromMs, middleFrom), { interval, fromMs: middleFrom, toMs: middleTo }, ...split(finer, middleTo, toMs)]
}
