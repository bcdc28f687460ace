import { createHmac, hkdfSync, randomBytes } from 'node:crypto'

/** Keys derived from WEIR_SECRET, one for each purpose, so that none can stand in for another. */
export interface Secrets {
  /** Keyed hash of an API key, in hex. */
  hashSecret(secret: string): string
  /** The hash that the key has where it was issued under the secret before; undefined when there is none. */
  readonly hashByPrevious: ((secret: string) => string) | undefined
  readonly journalKey: Buffer
}

export function deriveSecrets(secret: string, previousSecret?: string): Secrets {
  return {
    hashSecret: createHash(secret),
    hashByPrevious: previousSecret === undefined ? undefined : createHash(previousSecret),
    journalKey: deriveKey(secret, 'weir journal chain'),
  }
}

function createHash(secret: string): (apiKey: string) => string {
  const pepper = deriveKey(secret, 'weir api keys')
  return (apiKey) => createHmac('sha256', pepper).update(apiKey).digest('hex')
}

export function createApiKeySecret(): string {
  return `weir_${randomBytes(32).toString('base64url')}`
}

export function createKeyId(): string {
  return `key_${randomBytes(9).toString('base64url')}`
}

export function deriveKey(secret: string, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', purpose, 32))
}
