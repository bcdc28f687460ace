import { type CompletionEvent, type EventBatch, type FailedEvent, isContent, type Warning } from '../domain/completion-event.js'
import type { Usage } from '../domain/usage.js'

/** The part of an answer before its first content: still free to become an HTTP status. */
export interface Opening {
  /** The batch that ended the opening: to be encoded first. */
  batch: EventBatch
  callId: string
  createdAt: Date
  /** `provider/model` that answers, after any fallback. */
  model: string
  systemFingerprint?: string
  serviceTier?: string
  providerModel?: string
  /** What the provider has reported so far. */
  usage?: Usage
  warnings: Warning[]
  /** Set when the call failed before any content. */
  failed?: FailedEvent
  /** On the monotonic clock: when the call was on its way to a provider, and when the first content was there. */
  startedMs: number
  contentMs: number
}

/** Reads until the first content, `completed` or `failed`. @throws {Error} when the events end without any: a bug */
export async function readOpening(events: AsyncIterator<EventBatch>): Promise<Opening> {
  const opening: Opening = { batch: [], callId: '', createdAt: new Date(0), model: '', warnings: [], startedMs: 0, contentMs: 0 }
  for (;;) {
    const read = await events.next()
    if (read.done) throw new Error('The pipeline ended without a terminal event')
    for (const event of read.value) {
      if (!apply(opening, event)) continue
      opening.batch = read.value
      opening.contentMs = performance.now()
      return opening
    }
  }
}

/** Whether this event ends the opening. */
function apply(opening: Opening, event: CompletionEvent): boolean {
  switch (event.type) {
    case 'started':
      opening.callId = event.callId
      opening.createdAt = event.createdAt
      opening.model = event.model
      opening.startedMs = performance.now()
      return false
    case 'route-switched':
      opening.model = event.to
      return false
    case 'response-metadata':
      if (event.systemFingerprint !== undefined) opening.systemFingerprint = event.systemFingerprint
      if (event.serviceTier !== undefined) opening.serviceTier = event.serviceTier
      if (event.providerModel !== undefined) opening.providerModel = event.providerModel
      return false
    case 'usage':
      opening.usage = event.usage
      return false
    case 'warning':
      opening.warnings.push(event.warning)
      return false
    case 'failed':
      opening.failed = event
      return true
    default:
      return event.type === 'completed' || isContent(event)
  }
}
