import { isDocument, typeName, UtcDate, type Value } from '../bson/values.js'
import { badValue, CommandError, refuse } from '../errors.js'
import type { Expression } from './expression.js'

const hourMs = 3_600_000
const dayMs = 24 * hourMs
/** Units of a fixed length, counted from a moment at which one begins: weeks begin on Sundays, of which 2000-01-02 was one. */
const fixed: Record<string, { ms: number; fromMs: number }> = {
  second: { ms: 1000, fromMs: 0 },
  minute: { ms: 60_000, fromMs: 0 },
  hour: { ms: hourMs, fromMs: 0 },
  day: { ms: dayMs, fromMs: 0 },
  week: { ms: 7 * dayMs, fromMs: Date.UTC(2000, 0, 2) },
}

/** `$dateTrunc` in UTC by single units; bins of several and time zones are refused. */
export function toDateTrunc(operand: Value, parse: (spec: Value) => Expression): Expression {
  if (!isDocument(operand)) badValue('$dateTrunc needs an object')
  for (const name of operand.keys()) if (name !== 'date' && name !== 'unit') refuse(`$dateTrunc with ${name}`)
  const unit = operand.get('unit')
  if (typeof unit !== 'string' || unit.startsWith('$')) refuse('$dateTrunc with a computed unit')
  const truncate = toTruncation(unit)
  const date = parse(operand.get('date') ?? badValue('$dateTrunc needs a date'))
  return (document) => {
    const value = date(document)
    if (value === undefined || value === null) return null
    if (!(value instanceof UtcDate)) throw new CommandError(5439012, `$dateTrunc needs a date, but got ${typeName(value)}`)
    const ms = Number(value.ms)
    if (!Number.isSafeInteger(ms) || Number.isNaN(new Date(ms).getTime()))
      refuse('$dateTrunc of a date outside the range of JavaScript')
    return new UtcDate(BigInt(truncate(ms)))
  }
}

function toTruncation(unit: string): (ms: number) => number {
  if (unit === 'month') return (ms) => startOfMonth(ms, 1)
  if (unit === 'year') return (ms) => startOfMonth(ms, 12)
  const { ms: length, fromMs } = fixed[unit] ?? refuse(`$dateTrunc to the unit '${unit}'`)
  return (ms) => fromMs + Math.floor((ms - fromMs) / length) * length
}

function startOfMonth(ms: number, months: 1 | 12): number {
  const date = new Date(ms)
  date.setUTCHours(0, 0, 0, 0)
  if (months === 12) date.setUTCMonth(0, 1)
  else date.setUTCDate(1)
  return date.getTime()
}
