import type { CallRecord } from './call-record.js'

/** What every process of the machine is told about each ended call, for live usage: small and without prompt or answer. */
export type EndedCall = Pick<
  CallRecord,
  'id' | 'organizationId' | 'keyId' | 'model' | 'provider' | 'status' | 'usage' | 'cost' | 'tags' | 'endedAt'
> & { readonly totalMs: number }

/** Ended calls of all processes of this machine, within a second. */
export interface LiveUsage {
  publish(call: EndedCall): void
  /** The listener is called with batches; the answer unsubscribes. */
  subscribe(listener: (calls: readonly EndedCall[]) => void): () => void
}
