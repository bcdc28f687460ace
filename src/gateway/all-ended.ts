import { setTimeout as pause } from 'node:timers/promises'
import type { OpenCalls } from '../pipeline/open-call.js'

const LOOK_MS = 20

/** Resolves when no call runs any more, or when their time is up. */
export async function allEnded(calls: OpenCalls, withinMs: number): Promise<void> {
  const deadline = performance.now() + withinMs
  while (calls.running > 0 && performance.now() < deadline) await pause(LOOK_MS)
}
