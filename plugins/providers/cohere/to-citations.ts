import type { Citation, JsonObject } from '../../../src/plugin-api.js'

interface WireCitation {
  readonly start?: unknown
  readonly end?: unknown
  readonly text?: unknown
  readonly sources?: unknown
  readonly type?: unknown
}

/** Whether it speaks of the answer, and not of a plan or of thought, which have no citations with us. */
export function isOfText(wire: JsonObject): boolean {
  return wire['type'] === undefined || wire['type'] === 'TEXT_CONTENT'
}

/**
 * One citation for each source: https://docs.cohere.com/docs/rag-citations. `said` is the part's text so far; the first carries the whole
 * as `native`.
 */
export function toCitations(wire: JsonObject, said: string): Citation[] {
  const { sources } = wire as WireCitation
  const range = toRange(wire, said)
  const found = Array.isArray(sources) && sources.length > 0 ? sources.slice(0, MAX_SOURCES) : [null]
  return found.map((source, index) => ({
    ...toSource(source),
    ...range,
    ...(index === 0 ? { native: { dialect: 'cohere', value: wire } } : {}),
  }))
}

const MAX_SOURCES = 100

/** Cohere counts characters, we count UTF-16 units: they differ behind an emoji. The words that it cites tell which is right. */
function toRange({ start, end, text }: WireCitation, said: string): { start?: number; end?: number } {
  if (!isIndex(start) || !isIndex(end) || end < start) return {}
  if (said.slice(start, end) === text || !/[\ud800-\udbff]/.test(said)) return { start, end }
  const characters = Array.from(said)
  const units = (count: number) => characters.slice(0, count).join('').length
  return { start: units(start), end: units(end) }
}

function isIndex(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 0
}

function toSource(value: unknown): Citation {
  const source = record(value)
  const document = record(source['document'] ?? source['tool_output'])
  const title = text(document['title']) ?? text(source['id'])
  const citedText = text(document['snippet']) ?? text(document['text']) ?? text(document['content'])
  const url = text(document['url'])
  return { ...(url ? { url } : {}), ...(title ? { title } : {}), ...(citedText ? { citedText } : {}) }
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {}
}
