import type { GatewayErrorCode } from '../../../src/plugin-api.js'
import type { Client } from '../../provider-transport/client.js'
import type { Quirks } from './quirks.js'

/** What the calls of one configured provider share. */
export interface Dialect {
  readonly provider: string
  readonly kind: string
  readonly client: Client
  readonly quirks: Quirks
  /** How the vendor's own codes of errors are to be read, beside the common ones; lower case. */
  readonly codes?: Readonly<Record<string, GatewayErrorCode>>
}
