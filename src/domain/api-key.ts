import type { PrincipalAttributes, Scope } from './principal.js'

/** An API key as we keep it: the secret itself only as a keyed hash (HMAC-SHA256 with WEIR_SECRET, hex). */
export interface ApiKey {
  readonly id: string
  readonly organizationId: string
  readonly name: string
  /** The first characters of the secret, to recognise a key by. */
  readonly prefix: string
  readonly secretHash: string
  readonly scopes: readonly Scope[]
  readonly models: readonly string[] | null
  /** What conditions of routes may go by. */
  readonly attributes?: PrincipalAttributes
  readonly createdAt: Date
  readonly createdBy: string | null
  readonly expiresAt: Date | null
  readonly revokedAt: Date | null
}

/** A change of the keys that every process applies to its map. */
export type ApiKeyChange =
  | { readonly type: 'issued'; readonly key: ApiKey }
  | { readonly type: 'revoked'; readonly id: string; readonly at: Date }
