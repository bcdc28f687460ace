import { createHmac, hkdfSync, randomBytes } from 'node:crypto'

/** Keys derived from WEIR_SECRET, one for each purpose, so that none can stand in for another. */
export interface Secrets {
  /** Keyed hash of an API key, in hex. */
  hashSecret(secret: string): string
  readonly journalKey: Buffer
}

export function deriveSecrets(secret: string): Secrets {
  const pepper = derive(secret, 'weir api keys')
  return {
    hashSecret: (apiKey) => createHmac('sha256', pepper).update(apiKey).digest('hex'),
    journalKey: derive(secret, 'weir journal chain'),
  }
}

export function createApiKeySecret(): string {
  return `weir_${randomBytes(32).toString('base64url')}`
}

export function createKeyId(): string {
  return `key_${randomBytes(9).toString('base64url')}`
}

function derive(secret: string, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', purpose, 32))
}
