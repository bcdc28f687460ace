import type { JsonObject, ProviderEvent, ProviderState } from '../../../src/plugin-api.js'
import { DIALECT } from './to-blocks.js'
import { toCitation } from './to-citation.js'
import { text, toJsonObject, toWire, type Wire } from './wire.js'

/** Reads one content block of an answer; a whole block is one that had its content when it began. */
export interface BlockReader {
  delta(delta: Wire, out: ProviderEvent[]): void
  stop(out: ProviderEvent[]): void
}

/** `part` is the block's number in the answer, `toolIndex` that of a tool call among its like. */
export function createBlockReader(block: Wire, part: number, toolIndex: number, out: ProviderEvent[]): BlockReader {
  switch (block['type']) {
    case 'text':
      return readText(block, part, out)
    case 'thinking':
      return readThinking(block, part, out)
    case 'redacted_thinking':
      return readRedacted(block, part, out)
    case 'tool_use':
      return readToolUse(block, part, toolIndex, out)
    default:
      return readNative(block, part)
  }
}

function readText(block: Wire, part: number, out: ProviderEvent[]): BlockReader {
  const say = (said: string, to: ProviderEvent[]) => {
    if (said !== '') to.push({ type: 'text-delta', text: said, part })
  }
  const cite = (citations: readonly unknown[], to: ProviderEvent[]) => {
    if (citations.length === 0) return
    to.push({ type: 'text-delta', text: '', part, citations: citations.map((citation) => toCitation(toWire(citation))) })
  }
  say(text(block['text']), out)
  cite(Array.isArray(block['citations']) ? block['citations'] : [], out)
  return {
    delta(delta, to) {
      if (delta['type'] === 'citations_delta') cite([delta['citation']], to)
      else say(text(delta['text']), to)
    },
    stop() {},
  }
}

function readThinking(block: Wire, part: number, out: ProviderEvent[]): BlockReader {
  let signature = text(block['signature'])
  const think = (thought: string, to: ProviderEvent[]) => {
    if (thought !== '') to.push({ type: 'reasoning-delta', text: thought, part })
  }
  think(text(block['thinking']), out)
  return {
    delta(delta, to) {
      signature += text(delta['signature'])
      think(text(delta['thinking']), to)
    },
    stop(to) {
      if (signature !== '') to.push({ type: 'reasoning-delta', text: '', part, providerState: stateOf({ signature }) })
    },
  }
}

function readRedacted(block: Wire, part: number, out: ProviderEvent[]): BlockReader {
  const redacted = text(block['data'])
  out.push({ type: 'reasoning-delta', text: '', part, providerState: stateOf({ redacted }) })
  return { delta() {}, stop() {} }
}

function readToolUse(block: Wire, part: number, index: number, out: ProviderEvent[]): BlockReader {
  let isEmpty = true
  const state = toToolState(block)
  const head = { id: text(block['id']), name: text(block['name']), argumentsDelta: '' }
  out.push({ type: 'tool-call-delta', index, part, ...head, ...(state ? { providerState: state } : {}) })
  return {
    delta(delta, to) {
      const piece = text(delta['partial_json'])
      if (piece === '') return
      isEmpty = false
      to.push({ type: 'tool-call-delta', index, part, argumentsDelta: piece })
    },
    // A call without arguments streams none; a whole one has them as an object.
    stop(to) {
      if (!isEmpty) return
      to.push({ type: 'tool-call-delta', index, part, argumentsDelta: JSON.stringify(block['input'] ?? {}) })
    },
  }
}

/** Who called a tool, other than the model itself, and of which toolset it is: Claude wants to be told so again. */
function toToolState({ caller, toolset_name: toolset }: Wire): ProviderState | undefined {
  const isIndirect = caller != null && toWire(caller)['type'] !== 'direct'
  if (!isIndirect && toolset == null) return undefined
  return stateOf({
    ...(isIndirect ? { caller: toJsonObject(caller) } : {}),
    ...(toolset == null ? {} : { toolset_name: text(toolset) }),
  })
}

/** What the vendor did itself: shown once it is whole. */
function readNative(block: Wire, part: number): BlockReader {
  let input = ''
  const pieces: Record<string, string> = {}
  return {
    delta({ type: _, partial_json: json, ...others }) {
      input += text(json)
      for (const [name, piece] of Object.entries(others)) {
        if (typeof piece === 'string') pieces[name] = (pieces[name] ?? '') + piece
      }
    },
    stop(to) {
      const whole = { ...toJsonObject(block), ...pieces, ...(input === '' ? {} : { input: parseInput(input) }) }
      to.push({ type: 'native', dialect: DIALECT, value: whole, part })
    },
  }
}

function parseInput(input: string): JsonObject {
  try {
    return toJsonObject(JSON.parse(input))
  } catch {
    return { INVALID_JSON: input }
  }
}

function stateOf(value: JsonObject): ProviderState {
  return { provider: DIALECT, value }
}
