import type { CompletionRequest, ContentPart, JsonObject } from '../../../src/plugin-api.js'

interface Extended {
  readonly extra?: JsonObject
}

/**
 * The request without the extras of single messages, parts and tools when they are in the words of another dialect: this one's servers
 * would refuse or misread them. A request that names no dialect is the caller's own words, such as GraphQL's, and is sent as it is.
 */
export function dropForeignExtra(request: CompletionRequest, own: readonly string[] = ['openai']): CompletionRequest {
  const { extra, messages, tools } = request
  if (extra === undefined || own.includes(extra.dialect)) return request
  return {
    ...request,
    messages: messages.map((message) => ({ ...withoutExtra(message), parts: message.parts.map(toPlainPart) })),
    ...(tools && { tools: tools.map(withoutExtra) }),
  }
}

function toPlainPart(part: ContentPart): ContentPart {
  const plain = withoutExtra(part)
  return plain.type === 'tool-result' ? { ...plain, parts: plain.parts.map(withoutExtra) } : plain
}

function withoutExtra<T extends Extended>(value: T): T {
  if (value.extra === undefined) return value
  const { extra: _, ...plain } = value
  return plain as unknown as T
}
