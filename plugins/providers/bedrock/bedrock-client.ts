import type { AddressGuard, RateLimits } from '../../../src/plugin-api.js'
import { type Answer, type Client, createClient, headerSafe } from '../../provider-transport/client.js'
import type { CredentialSource } from './credentials.js'
import type { Settings } from './settings.js'
import { signRequest } from './sign-request.js'

export interface BedrockCall {
  readonly method: 'GET' | 'POST'
  /** Escaped, with its leading slash, without the query. */
  readonly path: string
  readonly query?: Readonly<Record<string, string>>
  readonly body?: string
  readonly signal: AbortSignal
  readonly connectTimeoutMs: number
  readonly traceparent?: string
  readonly onRateLimits?: (limits: RateLimits) => void
}

/** Opens calls that carry a signature, or a Bedrock API key instead. */
export interface BedrockClient {
  /** @throws {GatewayError} as a client does, and when there are no credentials */
  open(call: BedrockCall): Promise<Answer>
  close(): Promise<void>
}

export function createBedrockClient(
  provider: string,
  baseUrl: string,
  { region, bearerToken }: Settings,
  findCredentials: CredentialSource,
  guard?: AddressGuard,
): BedrockClient {
  const headers = bearerToken ? { authorization: `Bearer ${headerSafe(provider, bearerToken)}` } : undefined
  const client: Client = createClient({ provider, baseUrl, headers, guard })
  const url = new URL(baseUrl)
  const prefix = url.pathname.replace(/\/+$/, '')

  return {
    async open({ query, ...call }) {
      const path = query ? `${call.path}?${new URLSearchParams(query).toString().replaceAll('+', '%20')}` : call.path
      if (headers) return client.open({ ...call, path })
      const credentials = await findCredentials(call.signal)
      const { method, body } = call
      const signature = await signRequest({ method, url, path: prefix + call.path, query, body }, credentials, region)
      return client.open({ ...call, path, headers: signature })
    },
    close: () => client.close(),
  }
}
