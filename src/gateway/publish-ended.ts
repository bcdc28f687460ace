import type { EndedCall } from '../domain/live-usage.js'
import type { Relay } from '../domain/relay.js'

const PUBLISH_MS = 100
/** Beyond this the oldest are not told: live usage is a view, the journal is the account. */
const MOST_WAITING = 10_000

/** Tells the other processes of ended calls in batches, so that a call costs no message of its own. */
export function createEndedPublisher(relay: Pick<Relay, 'publish'>): (call: EndedCall) => void {
  let waiting: EndedCall[] = []
  return (call) => {
    if (waiting.length === 0) {
      setTimeout(() => {
        relay.publish('calls-ended', waiting)
        waiting = []
      }, PUBLISH_MS).unref()
    }
    if (waiting.length < MOST_WAITING) waiting.push(call)
  }
}
