import type { TokenLogprob } from '../../../src/plugin-api.js'

interface WireLogprob {
  readonly token?: unknown
  readonly logprob?: unknown
  readonly bytes?: unknown
  readonly top_logprobs?: unknown
}

/** `logprobs.content` of a choice; undefined when there is none. Entries that are none are left out. */
export function toLogprobs(content: unknown): TokenLogprob[] | undefined {
  if (!Array.isArray(content) || content.length === 0) return undefined
  return content.flatMap((wire: WireLogprob) => {
    const own = toEntry(wire)
    if (!own) return []
    return Array.isArray(wire.top_logprobs) ? [{ ...own, top: wire.top_logprobs.flatMap((top) => toEntry(top) ?? []) }] : [own]
  })
}

function toEntry(wire: WireLogprob | null): TokenLogprob | undefined {
  if (typeof wire?.token !== 'string' || typeof wire.logprob !== 'number') return undefined
  const { token, logprob, bytes } = wire
  return { token, logprob, ...(bytes === null || Array.isArray(bytes) ? { bytes } : {}) }
}
