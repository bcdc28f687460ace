import type { ProviderEvent } from '../../../src/plugin-api.js'
import { toState } from './state.js'

interface Started {
  readonly index: number
  text: string
}

/** The parts of a stream that make a tool call; packages stream its input, or give the call at once, or both. */
export interface CallPart {
  readonly id?: unknown
  readonly toolCallId?: unknown
  readonly toolName?: unknown
  readonly input?: unknown
  readonly delta?: unknown
  readonly providerMetadata?: unknown
}

export function createCallReader(owner: string) {
  const calls = new Map<string, Started>()

  function start(id: string, part: CallPart, argumentsDelta: string, out: ProviderEvent[]): void {
    const index = calls.size
    calls.set(id, { index, text: argumentsDelta })
    out.push({
      type: 'tool-call-delta',
      index,
      id,
      name: String(part.toolName ?? ''),
      argumentsDelta,
      ...toState(part.providerMetadata, owner),
    })
  }

  function append({ index }: Started, argumentsDelta: string, part: CallPart, out: ProviderEvent[]): void {
    const state = toState(part.providerMetadata, owner)
    if (argumentsDelta !== '' || state.providerState) out.push({ type: 'tool-call-delta', index, argumentsDelta, ...state })
  }

  return {
    get hasCalls() {
      return calls.size > 0
    },
    readStart(part: CallPart, out: ProviderEvent[]): void {
      const id = String(part.id ?? `call_${calls.size}`)
      if (!calls.has(id)) start(id, part, '', out)
    },
    readDelta(part: CallPart, out: ProviderEvent[]): void {
      const call = calls.get(String(part.id))
      if (!call || typeof part.delta !== 'string') return
      call.text += part.delta
      append(call, part.delta, part, out)
    },
    /** The whole call. What of its input was streamed is not said again; where a package has reformatted it, what was streamed holds. */
    readCall(part: CallPart, out: ProviderEvent[]): void {
      const id = String(part.toolCallId ?? `call_${calls.size}`)
      const input = typeof part.input === 'string' ? part.input : JSON.stringify(part.input ?? {})
      const call = calls.get(id)
      if (!call) return start(id, part, input, out)
      const rest = input.startsWith(call.text) ? input.slice(call.text.length) : ''
      call.text += rest
      append(call, rest, part, out)
    },
  }
}
