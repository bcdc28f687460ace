import { GatewayError } from '../../../src/plugin-api.js'

export interface Token {
  readonly value: string
  readonly expiresAtMs: number
}

export interface TokenSource {
  /** @throws {GatewayError} what hinders; or the reason of the signal */
  token(signal: AbortSignal): Promise<string>
}

export interface TokenSourceOptions {
  readonly provider: string
  /** @throws {GatewayError} */
  readonly acquire: () => Promise<Token>
  /** Milliseconds since the epoch. */
  readonly now?: () => number
  readonly timeoutMs?: number
}

/** A token that would expire on the way is none. */
const EARLY_MS = 5 * 60_000
const TIMEOUT_MS = 15_000

/** Keeps a token until shortly before it expires; who needs one while it is being fetched waits for the same. */
export function createTokenSource({
  provider,
  acquire,
  now = Date.now,
  timeoutMs = TIMEOUT_MS,
}: TokenSourceOptions): TokenSource {
  let held: Token | undefined
  let pending: Promise<Token> | undefined

  function fetchOnce(): Promise<Token> {
    pending ??= within(acquire(), timeoutMs, provider)
      .then((token) => {
        held = token
        return token
      })
      .finally(() => {
        pending = undefined
      })
    return pending
  }

  return {
    async token(signal) {
      signal.throwIfAborted()
      const known = held
      if (known && now() < known.expiresAtMs - EARLY_MS) return known.value
      try {
        return (await untilAborted(fetchOnce(), signal)).value
      } catch (error) {
        signal.throwIfAborted()
        // What is still valid is worth a try while its renewal fails.
        if (known && now() < known.expiresAtMs) return known.value
        throw error
      }
    },
  }
}

function within(work: Promise<Token>, timeoutMs: number, provider: string): Promise<Token> {
  return new Promise((resolve, reject) => {
    const message = `Provider "${provider}": Microsoft Entra gave no token within ${timeoutMs} ms.`
    const timer = setTimeout(() => reject(new GatewayError('PROVIDER_TIMEOUT', message)), timeoutMs)
    work.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}

/** One caller going away takes the token from nobody else. */
function untilAborted(work: Promise<Token>, signal: AbortSignal): Promise<Token> {
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(signal.reason)
    signal.addEventListener('abort', onAbort, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort))
  })
}
