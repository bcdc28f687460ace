import { GatewayError } from '../domain/gateway-error.js'
import type { CredentialStore } from '../domain/stores.js'
import type { DataKeys } from './data-keys.js'
import { type DataKey, openCredential, toSealed } from './sealed-credential.js'

/** Others seal while this goes on; each pass takes what they sealed meanwhile. */
const MOST_PASSES = 10

/**
 * A new data key under the present secret, then every credential sealed anew by it, then the old data keys away: whenever this is cut off,
 * each credential has a data key that opens it.
 */
export async function rotateDataKey(store: CredentialStore, dataKeys: DataKeys, organizationId: string): Promise<number> {
  const old = await dataKeys.openAll(organizationId)
  const next = await dataKeys.create(organizationId)
  const keys = new Map([...old, [next.id, next]])
  const count = await sealAnew(store, organizationId, keys, next)
  await store.deleteDataKeys(organizationId, [...old.keys()])
  // One that was sealed by an old data key just before that key was deleted: it is still known here.
  return count + (await sealAnew(store, organizationId, keys, next))
}

async function sealAnew(
  store: CredentialStore,
  organizationId: string,
  keys: ReadonlyMap<string, DataKey>,
  next: DataKey,
): Promise<number> {
  let count = 0
  for (let pass = 0; pass < MOST_PASSES; pass++) {
    const left = (await store.all(organizationId)).filter(({ dataKeyId }) => dataKeyId !== next.id && keys.has(dataKeyId))
    if (left.length === 0) return count
    for (const credential of left) {
      await store.replace(toSealed(credential, openCredential(credential, keys), next), credential.dataKeyId)
    }
    count += left.length
  }
  throw new GatewayError('CONFLICT', 'Credentials are being changed faster than they can be sealed anew. Rotate again later.')
}
