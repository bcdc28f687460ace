import { GoogleAuth, gaxios } from 'google-auth-library'
import type { JsonObject } from '../../../src/plugin-api.js'
import type { AccessToken } from './access-token.js'

const SCOPE = 'https://www.googleapis.com/auth/cloud-platform'
/** The library's own address of exchange, whatever the credentials say. */
const LIBRARY_URL = 'https://oauth2.googleapis.com/token'

/**
 * Asks for access tokens by credentials of any type that Google issues, or by those of the surroundings: a variable, the metadata server.
 * https://cloud.google.com/docs/authentication/application-default-credentials.
 */
export function createTokenFetcher(credentials: JsonObject | undefined, timeoutMs: number): () => Promise<AccessToken> {
  const auth = new GoogleAuth({
    scopes: [SCOPE],
    ...(credentials && { credentials }),
    clientOptions: { transporter: createTransporter(credentials, timeoutMs), eagerRefreshThresholdMillis: EARLY_MS },
  })
  return async () => {
    const client = await auth.getClient()
    const { token } = await client.getAccessToken()
    if (!token) throw new Error('The library gave no token')
    return { token, expiresAt: client.credentials.expiry_date ?? undefined }
  }
}

/** More than our own threshold, or the library would hand out again the token that is to be exchanged. */
const EARLY_MS = 6 * 60_000

/** A service account names where its assertion is exchanged: a private address of Google's, or a test's. */
function createTransporter(credentials: JsonObject | undefined, timeoutMs: number): gaxios.Gaxios {
  const transporter = new gaxios.Gaxios({ timeout: timeoutMs })
  const tokenUri = credentials?.['token_uri']
  if (typeof tokenUri !== 'string' || tokenUri === LIBRARY_URL) return transporter
  transporter.interceptors.request.add({
    resolved: async (config) => {
      if (String(config.url) === LIBRARY_URL) config.url = new URL(tokenUri)
      return config
    },
  })
  return transporter
}
