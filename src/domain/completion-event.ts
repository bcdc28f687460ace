import type { Attempt, Completion } from './completion.js'
import type { GatewayError } from './gateway-error.js'
import type { ProviderEvent } from './provider-event.js'

export * from './provider-event.js'

export interface StartedEvent {
  readonly type: 'started'
  readonly callId: string
  /** The target being tried, `provider/model`. */
  readonly model: string
  readonly createdAt: Date
}
/** A target failed before its first content event and the next one is tried. */
export interface RouteSwitchedEvent {
  readonly type: 'route-switched'
  readonly from: string
  readonly to: string
  readonly error: GatewayError
}
/** The last event of an answer that is whole. */
export interface CompletedEvent {
  readonly type: 'completed'
  readonly completion: Completion
}
/** The last event of an answer that is not. `partial` is what had been received, when content had begun. */
export interface FailedEvent {
  readonly type: 'failed'
  readonly callId: string
  readonly error: GatewayError
  readonly attempts: readonly Attempt[]
  readonly partial?: Completion
}

/** The language of the pipeline: `started`, then what the provider said, then exactly one of `completed` and `failed`. */
export type CompletionEvent = StartedEvent | RouteSwitchedEvent | ProviderEvent | CompletedEvent | FailedEvent

/** One array for each read from the provider. */
export type EventBatch = readonly CompletionEvent[]

/** Content has been shown from here on: no other target may be tried. */
export function isContent(event: ProviderEvent | CompletionEvent): boolean {
  return (
    event.type === 'text-delta' ||
    event.type === 'reasoning-delta' ||
    event.type === 'refusal-delta' ||
    event.type === 'tool-call-delta' ||
    event.type === 'native'
  )
}
