import { SHAPES, type Shape } from './cells.js'
import { DOORS } from './doors.js'
import { FAULTS, type Fault, type Mode } from './faults.js'
import type { Outcome } from './run-cells.js'
import type { Seen } from './seen.js'

const MODES = ['buffered', 'streamed'] as const
const NAMES: Readonly<Record<Shape, string>> = {
  alone: 'The target that fails is the only one',
  next: 'A healthy target comes after it',
  fallback: 'A healthy model is among the fallbacks of the route',
}

/**
 * A table for each shape of route: what the client of each door saw, the attempts made, and what was billed. What differs from door to door is
 * told for each. `times`: with how long the calls took, in milliseconds.
 */
export function toTables(outcomes: readonly Outcome[], times: boolean): string {
  return SHAPES.map((shape) => [`### ${NAMES[shape]}`, '', ...toTable(outcomes, shape, times)].join('\n')).join('\n\n')
}

function toTable(outcomes: readonly Outcome[], shape: Shape, times: boolean): string[] {
  const columns = ['fault', '', ...DOORS.map(({ name }) => name), 'attempts', 'billed', ...(times ? ['ms'] : [])]
  const rows = FAULTS.flatMap((fault) =>
    MODES.filter((mode) => fault[mode]).map((mode) => toRow(outcomes, { fault, mode, shape }, times)),
  )
  return [columns, columns.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`)
}

function toRow(outcomes: readonly Outcome[], row: { fault: Fault; mode: Mode; shape: Shape }, times: boolean): string[] {
  const own = outcomes.filter(({ cell }) => cell.fault === row.fault && cell.mode === row.mode && cell.shape === row.shape)
  const seen = DOORS.map((door) => own.find(({ cell }) => cell.door === door)).map((outcome) =>
    outcome ? toSeen(outcome.seen) : '',
  )
  const ms = own.map((outcome) => Math.round(outcome.seen.ms))
  return [
    row.fault.name,
    row.mode,
    ...seen,
    alike(own.map(toAttempts)),
    alike(own.map(toBill)),
    ...(times ? [`${Math.min(...ms)} to ${Math.max(...ms)}`] : []),
  ]
}

function toSeen({ end, status, error, retryAfter }: Seen): string {
  if (end === 'whole') return 'answer'
  const pause = retryAfter === null ? '' : `, again in ${retryAfter} s`
  if (end === 'refused') return `${status} \`${error}\`${pause}`
  return end === 'failed' ? `text, then \`${error}\`` : 'BROKEN'
}

/** The codes of those that failed, in order. */
function toAttempts({ record }: Outcome): string {
  return record.route.attempts.map(({ error }) => (error ? `\`${error.code}\`` : 'answer')).join(', ')
}

function toBill({ record: { cost, usage } }: Outcome): string {
  if (usage.source === 'NONE') return 'nothing'
  return `$${cost?.total ?? '?'}${usage.source === 'ESTIMATED' ? ', estimated' : ''}`
}

function alike(texts: readonly string[]): string {
  return [...new Set(texts)].join(' or ')
}
