import { randomBytes } from 'node:crypto'
import type { KeyRef } from '../domain/control-plane.js'
import type { CredentialStore } from '../domain/stores.js'
import { createDataKeys } from './data-keys.js'
import { rotateDataKey } from './rotate-data-key.js'
import { type BareCredential, openCredential, toSealed } from './sealed-credential.js'

/** Credentials that were given by the API: kept encrypted under a data key of their organisation, which WEIR_SECRET wraps. */
export interface CredentialVault {
  /** What is shown of a credential from now on. Nothing is kept yet. */
  refer(text: string): KeyRef
  /** Keeps a credential. */
  seal(organizationId: string, ref: KeyRef, text: string): Promise<void>
  /**
   * The credentials of these ids, by id; absent where there is none any more.
   * @throws {GatewayError} CONFIGURATION when they were sealed under another secret
   */
  open(organizationId: string, ids: readonly string[]): Promise<ReadonlyMap<string, string>>
  /** Whether these texts are what is kept under these references, in this order. */
  matches(organizationId: string, refs: readonly KeyRef[], texts: readonly string[]): Promise<boolean>
  /** Seals all anew under a new data key and the present secret; answers how many. Safe to be cut off at any step, and to be run again. */
  rotate(organizationId: string): Promise<number>
  /** Deletes the credentials that are not in use and were made before a moment. */
  deleteUnused(organizationId: string, used: ReadonlySet<string>, before: Date): Promise<void>
}

export interface VaultOptions {
  readonly store: CredentialStore
  readonly secret: string
  /** What `secret` was before. */
  readonly previousSecret?: string | undefined
  readonly now: () => number
}

/** So short a key would be shown whole. */
const SHORTEST_SHOWN = 12

export function createVault({ store, secret, previousSecret, now }: VaultOptions): CredentialVault {
  const dataKeys = createDataKeys({ store, secret, previousSecret, now })

  async function open(organizationId: string, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const credentials = await store.findMany(organizationId, ids)
    if (credentials.length === 0) return new Map()
    const keys = await dataKeys.openAll(organizationId)
    return new Map(credentials.map((credential) => [credential.id, openCredential(credential, keys)]))
  }

  return {
    refer: (text) => ({
      id: `cred_${randomBytes(12).toString('base64url')}`,
      lastFour: text.length < SHORTEST_SHOWN ? '' : text.slice(-4),
    }),
    async seal(organizationId, { id, lastFour }, text) {
      const dataKey = await dataKeys.current(organizationId)
      const credential = { id, organizationId, lastFour, createdAt: new Date(now()) }
      await store.insert(toSealed(credential, text, dataKey))
      await followRotation(credential, text, dataKey.id)
    },
    open,
    async matches(organizationId, refs, texts) {
      if (refs.length !== texts.length) return false
      const kept = await open(
        organizationId,
        refs.map(({ id }) => id),
      )
      return refs.every(({ id }, index) => kept.get(id) === texts[index])
    },
    rotate: (organizationId) => rotateDataKey(store, dataKeys, organizationId),
    async deleteUnused(organizationId, used, before) {
      const unused = (await store.all(organizationId)).filter(({ id, createdAt }) => !used.has(id) && createdAt < before)
      await store.deleteMany(
        organizationId,
        unused.map(({ id }) => id),
      )
    },
  }

  /** A rotation that went on meanwhile may have ended without having seen this credential, and its data key is gone. */
  async function followRotation(credential: BareCredential, text: string, dataKeyId: string): Promise<void> {
    if ((await store.dataKeys(credential.organizationId)).some(({ id }) => id === dataKeyId)) return
    const dataKey = await dataKeys.current(credential.organizationId)
    await store.replace(toSealed(credential, text, dataKey), dataKeyId)
    return followRotation(credential, text, dataKey.id)
  }
}
