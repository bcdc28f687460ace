import type { Json } from '../domain/json.js'

/** The JSON that a model wrote, with what it wrote around it cut away: a code fence, or prose before and after. undefined when there is none. */
export function readJsonAnswer(text: string): { readonly text: string; readonly value: Json } | undefined {
  return parse(text.trim()) ?? parse(fenced(text)) ?? parse(braced(text))
}

function parse(text: string): { readonly text: string; readonly value: Json } | undefined {
  if (text === '') return undefined
  try {
    return { text, value: JSON.parse(text) as Json }
  } catch {
    return undefined
  }
}

function fenced(text: string): string {
  const from = text.indexOf('```')
  const line = text.indexOf('\n', from)
  const to = text.lastIndexOf('```')
  return from < 0 || line < 0 || to <= line ? '' : text.slice(line + 1, to).trim()
}

function braced(text: string): string {
  const from = text.search(/[[{]/)
  const to = Math.max(text.lastIndexOf('}'), text.lastIndexOf(']'))
  return from < 0 || to <= from ? '' : text.slice(from, to + 1)
}
