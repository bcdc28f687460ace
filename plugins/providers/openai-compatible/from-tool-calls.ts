import { randomUUID } from 'node:crypto'
import type { Json, ProviderEvent, ProviderState, ToolCallDeltaEvent } from '../../../src/plugin-api.js'
import type { WireToolCall } from './wire.js'

interface Started {
  readonly index: number
  readonly id: string
  /** The vendor's own number, when it gives one. */
  readonly native: number | undefined
}

const KNOWN = new Set(['index', 'id', 'type', 'function'])

/**
 * Tells the parallel tool calls of one choice apart. Vendors number them (OpenAI), repeat id and name on each piece, number all of
 * them 0, or leave the number out and send each call whole.
 */
export function createToolCallReader(choice: number | undefined, kind: string) {
  const started: Started[] = []

  function find(wire: WireToolCall): Started | undefined {
    const native = toNumber(wire)
    const id = text(wire.id)
    const isNamed = text(wire.function?.name) !== undefined
    if (isNamed && id !== undefined) return started.find((call) => call.id === id)
    // Named without an id: the next call of a vendor that gives no ids, unless it repeats the name on the pieces of a numbered one.
    if (isNamed) return native === undefined ? undefined : started.find((call) => call.native === native)
    if (native !== undefined) return started.findLast((call) => call.native === native)
    return started.find((call) => call.id === id) ?? started.at(-1)
  }

  function start(wire: WireToolCall): ToolCallDeltaEvent {
    const index = started.length
    const id = text(wire.id) ?? madeUpId()
    started.push({ index, id, native: toNumber(wire) })
    const name = text(wire.function?.name) ?? ''
    return { type: 'tool-call-delta', index, id, name, argumentsDelta: args(wire), choice, ...toState(wire, kind) }
  }

  return {
    get hasCalls() {
      return started.length > 0
    },
    read(wires: readonly unknown[], out: ProviderEvent[]): void {
      for (const wire of wires as readonly (WireToolCall | null)[]) {
        if (!wire || typeof wire !== 'object') continue
        const call = find(wire)
        if (!call) {
          if (!isEmpty(wire)) out.push(start(wire))
        } else if (args(wire) !== '') out.push({ type: 'tool-call-delta', index: call.index, argumentsDelta: args(wire), choice })
      }
    },
  }
}

/** What the vendor keeps beside a call and wants back with it, e.g. the thought signatures of Google's `extra_content`. */
function toState(wire: WireToolCall, kind: string): { providerState?: ProviderState } {
  const fields = Object.entries(wire).filter(([name, value]) => !KNOWN.has(name) && value != null)
  return fields.length === 0 ? {} : { providerState: { provider: kind, value: Object.fromEntries(fields) as Json } }
}

function isEmpty(wire: WireToolCall): boolean {
  return text(wire.id) === undefined && text(wire.function?.name) === undefined && args(wire) === ''
}

function toNumber({ index }: WireToolCall): number | undefined {
  return typeof index === 'number' ? index : undefined
}

function args(wire: WireToolCall): string {
  const value = wire.function?.arguments
  if (typeof value === 'string') return value
  return value == null ? '' : JSON.stringify(value)
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** An id that comes again in another answer could be taken for that answer's call. */
function madeUpId(): string {
  return `call_${randomUUID().replaceAll('-', '').slice(0, 24)}`
}
