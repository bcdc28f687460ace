import type { EventQueueOptions } from '../event-queue.js'
import type { ShownEvent } from './event.type.js'

/** How many events and characters may wait for a slow reader before the provider's stream is held back. */
export const STREAM_BOUNDS: EventQueueOptions<ShownEvent> = {
  maxEvents: 64,
  maxWeight: 256 * 1024,
  weigh: charactersOf,
  merge: mergeEvents,
}

function charactersOf(event: ShownEvent): number {
  switch (event.type) {
    case 'text-delta':
    case 'refusal-delta':
    case 'reasoning-delta':
      return event.text.length
    case 'tool-call-delta':
      return event.argumentsDelta.length
    default:
      return 0
  }
}

/** Consecutive deltas of the same text or tool call are one; a later usage replaces an earlier. */
export function mergeEvents(earlier: ShownEvent, later: ShownEvent): ShownEvent | null {
  switch (later.type) {
    case 'text-delta':
    case 'refusal-delta':
    case 'reasoning-delta':
      return earlier.type === later.type && earlier.choice === later.choice
        ? { type: later.type, choice: later.choice, text: earlier.text + later.text }
        : null
    case 'tool-call-delta':
      return earlier.type === later.type && later.id === undefined && sameToolCall(earlier, later)
        ? { ...earlier, argumentsDelta: earlier.argumentsDelta + later.argumentsDelta }
        : null
    case 'usage':
      return earlier.type === later.type ? later : null
    default:
      return null
  }
}

type ToolCallDelta = Extract<ShownEvent, { type: 'tool-call-delta' }>

function sameToolCall(earlier: ToolCallDelta, later: ToolCallDelta): boolean {
  return earlier.index === later.index && earlier.choice === later.choice && later.name === undefined
}
