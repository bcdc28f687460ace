import type { Catalog } from '../storage/catalog.js'
import type { Cursors } from './cursors.js'

export interface ServerState {
  catalog: Catalog
  cursors: Cursors
  nowMs(): number
  startedAtMs: number
  connectionCount(): number
}
