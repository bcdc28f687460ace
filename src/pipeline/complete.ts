import type { EventBatch } from '../domain/completion-event.js'
import type { CompletionRequest } from '../domain/completion-request.js'
import type { Principal } from '../domain/principal.js'
import { admitted, isLater } from './admitted.js'
import { callProvider } from './call-provider.js'
import { CompletionCall, refused } from './completion-call.js'
import { eligibleTargets } from './eligible-targets.js'
import { mirror } from './mirror.js'
import type { CallOptions } from './pipeline.js'
import { serve } from './serving.js'
import type { Stages } from './stages.js'
import { validateCompletionRequest } from './validate-request.js'

/** The life of a completion request, from top to bottom. */
export async function* complete(
  stages: Stages,
  principal: Principal,
  request: CompletionRequest,
  options: CallOptions,
): AsyncGenerator<EventBatch, void, undefined> {
  const admission = admitted(stages, options)
  const { refusal, deadlineAt } = isLater(admission) ? await admission : admission
  if (refusal) return yield [refused(stages, refusal)]
  const call = new CompletionCall(stages, principal, request, options) // from here on whatever happens ends in one record
  try {
    validateCompletionRequest(request)
    const asked = { request, operation: 'completion', stream: options.stream, principal, headers: options.headers } as const
    const decision = call.decided(eligibleTargets(stages, call.snapshot, asked))
    await call.onRecord() // no provider is asked for a call that a crash would lose
    for await (const batch of callProvider(serve(stages, call, decision, options, deadlineAt))) {
      call.meter.add(batch)
      yield batch
    }
    const completed = await call.completed()
    mirror(stages, { principal, request, options, decision, completion: completed.completion }, complete)
    yield [completed]
  } catch (error) {
    yield [call.fail(error)]
  } finally {
    call.settle() // also when the caller hung up: tokens already spent are still owed
  }
}
