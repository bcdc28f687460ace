import type { ProviderEvent } from '../../../src/plugin-api.js'
import { badAnswer } from '../../provider-transport/cut-answer.js'
import { createMessageReader, type MessageReaderOptions } from './from-message-event.js'
import { toWire } from './wire.js'
import { toAnswerError } from './wire-error.js'

/**
 * An answer of one piece as the events that its stream would have given: it is read as one, so that both cannot differ.
 * @throws {GatewayError} PROVIDER_BAD_RESPONSE, or what the answer says when it is an error
 */
export function fromMessage(body: unknown, options: MessageReaderOptions): ProviderEvent[] {
  const { content, usage, stop_reason, stop_sequence, stop_details, ...message } = toWire(body)
  if (message['type'] === 'error') throw toAnswerError(options.provider, body)
  if (!Array.isArray(content)) throw badAnswer(options.provider, 'without the content of a message')
  const out: ProviderEvent[] = []
  const reader = createMessageReader(options)
  reader.read({ type: 'message_start', message: { ...message, usage } }, out)
  for (const [index, block] of content.entries()) {
    reader.read({ type: 'content_block_start', index, content_block: block }, out)
    reader.read({ type: 'content_block_stop', index }, out)
  }
  reader.read({ type: 'message_delta', delta: { stop_reason, stop_sequence, stop_details } }, out)
  reader.end(out, true)
  return out
}
