import type { TokenLogprob } from '../../../src/plugin-api.js'

/** `logprobsResult` of a candidate: chosen tokens and, at the same positions, the likeliest ones. */
export function toLogprobs(result: unknown): TokenLogprob[] | undefined {
  const { chosenCandidates, topCandidates } = record(result)
  if (!Array.isArray(chosenCandidates) || chosenCandidates.length === 0) return undefined
  const tops = Array.isArray(topCandidates) ? (topCandidates as readonly unknown[]) : []
  return chosenCandidates.flatMap((chosen, position) => {
    const own = toEntry(chosen)
    if (!own) return []
    const { candidates } = record(tops[position])
    return Array.isArray(candidates) ? [{ ...own, top: candidates.flatMap((top) => toEntry(top) ?? []) }] : [own]
  })
}

function toEntry(wire: unknown): { readonly token: string; readonly logprob: number } | undefined {
  const { token, logProbability } = record(wire)
  return typeof token === 'string' && typeof logProbability === 'number' ? { token, logprob: logProbability } : undefined
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {}
}
