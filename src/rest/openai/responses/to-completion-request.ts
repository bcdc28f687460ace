import type { CompletionRequest } from '../../../domain/completion-request.js'
import type { Message } from '../../../domain/content.js'
import type { ResponsesRequest } from './from-responses-request.js'
import type { Conversation } from './load-conversation.js'

/** Instructions hold for one turn, before all that was said. */
export function toCompletionRequest(
  asked: ResponsesRequest,
  { messages }: Conversation,
  input: readonly Message[],
): CompletionRequest {
  const { instructions, request } = asked
  const first: Message[] = instructions === undefined ? [] : [{ role: 'system', parts: [{ type: 'text', text: instructions }] }]
  return { ...request, messages: [...first, ...messages, ...input] }
}
