import type { Citation, ContentPart } from '../../domain/content.js'

/** The sources of all text of a candidate; Google counts in bytes from the beginning of the candidate. */
export function toCitationMetadata(parts: readonly ContentPart[]): { readonly citationMetadata?: object } {
  let bytesBefore = 0
  const sources: object[] = []
  for (const part of parts) {
    if (part.type !== 'text') continue
    for (const citation of part.citations ?? []) sources.push(toSource(citation, part.text, bytesBefore))
    bytesBefore += Buffer.byteLength(part.text)
  }
  return sources.length > 0 ? { citationMetadata: { citationSources: sources, citations: sources } } : {}
}

function toSource({ url, title, start = 0, end }: Citation, text: string, bytesBefore: number): object {
  return {
    startIndex: bytesBefore + Buffer.byteLength(text.slice(0, start)),
    endIndex: bytesBefore + Buffer.byteLength(text.slice(0, end ?? text.length)),
    ...(url !== undefined && { uri: url }),
    ...(title !== undefined && { title }),
  }
}
