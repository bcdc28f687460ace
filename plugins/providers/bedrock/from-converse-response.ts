import type { ProviderEvent } from '../../../src/plugin-api.js'
import { badAnswer } from '../../provider-transport/cut-answer.js'
import type { Frame } from './event-stream-decoder.js'
import { createConverseReader, type ReaderOptions } from './from-converse-event.js'

type Wire = Readonly<Record<string, unknown>>

/**
 * An answer of one piece as the events that its stream would have given.
 * Source: https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html
 * @throws {GatewayError} PROVIDER_BAD_RESPONSE
 */
export function fromConverseResponse(body: unknown, options: ReaderOptions): ProviderEvent[] {
  const { output, stopReason, additionalModelResponseFields, ...metadata } = record(body)
  const content = record(record(output)['message'])['content']
  if (!Array.isArray(content) && stopReason === undefined)
    throw badAnswer(options.provider, 'something that is not of the Converse API')
  const out: ProviderEvent[] = []
  const reader = createConverseReader(options)
  const blocks = Array.isArray(content) ? content : []
  blocks.forEach((block, index) => {
    for (const frame of toFrames(record(block), index)) reader.read(frame, out)
  })
  reader.read(event('messageStop', { stopReason, additionalModelResponseFields }), out)
  reader.read(event('metadata', metadata), out)
  reader.end(out, true)
  return out
}

function toFrames(block: Wire, contentBlockIndex: number): Frame[] {
  const [name, value] = Object.entries(block)[0] ?? ['', undefined]
  const inner = record(value)
  const start = (content: Wire) => event('contentBlockStart', { contentBlockIndex, start: content })
  const delta = (content: Wire) => event('contentBlockDelta', { contentBlockIndex, delta: content })
  const stop = event('contentBlockStop', { contentBlockIndex })
  switch (name) {
    case 'text':
      return [delta({ text: value }), stop]
    case 'reasoningContent':
      return [...toReasoning(inner).map((reasoningContent) => delta({ reasoningContent })), stop]
    case 'toolUse': {
      const { input, ...known } = inner
      return [start({ toolUse: known }), delta({ toolUse: { input: JSON.stringify(input ?? {}) } }), stop]
    }
    case 'citationsContent':
      return [...toCited(inner).map(delta), stop]
    case 'toolResult': {
      const { content, ...known } = inner
      return [start({ toolResult: known }), delta({ toolResult: content }), stop]
    }
    default:
      return [start({ [name]: inner }), stop]
  }
}

function toReasoning({ reasoningText, redactedContent }: Wire): Wire[] {
  const { text, signature } = record(reasoningText)
  return [
    ...(text === undefined ? [] : [{ text }]),
    ...(signature === undefined ? [] : [{ signature }]),
    ...(redactedContent === undefined ? [] : [{ redactedContent }]),
  ]
}

function toCited({ content, citations }: Wire): Wire[] {
  const texts = (Array.isArray(content) ? content : []).map((piece) => ({ text: record(piece)['text'] }))
  return [...texts, ...(Array.isArray(citations) ? citations : []).map((citation) => ({ citation }))]
}

function event(type: string, body: Wire): Frame {
  return { kind: 'event', type, body }
}

function record(value: unknown): Wire {
  return typeof value === 'object' && value !== null ? (value as Wire) : {}
}
