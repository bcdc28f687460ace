import { setTimeout as sleep } from 'node:timers/promises'

const FIRST_MS = 100
const LONGEST_MS = 10_000
/** What lived this long did not fail at once: the next one starts without waiting. */
export const HEALTHY_MS = 30_000

export function backOffMs(failures: number): number {
  return failures === 0 ? 0 : Math.min(LONGEST_MS, FIRST_MS * 2 ** (failures - 1))
}

/** Waits as long as so many failures in a row deserve, or until the signal. */
export async function backOff(failures: number, signal: AbortSignal): Promise<void> {
  await sleep(backOffMs(failures), undefined, { signal }).catch(() => {})
}
