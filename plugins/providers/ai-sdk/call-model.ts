import type { CompletionRequest, ProviderCall } from '../../../src/plugin-api.js'
import { toRateLimits } from '../../provider-transport/rate-limits.js'
import { rejectOn } from './read-parts.js'
import { type SdkErrorContext, toSdkError } from './to-sdk-error.js'

/**
 * What a package does, ended by the signal also when it does not heed it.
 * @throws {GatewayError} whatever the package throws; or the reason of the signal
 */
export async function callModel<Result>(
  call: () => Promise<Result> | PromiseLike<Result>,
  { signal, onRateLimits }: Pick<ProviderCall<CompletionRequest>, 'signal' | 'onRateLimits'>,
  context: Omit<SdkErrorContext, 'begun'>,
): Promise<Result> {
  signal.throwIfAborted()
  const aborted = rejectOn(signal)
  try {
    const result = await Promise.race([call(), aborted.promise])
    tellRateLimits(headersOf(result), onRateLimits)
    return result
  } catch (error) {
    signal.throwIfAborted()
    tellRateLimits((error as { readonly responseHeaders?: unknown } | null)?.responseHeaders, onRateLimits)
    throw toSdkError(error, { ...context, begun: false })
  } finally {
    aborted.dispose()
  }
}

function headersOf(result: unknown): unknown {
  return (result as { readonly response?: { readonly headers?: unknown } | null } | null)?.response?.headers
}

/** A record by lower-case names, where a package hands the headers on. */
function tellRateLimits(headers: unknown, onRateLimits: ProviderCall<CompletionRequest>['onRateLimits']): void {
  if (!onRateLimits || typeof headers !== 'object' || headers === null) return
  const limits = toRateLimits((name) => text((headers as Readonly<Record<string, unknown>>)[name]), Date.now())
  if (limits) onRateLimits(limits)
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}
