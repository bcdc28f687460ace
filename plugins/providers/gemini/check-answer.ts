import type { GatewayErrorCode } from '../../../src/plugin-api.js'
import type { Answer } from '../../provider-transport/client.js'
import { readErrorJson } from '../../provider-transport/read-body.js'
import { toRetryAfterMs } from '../../provider-transport/retry-after.js'
import { toProviderError, type WireError } from '../../provider-transport/to-provider-error.js'
import { CODES, findRetryDelayMs, findWireError, toWireError } from './wire-error.js'

export interface AnswerContext {
  /** The name of the provider, for messages. */
  readonly provider: string
  readonly signal: AbortSignal
  /** The texts of the request, to keep them out of messages. */
  readonly prompts?: () => readonly string[]
  /** How the maker of the model tells its errors, where Google only passes them on. */
  readonly maker?: {
    readonly toWireError: (body: unknown) => WireError
    readonly codes: Readonly<Record<string, GatewayErrorCode>>
  }
}

/**
 * Passes an answer of success on. How long to wait stands in the body of an error here.
 * @throws {GatewayError} what any other answer says
 */
export async function checkAnswer(answer: Answer, { provider, signal, prompts, maker }: AnswerContext): Promise<Answer> {
  const { status } = answer
  if (status >= 200 && status < 300) return answer
  const body = await readErrorJson(provider, answer, signal)
  const error = findWireError(body)
  const retryAfterMs = findRetryDelayMs(error) ?? toRetryAfterMs(answer.header, Date.now())
  const isOfMaker = maker !== undefined && typeof error?.['status'] !== 'string'
  const wire = isOfMaker ? maker.toWireError(body) : toWireError(error)
  throw toProviderError(wire, { provider, codes: isOfMaker ? maker.codes : CODES, status, retryAfterMs, prompts })
}
