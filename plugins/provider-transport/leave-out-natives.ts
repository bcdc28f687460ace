import {
  type CompletionRequest,
  type ContentPart,
  type FittedRequest,
  type Message,
  type Warning,
  warningsOf,
} from '../../src/plugin-api.js'

/**
 * The request without items that only another dialect knows, such as a search that another provider ran itself, and one warning for
 * them all. A dialect that has no such items gives no name. A turn that was nothing else is left out whole.
 * @throws {GatewayError} UNSUPPORTED_PARAMETER when the request asks for an error instead
 */
export function leaveOutNatives(request: CompletionRequest, dialect?: string): FittedRequest {
  const isForeign = (part: ContentPart) => part.type === 'native' && part.dialect !== dialect
  if (!request.messages.some(({ parts }) => parts.some(isForeign))) return { request, warnings: [] }
  const messages = request.messages.flatMap((message): Message[] => {
    const parts = message.parts.filter((part) => !isForeign(part))
    return parts.length === 0 && message.parts.length > 0 ? [] : [{ ...message, parts }]
  })
  const message = 'Items that only another provider knows were left out of the earlier turns.'
  const warnings = warningsOf(request, ['messages']).map((warning): Warning => ({ ...warning, code: 'STATE_DROPPED', message }))
  return { request: { ...request, messages }, warnings }
}
