import type { Relay } from '../domain/relay.js'
import { createWorkerRelay } from './worker-relay.js'

const SILENT = { warn() {}, error() {} }

/** A relay for a process that is alone: tests, tools. */
export function createLocalRelay(writer = '0000000'): Relay {
  const relay = createWorkerRelay({ writer, log: SILENT, send: (_message, sent) => sent(null) })
  return { ...relay, requestDrain: (asked) => (asked === writer ? relay.requestDrain(asked) : Promise.resolve(false)) }
}
