import type { SimulatedCall } from './callers.js'

const TTL_MS = 300_000
const LEAST_TOKENS = 1_024

interface Kept {
  tokens: number
  until: number
}

/** The prompt cache of one deployment: of an application the system prompt, of a conversation all that was said before. */
export class PromptCache {
  readonly #kept = new Map<string, Kept>()

  /** How many of the call's input tokens it serves; the call's own input is kept from now on. */
  read(call: SimulatedCall, now: number): number {
    const { application, conversation, systemTokens, inputTokens } = call
    const ofConversation = this.#find(conversation, now)
    const ofApplication = this.#find(application, now)
    this.#keep(application, systemTokens, now)
    this.#keep(conversation, inputTokens, now)
    const cached = Math.min(inputTokens, Math.max(ofConversation, ofApplication))
    return cached < LEAST_TOKENS ? 0 : cached
  }

  #find(key: string, now: number): number {
    const kept = this.#kept.get(key)
    return kept && kept.until > now ? kept.tokens : 0
  }

  #keep(key: string, tokens: number, now: number): void {
    const kept = this.#kept.get(key)
    if (!kept) this.#kept.set(key, { tokens, until: now + TTL_MS })
    else {
      kept.tokens = tokens
      kept.until = now + TTL_MS
    }
  }
}
