import type { Client } from '../../provider-transport/client.js'

/** What the calls of one configured provider share. */
export interface Dialect {
  readonly provider: string
  readonly client: Client
  readonly betas: readonly string[]
}
