import type { CompletionRequest, EmbedRequest, ModerationRequest, RerankRequest } from '../domain/completion-request.js'
import type { ContentPart } from '../domain/content.js'
import { estimateMessagesTokens, estimatePartTokens, estimateTextTokens } from '../domain/estimate-tokens.js'

/** What a caller may ask for, of whichever kind. */
export type RoutedRequest = CompletionRequest | EmbedRequest | RerankRequest | ModerationRequest

/** No less than what the estimate adds for each. */
const TOKENS_PER_MESSAGE = 8

const MODALITIES = ['text', 'image', 'audio', 'file'] as const

/** An estimate by characters of what the request sends. */
export function promptTokensOf(request: RoutedRequest): number {
  if ('messages' in request) return estimateMessagesTokens(request.messages)
  if ('documents' in request) return sum(request.documents, estimateTextTokens) + estimateTextTokens(request.query)
  return sum<string | readonly (number | ContentPart)[]>(request.input, (item) =>
    typeof item === 'string'
      ? estimateTextTokens(item)
      : sum(item, (piece) => (typeof piece === 'number' ? 1 : estimatePartTokens(piece))),
  )
}

/** What `promptTokensOf` cannot exceed, without reading a text: each character counts as a token. */
export function mostPromptTokensOf(request: RoutedRequest): number {
  if (!('messages' in request)) return promptTokensOf(request)
  return sum(request.messages, ({ parts }) => sum(parts, mostTokensOfPart) + TOKENS_PER_MESSAGE)
}

function mostTokensOfPart(part: ContentPart): number {
  if ('text' in part) return part.text.length
  if (part.type === 'tool-call') return part.name.length + part.arguments.length
  if (part.type === 'tool-result') return sum(part.parts, mostTokensOfPart)
  return part.type === 'native' ? Number.POSITIVE_INFINITY : estimatePartTokens(part)
}

/** The kinds of content that the request shows: `text`, `image`, `audio` and `file`, in this order. */
export function modalitiesOf(request: RoutedRequest): readonly string[] {
  const found = new Set<string>()
  for (const part of partsOf(request)) addModality(part, found)
  return MODALITIES.filter((modality) => found.has(modality))
}

/** The first text of a request that is no conversation; empty when there is none. */
export function firstTextOf(request: RoutedRequest): string {
  if ('messages' in request) return ''
  if ('documents' in request) return request.query
  const [first] = request.input
  if (typeof first === 'string') return first
  const [piece] = first ?? []
  return typeof piece === 'object' && piece.type === 'text' ? piece.text : ''
}

function* partsOf(request: RoutedRequest): Iterable<ContentPart | 'text'> {
  if ('messages' in request) {
    for (const message of request.messages) yield* message.parts
  } else if ('documents' in request) yield 'text'
  else {
    for (const item of request.input) {
      if (typeof item === 'string') yield 'text'
      else for (const piece of item) yield typeof piece === 'number' ? 'text' : piece
    }
  }
}

function addModality(part: ContentPart | 'text', found: Set<string>): void {
  if (part === 'text') found.add('text')
  else if (part.type === 'tool-result') for (const inner of part.parts) addModality(inner, found)
  else found.add((MODALITIES as readonly string[]).includes(part.type) ? part.type : 'text')
}

function sum<Item>(items: readonly Item[], count: (item: Item) => number): number {
  let total = 0
  for (const item of items) total += count(item)
  return total
}
