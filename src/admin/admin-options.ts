import type { Relay } from '../domain/relay.js'
import type { Snapshot } from '../domain/snapshot.js'
import type { ApiKeyStore, CallBodyStore, CallStore, UsageStore } from '../domain/stores.js'
import type { ControlPlane } from './control-plane.js'
import type { RouteHealthSource } from './route-health.js'

export interface AdminOptions {
  readonly apiKeys: ApiKeyStore
  readonly calls: CallStore
  readonly callBodies: CallBodyStore
  readonly usage: UsageStore
  readonly relay: Pick<Relay, 'publish' | 'subscribe'>
  readonly snapshot: () => Snapshot
  /** Makes the process that is this writer drain its journal. */
  readonly requestDrain: (writer: string) => Promise<unknown>
  readonly hashSecret: (secret: string) => string
  readonly createSecret: () => string
  readonly createId: () => string
  readonly now: () => number
  readonly control: ControlPlane
  readonly routeHealth: RouteHealthSource
}
