import type { Citation, ProviderEvent } from '../../../src/plugin-api.js'
import { mergeMetadata, toState } from './state.js'

interface Block {
  readonly part: number
  metadata: unknown
}

export interface BlockPart {
  readonly id?: unknown
  readonly delta?: unknown
  readonly providerMetadata?: unknown
}

/** Blocks of text or of thought: packages number them by `id`, and may give their state with any piece. */
export function createBlockReader(owner: string) {
  const open = new Map<string, Block>()
  let count = 0
  let lastText: number | undefined
  let held: Citation[] = []

  function find(key: string): Block {
    const block = open.get(key) ?? { part: count++, metadata: undefined }
    open.set(key, block)
    return block
  }

  return {
    read(kind: 'text' | 'reasoning', { id, delta, providerMetadata }: BlockPart, out: ProviderEvent[]): void {
      const block = find(`${kind}:${String(id)}`)
      const text = typeof delta === 'string' ? delta : ''
      if (providerMetadata !== undefined) block.metadata = mergeMetadata(block.metadata, providerMetadata)
      const state = providerMetadata === undefined ? {} : toState(block.metadata, owner)
      if (text === '' && !state.providerState) return
      const citations = kind === 'text' && held.length > 0 ? { citations: held } : {}
      if (kind === 'text') {
        lastText = block.part
        held = []
      }
      out.push({ type: kind === 'text' ? 'text-delta' : 'reasoning-delta', text, part: block.part, ...state, ...citations })
    },
    close(kind: 'text' | 'reasoning', { id }: BlockPart): void {
      open.delete(`${kind}:${String(id)}`)
    },
    /** A source belongs to the text that is being said, or to the next one. */
    cite(citation: Citation, out: ProviderEvent[]): void {
      if (lastText === undefined) held.push(citation)
      else out.push({ type: 'text-delta', text: '', part: lastText, citations: [citation] })
    },
    /** Sources of an answer without text. */
    end(out: ProviderEvent[]): void {
      if (held.length > 0) out.push({ type: 'text-delta', text: '', part: count++, citations: held })
      held = []
    },
  }
}
