import type { Client } from '../../provider-transport/client.js'
import type { Settings } from './settings.js'

/** What the calls of one configured provider share. */
export interface Dialect {
  readonly provider: string
  readonly client: Client
  readonly settings: Settings
}
