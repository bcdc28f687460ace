import type { ProviderState } from '../domain/content.js'
import type { Json } from '../domain/json.js'

/**
 * Formats that have one opaque string for what a provider wants back (Anthropic's `signature`, Gemini's `thoughtSignature`, OpenAI's
 * `encrypted_content`) carry any provider's state in it. The door's own dialect goes as it is; state of another owner is wrapped, in base64,
 * since Google's field is of bytes.
 */
const MARK = 'weir1:'
const MARK_IN_BASE64 = Buffer.from(MARK).toString('base64')

export function wrapState(state: ProviderState): string {
  return Buffer.from(MARK + JSON.stringify([state.provider, state.value])).toString('base64')
}

/** The state in a string that `wrapState` made; undefined for a string of the dialect's own. */
export function unwrapState(text: string): ProviderState | undefined {
  if (!text.startsWith(MARK_IN_BASE64)) return undefined
  try {
    const [provider, value] = JSON.parse(Buffer.from(text, 'base64').toString('utf8').slice(MARK.length)) as Json[]
    return typeof provider === 'string' ? { provider, value: value ?? null } : undefined
  } catch {
    return undefined
  }
}
