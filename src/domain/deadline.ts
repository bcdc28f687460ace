import { GatewayError } from './gateway-error.js'

/** By which callers of every door may say how long they wait, in milliseconds. */
export const DEADLINE_HEADER = 'x-weir-deadline-ms'

export const MAX_DEADLINE_MS = 86_400_000

const WHOLE_NUMBER = /^[1-9]\d{0,8}$/

/** @throws {GatewayError} INVALID_REQUEST */
export function readDeadlineHeader(text: string): number {
  const deadlineMs = WHOLE_NUMBER.test(text) ? Number(text) : 0
  if (deadlineMs >= 1 && deadlineMs <= MAX_DEADLINE_MS) return deadlineMs
  throw new GatewayError(
    'INVALID_REQUEST',
    `The header ${DEADLINE_HEADER} must be a whole number of milliseconds from 1 to ${MAX_DEADLINE_MS}.`,
    { path: DEADLINE_HEADER },
  )
}
