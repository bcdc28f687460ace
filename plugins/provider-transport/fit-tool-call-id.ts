import { createHash } from 'node:crypto'

/**
 * A tool call's id as the provider takes it: as it is when `allowed` matches the whole of it, else letters and digits derived from it, the same
 * each time, so that call and result still belong together.
 */
export function fitToolCallId(id: string, allowed: RegExp, length: number): string {
  if (allowed.test(id)) return id
  return BigInt(`0x1${createHash('sha256').update(id).digest('hex')}`)
    .toString(36)
    .slice(1, length + 1)
}
