import type { ProviderEvent } from '../../../src/plugin-api.js'
import { badAnswer, cutAnswer } from '../../provider-transport/cut-answer.js'
import { parseItem } from '../../provider-transport/parse-item.js'
import type { StreamReader } from '../../provider-transport/read-stream.js'
import { type BlockReader, createBlockReader } from './from-block.js'
import { createOtherFields } from './other-fields.js'
import { toFinishReason } from './to-finish-reason.js'
import { mergeUsage, toUsage } from './to-usage.js'
import { text, toWire, type Wire } from './wire.js'
import { toAnswerError } from './wire-error.js'

export interface MessageReaderOptions {
  /** The name of the provider, for messages. */
  readonly provider: string
}

/** Turns the events of one answer into ours: https://platform.claude.com/docs/en/build-with-claude/streaming. */
export interface MessageReader {
  /** Whether the event was the last. @throws {GatewayError} when it is an error or none of the dialect */
  read(event: unknown, out: ProviderEvent[]): boolean
  /** @throws {GatewayError} PROVIDER_STREAM_CUT unless the answer finished, or was `marked` complete */
  end(out: ProviderEvent[], marked: boolean): void
}

/** A reader of the `data` of server-sent events. */
export function createMessageStreamReader(options: MessageReaderOptions): StreamReader<string> {
  const events = createMessageReader(options)
  return {
    read: (payload, out) => events.read(parseItem(options.provider, payload), out),
    end: (out, marked) => events.end(out, marked),
    isMark: (payload) => /"type"\s*:\s*"message_stop"\s*\}\s*$/.test(payload),
  }
}

export function createMessageReader({ provider }: MessageReaderOptions): MessageReader {
  const blocks = new Map<unknown, BlockReader>()
  const others = createOtherFields()
  let count = 0
  let toolCalls = 0
  let usage: Wire = {}
  let begun = false
  let finished = false

  function start(message: Wire, out: ProviderEvent[]): void {
    begun = true
    const tier = text(toWire(message['usage'])['service_tier'])
    out.push({
      type: 'response-metadata',
      providerResponseId: text(message['id']),
      providerModel: text(message['model']),
      ...(tier ? { serviceTier: tier } : {}),
    })
    others.add(message)
    readUsage(message['usage'], out)
  }

  function readUsage(wire: unknown, out: ProviderEvent[]): void {
    usage = mergeUsage(usage, toWire(wire))
    others.addUsage(toWire(wire))
    const counted = toUsage(usage)
    if (counted) out.push({ type: 'usage', usage: counted })
  }

  function startBlock(index: unknown, block: Wire, out: ProviderEvent[]): void {
    const isCall = block['type'] === 'tool_use'
    blocks.set(index, createBlockReader(block, count++, isCall ? toolCalls++ : -1, out))
  }

  function stopBlock(index: unknown, out: ProviderEvent[]): void {
    blocks.get(index)?.stop(out)
    blocks.delete(index)
  }

  function finish(delta: Wire, out: ProviderEvent[]): void {
    const native = text(delta['stop_reason'])
    if (native === '' || finished) return
    for (const index of [...blocks.keys()]) stopBlock(index, out)
    const explanation = text(toWire(delta['stop_details'])['explanation'])
    if (native === 'refusal' && explanation !== '') out.push({ type: 'refusal-delta', text: explanation })
    const stopSequence = text(delta['stop_sequence'])
    finished = true
    const reason = toFinishReason(native)
    out.push({ type: 'finish', reason, nativeReason: native, ...(stopSequence ? { stopSequence } : {}) })
  }

  return {
    read(value, out) {
      const event = toWire(value)
      switch (event['type']) {
        case 'message_start':
          start(toWire(event['message']), out)
          return false
        case 'content_block_start':
          startBlock(event['index'], toWire(event['content_block']), out)
          return false
        case 'content_block_delta':
          blocks.get(event['index'])?.delta(toWire(event['delta']), out)
          return false
        case 'content_block_stop':
          stopBlock(event['index'], out)
          return false
        case 'message_delta':
          readUsage(event['usage'], out)
          others.add(toWire(event['delta']))
          finish(toWire(event['delta']), out)
          return false
        case 'message_stop':
          return true
        case 'error':
          throw toAnswerError(provider, event)
        default:
          // Pings, and whatever the vendor may add: https://platform.claude.com/docs/en/api/versioning.
          if (typeof event['type'] !== 'string') throw badAnswer(provider, 'something that is not of the Anthropic dialect')
          return false
      }
    },
    end(out, marked) {
      if (!finished) {
        if (!marked) throw cutAnswer(provider)
        if (!begun) throw badAnswer(provider, 'without a message')
        for (const index of [...blocks.keys()]) stopBlock(index, out)
        out.push({ type: 'finish', reason: 'OTHER' })
      }
      const extra = others.toEvent()
      if (extra) out.push(extra)
    },
  }
}
