import type { TokenLogprob } from '../../../src/plugin-api.js'

interface WireLogprob {
  readonly token?: unknown
  readonly logprob?: unknown
  readonly bytes?: readonly number[] | null
  readonly top_logprobs?: unknown
}

/** undefined when the line has none. */
export function toLogprobs(value: unknown): readonly TokenLogprob[] | undefined {
  const rows = toRows(value)
  return rows.length === 0 ? undefined : rows
}

function toRows(value: unknown): TokenLogprob[] {
  const rows = Array.isArray(value) ? (value as readonly (WireLogprob | null)[]) : []
  return rows.flatMap((row) => {
    if (typeof row?.token !== 'string' || typeof row.logprob !== 'number') return []
    const top = toRows(row.top_logprobs)
    const { token, logprob, bytes } = row
    return [{ token, logprob, ...(bytes && { bytes }), ...(top.length > 0 && { top }) }]
  })
}
