import type { JsonObject, ProviderEvent } from '../../../src/plugin-api.js'
import { badAnswer, cutAnswer } from '../../provider-transport/cut-answer.js'
import { parseItem } from '../../provider-transport/parse-item.js'
import type { StreamReader } from '../../provider-transport/read-stream.js'
import { toProviderError, type WireError } from '../../provider-transport/to-provider-error.js'
import { isOfText, toCitations } from './to-citations.js'
import { toFinish } from './to-finish.js'
import { toLogprob } from './to-logprobs.js'
import { toUsage } from './to-usage.js'

const MAX_EXTRA_CITATIONS = 1_000

/** An event of a stream, believed no further than it is checked. */
export interface WireEvent {
  readonly type?: unknown
  readonly id?: unknown
  readonly index?: unknown
  readonly delta?: unknown
  readonly logprobs?: unknown
}

export interface EventReader {
  /** Whether the event was the end. @throws {GatewayError} when it is an error or no event */
  read(event: unknown, out: ProviderEvent[]): boolean
  end(): void
}

/**
 * Turns the events of one streamed answer into ours: https://docs.cohere.com/docs/streaming. An answer of one piece is read as the
 * events that its stream would have had, so that both cannot differ.
 */
export function createEventReader(provider: string): EventReader {
  /** The text of each block of content, for the ranges of citations. */
  const texts = new Map<number, string>()
  const unplaced: JsonObject[] = []
  let calls = 0
  let ended = false

  function readContent(event: WireEvent, out: ProviderEvent[]): void {
    const index = toIndex(event)
    const { text, thinking } = contentOf(event)
    if (typeof thinking === 'string' && thinking !== '') out.push({ type: 'reasoning-delta', text: thinking, part: index })
    const logprob = toLogprob(event.logprobs)
    if (typeof text !== 'string' || (text === '' && !logprob)) return
    texts.set(index, (texts.get(index) ?? '') + text)
    out.push({ type: 'text-delta', text, part: index, ...(logprob ? { logprobs: [logprob] } : {}) })
  }

  function readPlan(event: WireEvent, out: ProviderEvent[]): void {
    const { tool_plan: text } = messageOf(event)
    if (typeof text !== 'string' || text === '') return
    out.push({ type: 'reasoning-delta', text, providerState: { provider: 'cohere', value: { toolPlan: true } } })
  }

  function readCall(event: WireEvent, out: ProviderEvent[], starts: boolean): void {
    const call = record(messageOf(event)['tool_calls'])
    const { name, arguments: args } = record(call['function'])
    const argumentsDelta = typeof args === 'string' ? args : ''
    if (starts) {
      const id = typeof call['id'] === 'string' ? call['id'] : `call_${calls}`
      out.push({ type: 'tool-call-delta', index: calls++, id, name: String(name ?? ''), argumentsDelta })
    } else if (argumentsDelta !== '' && calls > 0) out.push({ type: 'tool-call-delta', index: calls - 1, argumentsDelta })
  }

  function readCitation(event: WireEvent, out: ProviderEvent[]): void {
    const wire = record(messageOf(event)['citations']) as JsonObject
    const block = typeof wire['content_index'] === 'number' ? wire['content_index'] : lastKey(texts)
    const said = block === undefined ? undefined : texts.get(block)
    if (isOfText(wire) && said !== undefined)
      out.push({ type: 'text-delta', text: '', part: block, citations: toCitations(wire, said) })
    else if (unplaced.length < MAX_EXTRA_CITATIONS) unplaced.push(wire)
  }

  function readEnd(event: WireEvent, out: ProviderEvent[]): true {
    const { finish_reason: reason, usage: counts, error } = record(event.delta)
    const usage = toUsage(counts)
    if (usage) out.push({ type: 'usage', usage })
    if (unplaced.length > 0) out.push({ type: 'extra', dialect: 'cohere', fields: { citations: unplaced } })
    if (typeof error === 'string' && reason !== 'TIMEOUT') throw toProviderError({ message: error }, { provider })
    out.push(typeof reason === 'string' ? toFinish(provider, reason) : { type: 'finish', reason: 'OTHER' })
    ended = true
    return true
  }

  return {
    read(value, out) {
      if (typeof value !== 'object' || value === null) throw badAnswer(provider, 'something that is not an event')
      const event = value as WireEvent
      switch (event.type) {
        case 'message-start':
          if (typeof event.id === 'string') out.push({ type: 'response-metadata', providerResponseId: event.id })
          return false
        case 'content-start':
        case 'content-delta':
          readContent(event, out)
          return false
        case 'tool-plan-delta':
          readPlan(event, out)
          return false
        case 'tool-call-start':
        case 'tool-call-delta':
          readCall(event, out, event.type === 'tool-call-start')
          return false
        case 'citation-start':
          readCitation(event, out)
          return false
        case 'message-end':
          return readEnd(event, out)
        case undefined:
          throw toProviderError(value as WireError, { provider })
        default:
          // The ends of blocks, of citations and of calls say nothing new; of unknown events nothing is known.
          return false
      }
    },
    end() {
      if (!ended) throw cutAnswer(provider)
    },
  }
}

export function createPayloadReader(provider: string): StreamReader<string> {
  const events = createEventReader(provider)
  return {
    read: (payload, out) => payload === '[DONE]' || events.read(parseItem(provider, payload), out),
    end: () => events.end(),
  }
}

function toIndex({ index }: WireEvent): number {
  return typeof index === 'number' ? index : 0
}

function messageOf({ delta }: WireEvent): Readonly<Record<string, unknown>> {
  return record(record(delta)['message'])
}

function contentOf(event: WireEvent): Readonly<Record<string, unknown>> {
  return record(messageOf(event)['content'])
}

function lastKey(texts: ReadonlyMap<number, string>): number | undefined {
  return [...texts.keys()].at(-1)
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {}
}
