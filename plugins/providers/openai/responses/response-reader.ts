import type { ProviderEvent } from '../../../../src/plugin-api.js'
import { badAnswer, cutAnswer } from '../../../provider-transport/cut-answer.js'
import { parseItem } from '../../../provider-transport/parse-item.js'
import type { StreamReader } from '../../../provider-transport/read-stream.js'
import { createCallReader } from './call-reader.js'
import type { AnswerContext, ItemReader } from './item-reader.js'
import { createMessageReader } from './message-reader.js'
import { createNativeReader } from './native-reader.js'
import { createReasoningReader } from './reasoning-reader.js'
import { type AnswerOptions, pushEnd, toFailure, toMetadata } from './response-end.js'
import { index, record, records, text, type Wire } from './wire.js'

/** Items are kept until the answer ends; no answer of theirs has that many. */
const MAX_ITEMS = 10_000

/** Turns the events of one response into ours. A response of one piece is read as its last event, so that both cannot differ. */
export interface ResponseReader {
  /** Whether the response is over. @throws {GatewayError} when the event is an error or no event */
  read(event: unknown, out: ProviderEvent[]): boolean
}

export function createResponseReader(options: AnswerOptions): ResponseReader {
  const { provider, owner } = options
  const items = new Map<number, { readonly reader: ItemReader; isWhole: boolean }>()
  const seen = { refusal: false, calls: 0, parts: 0 }
  let identified = false
  const context: AnswerContext = {
    owner,
    nextPart: () => seen.parts++,
    nextCall: () => seen.calls++,
    sawRefusal: () => {
      seen.refusal = true
    },
  }

  function identify(response: Wire, out: ProviderEvent[]): void {
    if (identified || !text(response['id'])) return
    identified = true
    out.push(toMetadata(response))
  }

  function open(number: number, item: Wire) {
    const known = items.get(number)
    if (known) return known
    if (items.size >= MAX_ITEMS) throw badAnswer(provider, `with more than ${MAX_ITEMS} items`)
    const opened = { reader: createItemReader(item, context), isWhole: false }
    items.set(number, opened)
    return opened
  }

  function complete(number: number, item: Wire, out: ProviderEvent[]): void {
    const opened = open(number, item)
    if (opened.isWhole) return
    opened.isWhole = true
    opened.reader.whole(item, out)
  }

  function end(response: Wire, out: ProviderEvent[]): true {
    identify(response, out)
    for (const [number, item] of records(response['output']).entries()) complete(number, item, out)
    pushEnd(response, seen, options, out)
    return true
  }

  return {
    read(value, out) {
      const event = record(value)
      switch (event['type']) {
        case 'response.created':
        case 'response.queued':
        case 'response.in_progress':
          identify(record(event['response']), out)
          return false
        case 'response.output_item.added':
          open(index(event['output_index']), record(event['item']))
          return false
        case 'response.output_item.done':
          complete(index(event['output_index']), record(event['item']), out)
          return false
        case 'response.completed':
        case 'response.incomplete':
        case 'response.failed':
        case 'response.cancelled':
          return end(record(event['response']), out)
        case 'error':
          throw toFailure(event, options)
        case undefined:
          throw event['error'] ? toFailure(event, options) : badAnswer(provider, 'with an event that is not of a response')
      }
      items.get(index(event['output_index']))?.reader.piece(event, out)
      return false
    },
  }
}

function createItemReader(item: Wire, context: AnswerContext): ItemReader {
  switch (item['type']) {
    case 'message':
      return createMessageReader(item, context)
    case 'reasoning':
      return createReasoningReader(context)
    case 'function_call':
      return createCallReader(item, context)
    default:
      return createNativeReader(context)
  }
}

/** The same of the text of each event, for a stream. */
export function createPayloadReader(options: AnswerOptions): StreamReader<string> {
  const response = createResponseReader(options)
  let isOver = false
  return {
    read(payload, out) {
      isOver = payload !== '[DONE]' && response.read(parseItem(options.provider, payload), out)
      return isOver
    },
    end() {
      if (!isOver) throw cutAnswer(options.provider)
    },
  }
}
