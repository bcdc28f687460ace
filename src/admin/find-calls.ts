import { timeOf, writerOf } from '../domain/call-id.js'
import type { Principal } from '../domain/principal.js'
import type { AdminOptions } from './admin-options.js'

/** Older calls have long left the journals. */
const MAY_BE_UNDRAINED_MS = 10 * 60_000

/**
 * Looks calls up by id with `find`. What is missing may still be in its writer's journal: the id names the writer, which drains, and
 * the look-up is made once more.
 */
export async function findDrained<Found>(
  { requestDrain, now }: AdminOptions,
  principal: Principal,
  ids: readonly string[],
  find: (organizationId: string, ids: readonly string[]) => Promise<readonly (Found | null)[]>,
): Promise<readonly (Found | null)[]> {
  const found = await find(principal.organizationId, ids)
  const missing = ids.filter((id, index) => found[index] === null && now() - (timeOf(id) ?? 0) < MAY_BE_UNDRAINED_MS)
  const writers = new Set(missing.map(writerOf).filter((writer) => writer !== null))
  if (writers.size === 0) return found
  await Promise.all(Array.from(writers, (writer) => requestDrain(writer)))
  const again = await find(principal.organizationId, missing)
  const byId = new Map(missing.map((id, index) => [id, again[index] ?? null]))
  return ids.map((id, index) => found[index] ?? byId.get(id) ?? null)
}
