import type { JsonObject, ProviderEvent } from '../../../src/plugin-api.js'
import { badAnswer } from '../../provider-transport/cut-answer.js'
import { toCitation } from './to-citation.js'

type Wire = Readonly<Record<string, unknown>>

export interface BlockReader {
  /** `type`: of the event; others than those of blocks say nothing. */
  read(type: string, body: Wire, out: ProviderEvent[]): void
  /** Blocks that the stream never closed. */
  end(out: ProviderEvent[]): void
}

const MAX_BLOCKS = 4096
/** Of what a tool of the provider's own returned within the answer. */
const MAX_NATIVE_PIECES = 10_000

interface OpenBlock {
  /** Numbers the tool calls of the answer. */
  readonly call?: number
  signature: string
  /** Grows until the block is closed: a block of Bedrock's own, such as the result of a tool that it ran. */
  native?: { readonly name: string; readonly start: Wire; input: string; readonly pieces: unknown[] }
}

export function createBlockReader(provider: string, owner: string): BlockReader {
  const open = new Map<number, OpenBlock>()
  let calls = 0
  let blocks = 0

  function add(part: number, fields: Partial<OpenBlock> = {}): OpenBlock {
    blocks += 1
    if (blocks > MAX_BLOCKS) throw badAnswer(provider, `with more than ${MAX_BLOCKS} blocks`)
    const block = { signature: '', ...fields }
    open.set(part, block)
    return block
  }

  function start(part: number, wire: Wire, out: ProviderEvent[]): void {
    const [name, value] = Object.entries(wire)[0] ?? ['', {}]
    const block = record(value)
    if (name !== 'toolUse' || block['type'] === 'server_tool_use') {
      add(part, { native: { name, start: block, input: '', pieces: [] } })
      return
    }
    const index = calls++
    add(part, { call: index })
    const id = text(block['toolUseId']) || `call_${index}`
    out.push({ type: 'tool-call-delta', index, id, name: text(block['name']), argumentsDelta: '', part })
  }

  function delta(part: number, wire: Wire, out: ProviderEvent[]): void {
    const block = open.get(part) ?? add(part)
    if (block.native) return grow(block.native, wire)
    if (typeof wire['text'] === 'string') out.push({ type: 'text-delta', text: wire['text'], part })
    if (wire['toolUse']) continueCall(block, part, record(wire['toolUse']), out)
    if (wire['reasoningContent']) reason(block, part, record(wire['reasoningContent']), out)
    if (wire['citation']) out.push({ type: 'text-delta', text: '', part, citations: [toCitation(record(wire['citation']))] })
  }

  function continueCall({ call }: OpenBlock, part: number, { input }: Wire, out: ProviderEvent[]): void {
    if (call === undefined) throw badAnswer(provider, 'with a piece of a tool call that never began')
    const argumentsDelta = text(input)
    if (argumentsDelta) out.push({ type: 'tool-call-delta', index: call, argumentsDelta, part })
  }

  function reason(block: OpenBlock, part: number, wire: Wire, out: ProviderEvent[]): void {
    if (typeof wire['text'] === 'string') out.push({ type: 'reasoning-delta', text: wire['text'], part })
    if (typeof wire['redactedContent'] === 'string') {
      const value = { redacted: wire['redactedContent'] }
      out.push({ type: 'reasoning-delta', text: '', part, providerState: { provider: owner, value } })
    }
    if (typeof wire['signature'] !== 'string') return
    block.signature += wire['signature']
    const value = { signature: block.signature }
    out.push({ type: 'reasoning-delta', text: '', part, providerState: { provider: owner, value } })
  }

  function grow(native: NonNullable<OpenBlock['native']>, wire: Wire): void {
    const piece = wire[native.name]
    if (native.name === 'toolUse') native.input += text(record(piece)['input'])
    else if (native.pieces.length < MAX_NATIVE_PIECES) native.pieces.push(...(Array.isArray(piece) ? piece : [piece]))
  }

  function stop(part: number, out: ProviderEvent[]): void {
    const block = open.get(part)
    open.delete(part)
    if (block?.native) out.push({ type: 'native', dialect: 'bedrock', value: toNative(block.native), part })
  }

  return {
    read(type, body, out) {
      const part = typeof body['contentBlockIndex'] === 'number' ? body['contentBlockIndex'] : 0
      if (type === 'contentBlockStart') start(part, record(body['start']), out)
      else if (type === 'contentBlockDelta') delta(part, record(body['delta']), out)
      else if (type === 'contentBlockStop') stop(part, out)
    },
    end(out) {
      for (const part of [...open.keys()]) stop(part, out)
    },
  }
}

/** As the block would stand in a buffered answer. */
function toNative({ name, start, input, pieces }: NonNullable<OpenBlock['native']>): JsonObject {
  if (name === 'toolUse') return { toolUse: { ...start, input: parse(input) } } as JsonObject
  if (name === 'toolResult') return { toolResult: { ...start, content: pieces } } as JsonObject
  return { [name]: Object.assign({}, start, ...pieces) } as JsonObject
}

function parse(input: string): unknown {
  try {
    return JSON.parse(input)
  } catch {
    return {}
  }
}

function record(value: unknown): Wire {
  return typeof value === 'object' && value !== null ? (value as Wire) : {}
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
