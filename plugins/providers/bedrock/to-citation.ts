import type { Citation, JsonObject } from '../../../src/plugin-api.js'

/** Source: https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Citation.html */
export function toCitation(wire: Readonly<Record<string, unknown>>): Citation {
  const sources = Array.isArray(wire['sourceContent']) ? (wire['sourceContent'] as readonly ({ text?: unknown } | null)[]) : []
  const citedText = sources.map((source) => (typeof source?.text === 'string' ? source.text : '')).join('')
  const web = (wire['location'] as { web?: { url?: unknown } } | null | undefined)?.web
  return {
    ...(typeof web?.url === 'string' && { url: web.url }),
    ...(typeof wire['title'] === 'string' && { title: wire['title'] }),
    ...(citedText && { citedText }),
    native: { dialect: 'bedrock', value: wire as JsonObject },
  }
}
