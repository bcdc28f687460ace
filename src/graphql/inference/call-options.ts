import { GatewayError } from '../../domain/gateway-error.js'
import type { WholeOptions } from '../../pipeline/pipeline.js'
import type { OperationContext } from '../context.js'

const MAX_DEADLINE_MS = 86_400_000

/** What goes beside a request. @throws {GatewayError} INVALID_REQUEST */
export function callOptions(
  { signal, traceparent, headers }: OperationContext,
  { deadlineMs }: { readonly deadlineMs?: number | null | undefined } = {},
): WholeOptions {
  const options = { door: 'GRAPHQL' as const, signal, traceparent, headers }
  if (deadlineMs == null) return options
  if (deadlineMs >= 1 && deadlineMs <= MAX_DEADLINE_MS) return { ...options, deadlineMs }
  throw new GatewayError('INVALID_REQUEST', `deadlineMs must be between 1 and ${MAX_DEADLINE_MS}.`, { path: 'deadlineMs' })
}
