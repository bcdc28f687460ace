import type { CompletionRequest, ContentPart, FittedRequest, Message } from '../../../src/plugin-api.js'

/** The request without items of other dialects, such as a search that another provider ran itself: this one has no shape for any. */
export function dropNativeParts(request: CompletionRequest): FittedRequest {
  if (!request.messages.some(({ parts }) => parts.some(isNative))) return { request, warnings: [] }
  const messages = request.messages.flatMap(withoutNative)
  const message = 'Earlier turns hold items of another dialect that this provider has no form for: they were left out.'
  return { request: { ...request, messages }, warnings: [{ code: 'STATE_DROPPED', message }] }
}

/** A turn that was nothing else is left out whole. */
function withoutNative(message: Message): Message[] {
  const parts = message.parts.filter((part) => !isNative(part))
  return parts.length === 0 && message.parts.length > 0 ? [] : [{ ...message, parts }]
}

function isNative({ type }: ContentPart): boolean {
  return type === 'native'
}
