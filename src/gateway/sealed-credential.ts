import type { SealedCredential } from '../domain/control-plane.js'
import { GatewayError } from '../domain/gateway-error.js'
import { openSealed, seal } from './seal.js'

export interface DataKey {
  readonly id: string
  readonly key: Buffer
}

/** What does not depend on the data key. */
export type BareCredential = Omit<SealedCredential, 'sealed' | 'dataKeyId'>

export function toSealed(credential: BareCredential, text: string, { id: dataKeyId, key }: DataKey): SealedCredential {
  return { ...credential, dataKeyId, sealed: seal(key, Buffer.from(text), toContext(credential)) }
}

export function openCredential(credential: SealedCredential, keys: ReadonlyMap<string, DataKey>): string {
  const dataKey = keys.get(credential.dataKeyId)
  const text = dataKey && openSealed(dataKey.key, credential.sealed, toContext(credential))
  if (text) return text.toString()
  throw new GatewayError(
    'CONFIGURATION',
    `The credential ${credential.id} (…${credential.lastFour}) cannot be opened: its data key is missing or the database was changed by hand. Restore the database, or give the credential again.`,
  )
}

/** Binds a sealed text to its place: one that is copied to another credential or organisation does not open. */
function toContext({ organizationId, id }: BareCredential): string {
  return `credential\n${organizationId}\n${id}`
}
