import type { CompletionRequest, ProviderCall } from '../../../src/plugin-api.js'
import { rejectOn } from './read-parts.js'
import { type SdkErrorContext, toSdkError } from './to-sdk-error.js'

/**
 * What a package does, ended by the signal also when it does not heed it.
 * @throws {GatewayError} whatever the package throws; or the reason of the signal
 */
export async function callModel<Result>(
  call: () => Promise<Result> | PromiseLike<Result>,
  { signal }: Pick<ProviderCall<CompletionRequest>, 'signal'>,
  context: Omit<SdkErrorContext, 'begun'>,
): Promise<Result> {
  signal.throwIfAborted()
  const aborted = rejectOn(signal)
  try {
    return await Promise.race([call(), aborted.promise])
  } catch (error) {
    signal.throwIfAborted()
    throw toSdkError(error, { ...context, begun: false })
  } finally {
    aborted.dispose()
  }
}
