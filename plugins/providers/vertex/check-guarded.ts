import { GatewayError, type JsonObject } from '../../../src/plugin-api.js'

export interface GuardedSettings {
  readonly apiKey: string | undefined
  readonly keyFile: string | undefined
  readonly credentials: JsonObject | undefined
}

/** The library's address of exchange: the only one that no guard need be asked for. */
const TOKEN_URI = 'https://oauth2.googleapis.com/token'

/**
 * A provider that was configured from outside brings credentials of its own that lead to Google alone: other types of them name files,
 * programs and addresses, and the machine's own are not for everybody.
 * @throws {GatewayError} CONFIGURATION, naming the setting
 */
export function checkGuarded(provider: string, { apiKey, keyFile, credentials }: GuardedSettings): void {
  const refuse = (setting: string, what: string) => {
    const message = `Provider "${provider}": settings.${setting} ${what}, unless the provider is declared in the configuration file.`
    return new GatewayError('CONFIGURATION', message, { path: `settings.${setting}` })
  }
  if (keyFile !== undefined) throw refuse('keyFile', 'may name no file of the gateway')
  if (apiKey) return
  if (!credentials) throw refuse('credentials', 'must hold the key of a service account')
  if (credentials['type'] !== 'service_account') throw refuse('credentials.type', 'must be service_account')
  if ((credentials['token_uri'] ?? TOKEN_URI) !== TOKEN_URI) throw refuse('credentials.token_uri', `must be ${TOKEN_URI}`)
  if ((credentials['universe_domain'] ?? 'googleapis.com') !== 'googleapis.com')
    throw refuse('credentials.universe_domain', 'must be googleapis.com')
}
