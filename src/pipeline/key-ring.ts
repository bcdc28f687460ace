import type { ApiKey, ApiKeyChange } from '../domain/api-key.js'
import type { Principal } from '../domain/principal.js'

export interface HeldKey {
  readonly key: ApiKey
  readonly principal: Principal
}

/**
 * The keys of this process, by the keyed hash of their secret. Fed by deltas; a revocation leaves a tombstone, so that a delta that
 * arrives late cannot bring a key back.
 */
export class KeyRing {
  readonly #byHash = new Map<string, HeldKey>()
  readonly #hashById = new Map<string, string>()
  readonly #revoked = new Set<string>()

  find(secretHash: string): HeldKey | undefined {
    return this.#byHash.get(secretHash)
  }

  get size(): number {
    return this.#byHash.size
  }

  apply(change: ApiKeyChange): void {
    if (change.type === 'revoked') return this.#revoke(change.id)
    if (change.key.revokedAt) return this.#revoke(change.key.id)
    if (this.#revoked.has(change.key.id)) return
    this.#byHash.set(change.key.secretHash, { key: change.key, principal: toPrincipal(change.key) })
    this.#hashById.set(change.key.id, change.key.secretHash)
  }

  #revoke(id: string): void {
    this.#revoked.add(id)
    const hash = this.#hashById.get(id)
    if (hash !== undefined) this.#byHash.delete(hash)
    this.#hashById.delete(id)
  }
}

function toPrincipal({ organizationId, id, name, scopes, models, attributes }: ApiKey): Principal {
  return { organizationId, keyId: id, name, scopes: new Set(scopes), models, ...(attributes && { attributes }) }
}
