import { GatewayError } from '../domain/gateway-error.js'
import type { Principal } from '../domain/principal.js'
import type { KeyRing } from './key-ring.js'

export interface AuthenticateOptions {
  readonly keys: KeyRing
  /** Keyed hash of a secret, as the keys are stored. */
  readonly hashSecret: (secret: string) => string
  /** The hash under the secret before: keys that were issued then go on to hold. */
  readonly hashByPrevious?: ((secret: string) => string) | undefined
  /** Milliseconds since the epoch. */
  readonly now: () => number
}

/** Printable ASCII of a sensible length: anything else is no key and is not looked up. */
const KEY_FORMAT = /^[\x20-\x7e]{20,4096}$/

export function createAuthenticate({
  keys,
  hashSecret,
  hashByPrevious,
  now,
}: AuthenticateOptions): (credential: string | undefined) => Principal {
  const findHeld = (secret: string) =>
    keys.find(hashSecret(secret)) ?? (hashByPrevious ? keys.find(hashByPrevious(secret)) : undefined)
  return (credential) => {
    const secret = credential?.replace(/^Bearer +/i, '').trim()
    if (!secret) throw new GatewayError('UNAUTHENTICATED', 'An API key is needed: send the header "Authorization: Bearer <key>".')
    const held = KEY_FORMAT.test(secret) ? findHeld(secret) : undefined
    if (!held) throw new GatewayError('UNAUTHENTICATED', 'This API key is not valid: it is unknown or was revoked.')
    const { expiresAt } = held.key
    if (expiresAt && expiresAt.getTime() <= now()) {
      throw new GatewayError('UNAUTHENTICATED', `This API key expired on ${expiresAt.toISOString()}.`)
    }
    return held.principal
  }
}
