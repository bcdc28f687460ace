import type { ApiKey } from '../domain/api-key.js'
import { GatewayError } from '../domain/gateway-error.js'
import { DEFAULT_ORGANIZATION } from '../domain/organization.js'
import type { AdminOptions } from './admin-options.js'

/**
 * Makes sure that someone can administer this gateway. With WEIR_ADMIN_KEY that key is the one (an earlier one from the environment
 * is revoked); without, a key is made when there is none at all. Answers the secret only when it was made now.
 */
export async function ensureAdminKey(options: AdminOptions, configured: string | undefined): Promise<string | null> {
  const keys = await options.apiKeys.list(DEFAULT_ORGANIZATION)
  if (configured !== undefined) {
    await useConfigured(options, keys, configured)
    return null
  }
  if (keys.length > 0) return null
  const secret = options.createSecret()
  return (await insert(options, 'key_admin', secret)) ? secret : null
}

async function useConfigured(options: AdminOptions, keys: readonly ApiKey[], secret: string): Promise<void> {
  const hash = options.hashSecret(secret)
  const known = keys.find((key) => key.secretHash === hash)
  if (known?.revokedAt) {
    throw new GatewayError(
      'CONFIGURATION',
      'WEIR_ADMIN_KEY holds a key that was revoked. Set another one, of 32 characters or more.',
    )
  }
  for (const key of keys) {
    if (key.createdBy !== null || key.revokedAt || key.secretHash === hash) continue
    const at = new Date(options.now())
    await options.apiKeys.revoke(DEFAULT_ORGANIZATION, key.id, at)
    options.relay.publish('api-key-changed', { type: 'revoked', id: key.id, at })
  }
  if (!known) await insert(options, `key_admin_${hash.slice(0, 12)}`, secret)
}

/** False when another node that starts now was first. */
async function insert({ apiKeys, relay, hashSecret, now }: AdminOptions, id: string, secret: string): Promise<boolean> {
  const key: ApiKey = {
    id,
    organizationId: DEFAULT_ORGANIZATION,
    name: 'admin',
    prefix: secret.slice(0, 4),
    secretHash: hashSecret(secret),
    scopes: ['admin'],
    models: null,
    createdAt: new Date(now()),
    createdBy: null,
    expiresAt: null,
    revokedAt: null,
  }
  try {
    await apiKeys.insert(DEFAULT_ORGANIZATION, key)
  } catch (error) {
    if (error instanceof GatewayError && error.code === 'CONFLICT') return false
    throw error
  }
  relay.publish('api-key-changed', { type: 'issued', key })
  return true
}
