import type { CallRecord } from './call-record.js'

/** What every process of the machine is told about each ended call, for live usage: small and without prompt or answer. */
export type EndedCall = Pick<
  CallRecord,
  'id' | 'organizationId' | 'keyId' | 'model' | 'provider' | 'status' | 'usage' | 'cost' | 'tags' | 'endedAt'
> & { readonly totalMs: number }
