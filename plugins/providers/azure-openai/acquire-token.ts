import { AuthError, type AuthenticationResult, ConfidentialClientApplication, ManagedIdentityApplication } from '@azure/msal-node'
import { GatewayError, type GatewayErrorCode } from '../../../src/plugin-api.js'
import { entraNetwork } from './entra-network.js'
import type { Application, Entra } from './settings.js'
import type { Token } from './token-source.js'

const SCOPE = 'https://cognitiveservices.azure.com/.default'
const AUTHORITY = 'https://login.microsoftonline.com'

/** Asks Microsoft Entra for tokens by MSAL: https://learn.microsoft.com/azure/ai-foundry/openai/how-to/managed-identity */
export function createAcquire(provider: string, entra: Entra): () => Promise<Token> {
  const ask = 'managedIdentity' in entra ? byManagedIdentity(entra) : byApplication(entra)
  return async () => {
    let result: AuthenticationResult | null
    try {
      result = await ask()
    } catch (error) {
      throw toAuthenticationError(provider, error)
    }
    if (!result?.accessToken) throw refused(provider, 'no token')
    return { value: result.accessToken, expiresAtMs: result.expiresOn?.getTime() ?? 0 }
  }
}

function byApplication({ tenantId, clientId, clientSecret, authority = AUTHORITY, scope = SCOPE }: Application) {
  const address = `${authority.replace(/\/+$/, '')}/${tenantId}`
  // MSAL takes authorities by https only; the address of the tokens may be another on this machine.
  const secure = address.replace(/^http:/, 'https:')
  const client = new ConfidentialClientApplication({
    auth: {
      clientId,
      clientSecret,
      authority: secure,
      knownAuthorities: [new URL(secure).host],
      // It is as documented for every cloud, so that nothing need be asked before.
      authorityMetadata: JSON.stringify({
        authorization_endpoint: `${secure}/oauth2/v2.0/authorize`,
        token_endpoint: `${address}/oauth2/v2.0/token`,
        issuer: `${secure}/v2.0`,
        jwks_uri: `${secure}/discovery/v2.0/keys`,
      }),
    },
    system: { networkClient: entraNetwork },
  })
  return () => client.acquireTokenByClientCredential({ scopes: [scope] })
}

function byManagedIdentity({ clientId, scope = SCOPE }: Exclude<Entra, Application>) {
  const identity = clientId ? { managedIdentityIdParams: { userAssignedClientId: clientId } } : {}
  const client = new ManagedIdentityApplication({ ...identity, system: { networkClient: entraNetwork } })
  return () => client.acquireToken({ resource: scope.replace(/\/\.default$/, '') })
}

const CODES: Readonly<Record<string, GatewayErrorCode>> = {
  network_error: 'PROVIDER_UNREACHABLE',
  endpoints_resolution_error: 'PROVIDER_UNREACHABLE',
  temporarily_unavailable: 'PROVIDER_UNREACHABLE',
  server_error: 'PROVIDER_UNREACHABLE',
  managed_identity_request_failed: 'PROVIDER_UNREACHABLE',
}

/** Its own words name accounts: its code is enough. */
function toAuthenticationError(provider: string, error: unknown): GatewayError {
  if (!(error instanceof AuthError)) return unreachable(provider, 'request failed')
  const native = /^[\w-]{1,80}$/.test(error.errorCode) ? error.errorCode : 'unknown'
  return CODES[native] ? unreachable(provider, native) : refused(provider, native)
}

function unreachable(provider: string, providerCode: string): GatewayError {
  const message = `Provider "${provider}": Microsoft Entra cannot be reached for a token (${providerCode}).`
  return new GatewayError('PROVIDER_UNREACHABLE', message, { providerCode })
}

function refused(provider: string, providerCode: string): GatewayError {
  const message = `Provider "${provider}": Microsoft Entra gave no token (${providerCode}). Check settings.entra.`
  return new GatewayError('PROVIDER_AUTHENTICATION', message, { providerCode })
}
