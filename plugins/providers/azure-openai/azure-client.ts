import { GatewayError, type ProviderOptions } from '../../../src/plugin-api.js'
import { type Client, createClient, headerSafe } from '../../provider-transport/client.js'
import { createAcquire } from './acquire-token.js'
import { toPath, toResourceUrl } from './address.js'
import type { Settings } from './settings.js'
import { createTokenSource } from './token-source.js'

export interface AzureClient {
  /** The client of one deployment: paths of the OpenAI dialect in, Azure's out. */
  of(deployment: string): Client
  close(): Promise<void>
}

/** @throws {GatewayError} CONFIGURATION */
export function createAzureClient(options: ProviderOptions, settings: Settings): AzureClient {
  const { name, apiKey } = options
  const baseUrl = toResourceUrl(name, options.baseUrl)
  const source = settings.entra && createTokenSource({ provider: name, acquire: createAcquire(name, settings.entra) })
  if (source ? apiKey : !apiKey) throw needsOne(name)
  const headers: Record<string, string> = apiKey ? { 'api-key': headerSafe(name, apiKey) } : {}
  const client = createClient({ provider: name, baseUrl, headers, guard: options.guard })
  return {
    of: (deployment) => ({
      async open(call) {
        const authorization = source && { authorization: `Bearer ${await source.token(call.signal)}` }
        return client.open({
          ...call,
          path: toPath(call.path, deployment, settings),
          headers: { ...call.headers, ...authorization },
        })
      },
      close: () => client.close(),
    }),
    close: () => client.close(),
  }
}

function needsOne(name: string): GatewayError {
  const message = `Provider "${name}" needs either an apiKey or settings.entra: one of them says who asks.`
  return new GatewayError('CONFIGURATION', message)
}
