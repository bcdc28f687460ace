import { type CompletionRequest, type ContentPart, type Warning, warningsOf } from '../../../src/plugin-api.js'

/** The request without items that only another dialect knows, and a warning for them. @throws {GatewayError} UNSUPPORTED_PARAMETER */
export function leaveOutNatives(
  request: CompletionRequest,
  dialect: string,
): { request: CompletionRequest; warnings: Warning[] } {
  const isForeign = (part: ContentPart) => part.type === 'native' && part.dialect !== dialect
  if (!request.messages.some(({ parts }) => parts.some(isForeign))) return { request, warnings: [] }
  const messages = request.messages.map((message) => ({ ...message, parts: message.parts.filter((part) => !isForeign(part)) }))
  const message = 'Items that only another provider knows were left out of the earlier turns.'
  const warned = warningsOf(request, ['messages']).map((warning): Warning => ({ ...warning, code: 'STATE_DROPPED', message }))
  return { request: { ...request, messages: messages.filter(({ parts }) => parts.length > 0) }, warnings: warned }
}
