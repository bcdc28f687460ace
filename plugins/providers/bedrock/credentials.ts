import { GatewayError } from '../../../src/plugin-api.js'
import type { Settings } from './settings.js'

export interface Credentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
}

/** Finds credentials for one call, from its cache when it can. */
export type CredentialSource = (signal: AbortSignal) => Promise<Credentials>

/** The vendor's own chain (environment, files, SSO, web identity, container, instance), which caches and refreshes by itself. */
export function createCredentialSource(
  provider: string,
  settings: Settings,
  find: () => Promise<Credentials> = createChain(settings),
): CredentialSource {
  const { keys, credentialsTimeoutMs } = settings
  if (keys) return async () => keys
  return async (signal) => {
    try {
      return await within(credentialsTimeoutMs, signal, find)
    } catch (error) {
      signal.throwIfAborted()
      throw toGatewayError(provider, error)
    }
  }
}

/** Loaded with the first call that needs it: it is large, and keys in the settings do without. */
function createChain({ profile, region }: Settings): () => Promise<Credentials> {
  let loading: Promise<() => Promise<Credentials>> | undefined
  const load = async () => {
    const { defaultProvider } = await import('@aws-sdk/credential-provider-node')
    return defaultProvider({ profile, clientConfig: { region } })
  }
  return async () => {
    loading ??= load()
    return (await loading)()
  }
}

/** The chain takes no signal: what it still does when the time is up is lost, or its result is in its cache for the next call. */
async function within(timeoutMs: number, signal: AbortSignal, find: () => Promise<Credentials>): Promise<Credentials> {
  signal.throwIfAborted()
  let stop = () => {}
  const over = new Promise<never>((_, reject) => {
    const timer = setTimeout(() => reject(new CredentialsLate()), timeoutMs)
    const aborted = () => reject(signal.reason)
    signal.addEventListener('abort', aborted, { once: true })
    stop = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', aborted)
    }
  })
  try {
    return await Promise.race([find(), over])
  } finally {
    stop()
  }
}

class CredentialsLate extends Error {}

function toGatewayError(provider: string, cause: unknown): GatewayError {
  if (cause instanceof CredentialsLate) {
    return new GatewayError(
      'PROVIDER_TIMEOUT',
      `Provider "${provider}": AWS gave no credentials in time. Check what the machine's credential chain asks.`,
    )
  }
  const name = cause instanceof Error ? cause.name : ''
  if (/^Credentials|^Token/.test(name)) {
    const advice = 'Give settings.accessKeyId and settings.secretAccessKey, settings.profile or apiKey, or a role to the machine'
    return new GatewayError('PROVIDER_AUTHENTICATION', `Provider "${provider}" found no AWS credentials. ${advice}.`, { cause })
  }
  return new GatewayError('PROVIDER_UNREACHABLE', `Provider "${provider}" could not load its AWS credentials.`, { cause })
}
