import type DataLoader from 'dataloader'
import { createCachedLoader } from 'dataloader-cache'
import type { CallBody, CallRecord } from '../../domain/call-record.js'
import type { LoaderSource } from '../loader-source.js'

/** Ended calls never change; a minute bounds what retention must wait for. */
const TTL_MS = 60_000

export function createCallLoader({ admin, endedCalls, principal }: LoaderSource): DataLoader<string, CallRecord | null> {
  return createCachedLoader({
    load: (ids: readonly string[]) => admin.findCalls(principal, ids),
    cache: endedCalls,
    keyOf: (id) => `${principal.organizationId}/${id}`,
    ttlMs: TTL_MS,
  })
}

/** Without a shared cache: prompts and answers are large, and erasing one must be effective at once. */
export function createCallBodyLoader({ admin, principal }: LoaderSource): DataLoader<string, CallBody | null> {
  return createCachedLoader({ load: (ids: readonly string[]) => admin.findCallBodies(principal, ids) })
}
