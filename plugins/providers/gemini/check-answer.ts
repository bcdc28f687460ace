import type { Answer } from '../../provider-transport/client.js'
import { readErrorJson } from '../../provider-transport/read-body.js'
import { toRetryAfterMs } from '../../provider-transport/retry-after.js'
import { toProviderError } from '../../provider-transport/to-provider-error.js'
import { CODES, findRetryDelayMs, findWireError, toWireError } from './wire-error.js'

export interface AnswerContext {
  /** The name of the provider, for messages. */
  readonly provider: string
  readonly signal: AbortSignal
  /** The texts of the request, to keep them out of messages. */
  readonly prompts?: () => readonly string[]
}

/**
 * Passes an answer of success on. How long to wait stands in the body of an error here.
 * @throws {GatewayError} what any other answer says
 */
export async function checkAnswer(answer: Answer, { provider, signal, prompts }: AnswerContext): Promise<Answer> {
  if (answer.status >= 200 && answer.status < 300) return answer
  const error = findWireError(await readErrorJson(provider, answer, signal))
  const retryAfterMs = findRetryDelayMs(error) ?? toRetryAfterMs(answer.header, Date.now())
  throw toProviderError(toWireError(error), { provider, codes: CODES, status: answer.status, retryAfterMs, prompts })
}
