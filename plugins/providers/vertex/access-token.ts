import { GatewayError } from '../../../src/plugin-api.js'

export interface AccessToken {
  readonly token: string
  /** Milliseconds since 1970; absent: unknown. */
  readonly expiresAt: number | undefined
}

export interface TokenSourceOptions {
  /** The name of the provider, for messages. */
  readonly provider: string
  /** Asks for a new one. */
  readonly fetchToken: () => Promise<AccessToken>
  readonly now: () => number
  readonly timeoutMs: number
}

/** Before it expires by so much a token is exchanged, beside the calls that still use it. */
const EARLY_MS = 5 * 60_000
/** A token with less life than this may expire on its way. */
const LEAST_MS = 10_000
/** For one that does not say. */
const USUAL_LIFE_MS = 30 * 60_000

/**
 * The token that every call uses until it is about to expire. One exchange at a time, whoever waits for it.
 * The function throws {GatewayError} PROVIDER_AUTHENTICATION, PROVIDER_UNREACHABLE, PROVIDER_TIMEOUT; or the reason of the signal.
 */
export function createTokenSource(options: TokenSourceOptions): (signal: AbortSignal) => Promise<string> {
  const { now } = options
  let held: { readonly token: string; readonly expiresAt: number } | undefined
  let pending: Promise<string> | undefined

  function exchange(): Promise<string> {
    pending ??= fetchInTime(options)
      .then(({ token, expiresAt }) => {
        held = { token, expiresAt: expiresAt ?? now() + USUAL_LIFE_MS }
        return token
      })
      .finally(() => {
        pending = undefined
      })
    return pending
  }

  return async (signal) => {
    signal.throwIfAborted()
    const left = held ? held.expiresAt - now() : 0
    if (held && left > EARLY_MS) return held.token
    if (held && left > LEAST_MS) {
      // While the old one lasts, a failure to exchange it is nobody's yet.
      exchange().catch(() => {})
      return held.token
    }
    return untilAborted(exchange(), signal)
  }
}

async function fetchInTime({ provider, fetchToken, timeoutMs }: TokenSourceOptions): Promise<AccessToken> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(tooLate(provider)), timeoutMs)
  })
  try {
    return await Promise.race([fetchToken(), late])
  } catch (error) {
    throw error instanceof GatewayError ? error : toTokenError(provider, error)
  } finally {
    clearTimeout(timer)
  }
}

/** The caller may go while others still wait. */
async function untilAborted<Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value> {
  let stop = () => {}
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason)
    signal.addEventListener('abort', stop, { once: true })
  })
  try {
    return await Promise.race([promise, aborted])
  } finally {
    signal.removeEventListener('abort', stop)
  }
}

/** Google's words may name accounts and keys: only the status is told. */
function toTokenError(provider: string, cause: unknown): GatewayError {
  const status = (cause as { readonly response?: { readonly status?: unknown } } | null)?.response?.status
  const providerStatus = typeof status === 'number' ? status : undefined
  if (providerStatus === undefined && isOfNetwork(cause)) {
    const message = `Provider "${provider}": Google's token endpoint could not be reached.`
    return new GatewayError('PROVIDER_UNREACHABLE', message, { cause })
  }
  const failed = providerStatus !== undefined && (providerStatus >= 500 || providerStatus === 429)
  const message = failed
    ? `Provider "${provider}": Google's token endpoint failed.`
    : `Provider "${provider}": Google gave no access token. Check settings.credentials, settings.keyFile, or the application default credentials.`
  return new GatewayError(failed ? 'PROVIDER_OVERLOADED' : 'PROVIDER_AUTHENTICATION', message, { cause, providerStatus })
}

function isOfNetwork(error: unknown): boolean {
  const { code, cause } = (error ?? {}) as { readonly code?: unknown; readonly cause?: unknown }
  return (typeof code === 'string' && /^(?:E[A-Z]+|UND_ERR_)/.test(code)) || (cause !== undefined && isOfNetwork(cause))
}

function tooLate(provider: string): GatewayError {
  return new GatewayError('PROVIDER_TIMEOUT', `Provider "${provider}": Google's token endpoint did not answer in time.`)
}
