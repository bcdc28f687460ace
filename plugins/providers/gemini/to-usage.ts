import { createUsage, type Usage } from '../../../src/plugin-api.js'

type WireUsage = Readonly<Record<string, unknown>>

/**
 * `promptTokenCount` includes what the cache served, `candidatesTokenCount` leaves thoughts out, and what tools of the vendor's own fed to
 * the model is counted apart: https://ai.google.dev/api/generate-content#UsageMetadata, and on Vertex AI alike. Here each token is in
 * one bucket only; documents and video are billed as text. null when nothing was counted.
 */
export function toUsage(wire: unknown): Usage | null {
  const usage = record(wire)
  if (typeof usage['promptTokenCount'] !== 'number' && typeof usage['candidatesTokenCount'] !== 'number') return null
  return createUsage({ input: toInput(usage), output: toOutput(usage) })
}

function toInput(usage: WireUsage): Partial<Usage['input']> {
  const take = splitter(count(usage['promptTokenCount']))
  const cacheRead = take(count(usage['cachedContentTokenCount']))
  const fresh = (modality: string) =>
    modalityOf(usage['promptTokensDetails'], modality) - modalityOf(usage['cacheTokensDetails'], modality)
  const [audio, image] = [take(fresh('AUDIO')), take(fresh('IMAGE'))]
  const tools = toToolInput(usage)
  return {
    cacheRead,
    audio: audio + tools.audio,
    image: image + tools.image,
    text: take(Number.MAX_SAFE_INTEGER) + tools.text,
  }
}

function toToolInput(usage: WireUsage): { readonly audio: number; readonly image: number; readonly text: number } {
  const take = splitter(count(usage['toolUsePromptTokenCount']))
  const details = usage['toolUsePromptTokensDetails']
  return {
    audio: take(modalityOf(details, 'AUDIO')),
    image: take(modalityOf(details, 'IMAGE')),
    text: take(Number.MAX_SAFE_INTEGER),
  }
}

function toOutput(usage: WireUsage): Partial<Usage['output']> {
  const reasoning = count(usage['thoughtsTokenCount'])
  const candidates = count(usage['candidatesTokenCount'])
  const take = splitter(includesThoughts(usage) ? candidates - reasoning : candidates)
  const details = usage['candidatesTokensDetails']
  const [audio, image] = [take(modalityOf(details, 'AUDIO')), take(modalityOf(details, 'IMAGE'))]
  return { reasoning, audio, image, text: take(Number.MAX_SAFE_INTEGER) }
}

/** Some models have counted thoughts among the candidates; the total tells. */
function includesThoughts(usage: WireUsage): boolean {
  const [thoughts, candidates] = [count(usage['thoughtsTokenCount']), count(usage['candidatesTokenCount'])]
  const withoutThoughts = count(usage['promptTokenCount']) + count(usage['toolUsePromptTokenCount']) + candidates
  return thoughts > 0 && thoughts <= candidates && count(usage['totalTokenCount']) === withoutThoughts
}

function modalityOf(details: unknown, modality: string): number {
  if (!Array.isArray(details)) return 0
  return details.reduce((sum: number, entry) => {
    const detail = record(entry)
    return detail['modality'] === modality ? sum + count(detail['tokenCount']) : sum
  }, 0)
}

/** Takes buckets out of a total until it is used up, so that the parts never exceed the whole. */
function splitter(total: number): (tokens: number) => number {
  let rest = total
  return (tokens) => {
    const taken = Math.min(Math.max(tokens, 0), rest)
    rest -= taken
    return taken
  }
}

function count(value: unknown): number {
  return typeof value === 'number' && value > 0 && Number.isFinite(value) ? Math.floor(value) : 0
}

function record(value: unknown): WireUsage {
  return typeof value === 'object' && value !== null ? (value as WireUsage) : {}
}
