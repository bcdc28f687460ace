import type { Citation } from '../../../src/plugin-api.js'

type Fields = Readonly<Record<string, unknown>>

/**
 * Sources from `groundingMetadata` (https://ai.google.dev/api/generate-content#GroundingMetadata) and `citationMetadata`. Their ranges count
 * bytes of UTF-8 in `text`.
 */
export function toCitations(candidate: Fields, text: string): Citation[] {
  return [...grounded(record(candidate['groundingMetadata']), text), ...cited(record(candidate['citationMetadata']), text)]
}

function grounded({ groundingChunks, groundingSupports }: Fields, text: string): Citation[] {
  const sources = list(groundingChunks).map(toSource)
  const supports = list(groundingSupports)
  if (supports.length === 0) return sources.filter((source) => source.url !== undefined)
  return supports.flatMap(({ groundingChunkIndices, segment }) => {
    const range = toRange(record(segment), text)
    return numbers(groundingChunkIndices).flatMap((index) => (sources[index] ? [{ ...sources[index], ...range }] : []))
  })
}

/** Of the web, of a map, or of the operator's own documents. */
function toSource(chunk: Fields): Citation {
  const source = record(chunk['web'] ?? chunk['maps'] ?? chunk['retrievedContext'])
  const { uri, title, text } = source
  return {
    ...(typeof uri === 'string' && { url: uri }),
    ...(typeof title === 'string' && { title }),
    ...(chunk['retrievedContext'] !== undefined && typeof text === 'string' && { citedText: text }),
  }
}

/** AI Studio calls them `citationSources`, Vertex AI `citations`. */
function cited({ citationSources, citations }: Fields, text: string): Citation[] {
  return list(citationSources ?? citations).flatMap((source) => {
    const { uri, title } = source
    if (typeof uri !== 'string' && typeof title !== 'string') return []
    return [
      { ...(typeof uri === 'string' && { url: uri }), ...(typeof title === 'string' && { title }), ...toRange(source, text) },
    ]
  })
}

/** A range that begins at the beginning comes without its start. */
function toRange({ startIndex = 0, endIndex }: Fields, text: string): Pick<Citation, 'start' | 'end'> {
  if (typeof startIndex !== 'number' || typeof endIndex !== 'number') return {}
  const bytes = Buffer.from(text)
  const unitsBefore = (offset: number) => bytes.subarray(0, Math.max(offset, 0)).toString('utf8').length
  return { start: unitsBefore(startIndex), end: unitsBefore(endIndex) }
}

function numbers(value: unknown): number[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'number') : []
}

function list(value: unknown): Fields[] {
  return Array.isArray(value) ? value.map(record) : []
}

function record(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {}
}
