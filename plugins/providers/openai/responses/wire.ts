/** What is sent, believed no further than it is checked: https://platform.openai.com/docs/api-reference/responses. */
export type Wire = Readonly<Record<string, unknown>>

export function record(value: unknown): Wire {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Wire) : {}
}

export function records(value: unknown): readonly Wire[] {
  return Array.isArray(value) ? value.map(record) : []
}

/** undefined when it is no text, or an empty one. */
export function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

export function index(value: unknown): number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 ? value : 0
}
