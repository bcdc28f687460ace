import { Bell } from '../bell.js'
import type { OperationContext } from '../context.js'
import { type ConfigChangeType, toConfigChangeType } from './config.type.js'

/** How many changes wait for a reader; of more, the last are told as one. */
const MAX_WAITING = 100
const MAX_DIFFERENCES = 1_000
/** How often the key of an idle subscriber is looked at. */
const KEY_CHECK_MS = 500

/** Every change in order. A key that was revoked ends what it opened. */
export async function* openConfigChanged(context: OperationContext): AsyncGenerator<ConfigChangeType, void> {
  const { control, principal, signal } = context
  const bell = new Bell()
  const waiting: ConfigChangeType[] = []
  const unsubscribe = control.subscribe(principal, (change) => {
    keep(waiting, toConfigChangeType(change))
    bell.ring()
  })
  try {
    while (!signal.aborted) {
      await bell.wait(KEY_CHECK_MS, signal)
      context.authenticateAgain()
      for (let change = waiting.shift(); change && !signal.aborted; change = waiting.shift()) yield change
    }
  } finally {
    unsubscribe()
  }
}

function keep(waiting: ConfigChangeType[], change: ConfigChangeType): void {
  const last = waiting.at(-1)
  if (!last || waiting.length < MAX_WAITING) waiting.push(change)
  else waiting.splice(-1, 1, { ...change, changes: [...last.changes, ...change.changes].slice(-MAX_DIFFERENCES) })
}
