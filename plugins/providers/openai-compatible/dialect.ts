import type { Client } from '../../provider-transport/client.js'
import type { Quirks } from './quirks.js'

/** What the calls of one configured provider share. */
export interface Dialect {
  readonly provider: string
  readonly kind: string
  readonly client: Client
  readonly quirks: Quirks
}
