import type { CompletedEvent, EventBatch, FailedEvent } from '../domain/completion-event.js'

/** The plain answer is the fold of the stream: its last event. */
export async function collect(events: AsyncIterable<EventBatch>): Promise<CompletedEvent | FailedEvent> {
  let last: CompletedEvent | FailedEvent | undefined
  for await (const batch of events) {
    for (const event of batch) {
      if (event.type === 'completed' || event.type === 'failed') last = event
    }
  }
  if (!last) throw new Error('The pipeline ended without a terminal event')
  return last
}
