import type { Citation, JsonObject, ProviderEvent } from '../../../src/plugin-api.js'
import { parseItem } from '../../provider-transport/parse-item.js'
import type { StreamReader } from '../../provider-transport/read-stream.js'
import { type ChunkReader, createChunkReader } from '../openai-compatible/from-chat-chunk.js'
import { toTexts } from '../openai-compatible/from-content.js'
import { QUIRKS } from './quirks.js'

interface WireChoice {
  readonly index?: unknown
  readonly delta?: { readonly content?: unknown } | null
  readonly message?: { readonly content?: unknown } | null
}
interface Said {
  /** UTF-16 units of text so far, and up to where a reference has already spoken for it. */
  length: number
  cited: number
}

/** OpenAI's chunks, with references to documents as citations: https://docs.mistral.ai/capabilities/citations/ */
export function createMistralReader(provider: string): ChunkReader {
  const chunks = createChunkReader({ provider, kind: 'mistral', quirks: QUIRKS })
  const said = new Map<number, Said>()

  function cite(wire: WireChoice | null, out: ProviderEvent[]): void {
    const content = (wire?.delta ?? wire?.message)?.content
    const index = typeof wire?.index === 'number' ? wire.index : 0
    const so = said.get(index) ?? { length: 0, cited: 0 }
    said.set(index, so)
    const citations = typeof content === 'string' ? addText(so, content) : Array.isArray(content) ? addChunks(so, content) : []
    if (citations.length > 0) out.push({ type: 'text-delta', text: '', choice: index === 0 ? undefined : index, citations })
  }

  return {
    read(chunk, out) {
      chunks.read(withCachedTokens(chunk), out)
      const { choices } = chunk as { choices?: unknown }
      if (Array.isArray(choices)) for (const choice of choices as readonly (WireChoice | null)[]) cite(choice, out)
    },
    end: (out, marked) => chunks.end(out, marked),
  }
}

function addText(said: Said, text: string): Citation[] {
  said.length += text.length
  return []
}

/** A reference speaks for the text since the one before it. */
function addChunks(said: Said, content: readonly unknown[]): Citation[] {
  return content.flatMap((chunk) => {
    if ((chunk as { type?: unknown } | null)?.type !== 'reference') return addText(said, toTexts([chunk]).text)
    const citation = { start: said.cited, end: said.length, native: { dialect: 'mistral', value: chunk as JsonObject } }
    said.cited = said.length
    return [citation]
  })
}

/** Some of its models say `num_cached_tokens`. */
function withCachedTokens(chunk: unknown): unknown {
  const usage = (chunk as { usage?: { num_cached_tokens?: unknown } | null } | null)?.usage
  if (typeof usage?.num_cached_tokens !== 'number') return chunk
  return { ...(chunk as object), usage: { ...usage, cached_tokens: usage.num_cached_tokens } }
}

const DONE = '[DONE]'

export function createPayloadReader(provider: string): StreamReader<string> {
  const chunks = createMistralReader(provider)
  return {
    read(payload, out) {
      if (payload === DONE) return true
      chunks.read(parseItem(provider, payload), out)
      return false
    },
    end: (out, marked) => chunks.end(out, marked),
    isMark: (payload) => payload.trim() === DONE,
  }
}
