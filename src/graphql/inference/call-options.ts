import { DEADLINE_HEADER, MAX_DEADLINE_MS, readDeadlineHeader } from '../../domain/deadline.js'
import { GatewayError } from '../../domain/gateway-error.js'
import type { WholeOptions } from '../../pipeline/pipeline.js'
import type { OperationContext } from '../context.js'

/** What goes beside a request; its own deadline goes before that of the headers. @throws {GatewayError} INVALID_REQUEST */
export function callOptions(
  { signal, traceparent, headers }: OperationContext,
  { deadlineMs }: { readonly deadlineMs?: number | null | undefined } = {},
): WholeOptions {
  return { door: 'GRAPHQL', signal, traceparent, headers, deadlineMs: checkDeadline(deadlineMs) ?? deadlineOf(headers) }
}

function checkDeadline(deadlineMs: number | null | undefined): number | undefined {
  if (deadlineMs == null) return undefined
  if (deadlineMs >= 1 && deadlineMs <= MAX_DEADLINE_MS) return deadlineMs
  throw new GatewayError('INVALID_REQUEST', `deadlineMs must be between 1 and ${MAX_DEADLINE_MS}.`, { path: 'deadlineMs' })
}

/** On a WebSocket each operation has the time that the connection's headers say. */
function deadlineOf(headers: OperationContext['headers']): number | undefined {
  const value = headers[DEADLINE_HEADER]
  const text = Array.isArray(value) ? value[0] : value
  return text === undefined ? undefined : readDeadlineHeader(text)
}
