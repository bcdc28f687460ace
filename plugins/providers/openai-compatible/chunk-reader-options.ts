import type { Quirks } from './quirks.js'

export interface ChunkReaderOptions {
  /** The name of the provider, for messages. */
  readonly provider: string
  /** Its kind, for the state that must return to it. */
  readonly kind: string
  readonly quirks: Quirks
}
