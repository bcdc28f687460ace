/** What a time says in a zone. By the specification of CEL, months, days of the month and days of the year count from 0, and 0 is Sunday. */
export const TIME_PARTS: Readonly<Record<string, (local: Date) => number>> = {
  getFullYear: (local) => local.getUTCFullYear(),
  getMonth: (local) => local.getUTCMonth(),
  getDate: (local) => local.getUTCDate(),
  getDayOfMonth: (local) => local.getUTCDate() - 1,
  getDayOfWeek: (local) => local.getUTCDay(),
  getDayOfYear: (local) => Math.floor((local.getTime() - Date.UTC(local.getUTCFullYear(), 0, 1)) / 86_400_000),
  getHours: (local) => local.getUTCHours(),
  getMinutes: (local) => local.getUTCMinutes(),
  getSeconds: (local) => local.getUTCSeconds(),
  getMilliseconds: (local) => local.getUTCMilliseconds(),
}

/** Zones change their offset at whole quarters of an hour only. */
const QUARTER_MS = 900_000

/**
 * Moves times to a zone, so that their UTC parts are the zone's. The offset is looked up once a quarter of an hour: asking the
 * runtime for it each time costs more than the rest of a condition.
 * @throws {RangeError} when there is no such zone
 */
export function zoneOf(timeZone: string): (at: Date) => Date {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  let known = { quarter: Number.NaN, offsetMs: 0 }
  return (at) => {
    const quarter = Math.floor(at.getTime() / QUARTER_MS)
    if (quarter !== known.quarter) known = { quarter, offsetMs: offsetAt(format, at) }
    return new Date(at.getTime() + known.offsetMs)
  }
}

function offsetAt(format: Intl.DateTimeFormat, at: Date): number {
  const parts: Partial<Record<Intl.DateTimeFormatPartTypes, number>> = {}
  for (const { type, value } of format.formatToParts(at)) parts[type] = Number(value)
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(at.getTime() / 1_000) * 1_000
}
