import type { ProviderEvent, ToolCallDeltaEvent } from '../../../src/plugin-api.js'
import type { WireToolCall } from './wire.js'

interface Started {
  readonly index: number
  readonly id: string
  /** The vendor's own number, when it gives one. */
  readonly native: number | undefined
}

/**
 * Tells the parallel tool calls of one choice apart. Vendors number them (OpenAI), repeat id and name on each piece, number all of
 * them 0, or leave the number out and send each call whole.
 */
export function createToolCallReader(choice: number | undefined) {
  const started: Started[] = []

  function find(wire: WireToolCall, native: number | undefined): Started | undefined {
    const last = started.at(-1)
    const id = text(wire.id)
    if (id !== undefined && text(wire.function?.name) !== undefined) return started.find((call) => call.id === id)
    if (native === undefined) return id === undefined ? last : (started.find((call) => call.id === id) ?? last)
    return started.findLast((call) => call.native === native)
  }

  function start(wire: WireToolCall, native: number | undefined): ToolCallDeltaEvent {
    const index = started.length
    const id = text(wire.id) ?? `call_${choice ?? 0}_${index}`
    started.push({ index, id, native })
    return { type: 'tool-call-delta', index, id, name: text(wire.function?.name) ?? '', argumentsDelta: args(wire), choice }
  }

  return {
    read(wires: readonly unknown[], out: ProviderEvent[]): void {
      for (const wire of wires as readonly (WireToolCall | null)[]) {
        if (!wire || typeof wire !== 'object') continue
        const native = typeof wire.index === 'number' ? wire.index : undefined
        const call = startsAnother(wire, native) ? undefined : find(wire, native)
        if (!call) out.push(start(wire, native))
        else if (args(wire) !== '') out.push({ type: 'tool-call-delta', index: call.index, argumentsDelta: args(wire), choice })
      }
    },
  }

  /** A name without an id: the next call of a vendor that gives no ids, unless it repeats the name on the pieces of a numbered one. */
  function startsAnother(wire: WireToolCall, native: number | undefined): boolean {
    if (text(wire.id) !== undefined || text(wire.function?.name) === undefined) return false
    return native === undefined || !started.some((call) => call.native === native)
  }
}

function args(wire: WireToolCall): string {
  const value = wire.function?.arguments
  if (typeof value === 'string') return value
  return value == null ? '' : JSON.stringify(value)
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}
