import { GatewayError } from '../../../src/plugin-api.js'
import type { Answer } from '../../provider-transport/client.js'
import { readJson } from '../../provider-transport/read-body.js'
import type { WireAnswer } from './wire.js'
import { findWireError, toAnswerError } from './wire-error.js'

/**
 * Passes when the answer may be a stream of events.
 * @throws {GatewayError} what the answer says when it is an error within a 200, else PROVIDER_BAD_RESPONSE
 */
export async function checkEventStream(answer: Answer, provider: string, signal: AbortSignal): Promise<void> {
  const type = answer.header('content-type')
  if (type === undefined || type.includes('event-stream')) return
  if (!type.includes('json')) answer.body.discard()
  const error = findWireError((await readJson(provider, answer, signal)) as WireAnswer)
  if (error) throw toAnswerError(provider, error)
  throw new GatewayError('PROVIDER_BAD_RESPONSE', `Provider "${provider}" did not stream although it was asked to.`)
}
