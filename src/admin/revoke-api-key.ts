import { GatewayError } from '../domain/gateway-error.js'
import type { Principal } from '../domain/principal.js'
import type { PublicApiKey } from './admin.js'
import type { AdminOptions } from './admin-options.js'
import { toPublicApiKey } from './issue-api-key.js'

/** Every process refuses the key within a second: by the relay on this machine, by the deltas on others. */
export async function revokeApiKey(
  { apiKeys, relay, now }: AdminOptions,
  principal: Principal,
  id: string,
): Promise<PublicApiKey> {
  const key = await apiKeys.revoke(principal.organizationId, id, new Date(now()))
  if (!key)
    throw new GatewayError('NOT_FOUND', 'There is no API key with this id. The query "apiKeys" lists them.', { path: 'id' })
  relay.publish('api-key-changed', { type: 'revoked', id, at: key.revokedAt ?? new Date(now()) })
  return toPublicApiKey(key)
}
