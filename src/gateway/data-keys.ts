import { randomBytes } from 'node:crypto'
import type { WrappedDataKey } from '../domain/control-plane.js'
import { GatewayError } from '../domain/gateway-error.js'
import type { CredentialStore } from '../domain/stores.js'
import { openSealed, seal } from './seal.js'
import type { DataKey } from './sealed-credential.js'
import { deriveKey } from './secrets.js'

const PURPOSE = 'weir credentials'
const KEY_BYTES = 32

export interface DataKeys {
  /** The one that new credentials are sealed with; made when there is none. Read anew each time, since another process may rotate. */
  current(organizationId: string): Promise<DataKey>
  openAll(organizationId: string): Promise<ReadonlyMap<string, DataKey>>
  /** A new one, kept under the present secret. */
  create(organizationId: string): Promise<DataKey>
}

interface DataKeysOptions {
  readonly store: CredentialStore
  readonly secret: string
  readonly previousSecret: string | undefined
  readonly now: () => number
}

export function createDataKeys({ store, secret, previousSecret, now }: DataKeysOptions): DataKeys {
  const wrapping = deriveKey(secret, PURPOSE)
  const unwrapping = previousSecret === undefined ? [wrapping] : [wrapping, deriveKey(previousSecret, PURPOSE)]

  function unwrap(wrapped: WrappedDataKey): DataKey {
    for (const candidate of unwrapping) {
      const key = openSealed(candidate, wrapped.wrapped, toContext(wrapped))
      if (key) return { id: wrapped.id, key }
    }
    throw wrongSecret(previousSecret !== undefined)
  }

  async function create(organizationId: string): Promise<DataKey> {
    const id = `dk_${randomBytes(12).toString('base64url')}`
    const key = randomBytes(KEY_BYTES)
    const context = toContext({ organizationId, id })
    await store.putDataKey({ id, organizationId, wrapped: seal(wrapping, key, context), createdAt: new Date(now()) })
    return { id, key }
  }

  return {
    create,
    async current(organizationId) {
      const newest = (await store.dataKeys(organizationId)).toSorted(byAge).at(-1)
      return newest ? unwrap(newest) : create(organizationId)
    },
    async openAll(organizationId) {
      return new Map((await store.dataKeys(organizationId)).map((wrapped) => [wrapped.id, unwrap(wrapped)]))
    },
  }
}

/** Of the same moment, the same one is the newest for every process. */
function byAge(a: WrappedDataKey, b: WrappedDataKey): number {
  return a.createdAt.getTime() - b.createdAt.getTime() || (a.id < b.id ? -1 : 1)
}

function toContext({ organizationId, id }: Pick<WrappedDataKey, 'organizationId' | 'id'>): string {
  return `data key\n${organizationId}\n${id}`
}

function wrongSecret(hasPrevious: boolean): GatewayError {
  return new GatewayError(
    'CONFIGURATION',
    hasPrevious
      ? 'The credentials of providers were sealed under a secret that is neither WEIR_SECRET nor WEIR_SECRET_PREVIOUS. Set one of them to the secret that this database was used with.'
      : 'The credentials of providers were sealed under another WEIR_SECRET. Set WEIR_SECRET to the secret that this database was used with (or restore the file "secret" of the data folder), or set WEIR_SECRET_PREVIOUS to it and call rotateSecret.',
  )
}
