/**
 * What a client saw. `whole`: an answer to its proper end. `refused`: an error instead of an answer. `failed`: content, then an error in the grammar
 * of the door. `broken`: anything else, such as a connection that is cut, an end that says nothing, or an error and a proper end both.
 */
export type End = 'whole' | 'refused' | 'failed' | 'broken'

export interface Seen {
  readonly end: End
  /** HTTP status. */
  readonly status: number
  /** The door's word for the error; '' without one. */
  readonly error: string
  /** The content. */
  readonly text: string
  readonly callId: string
  readonly retryAfter: string | null
  readonly ms: number
  /** All of it, for the message of a test that fails. */
  readonly raw: string
}

/** What the parts of an answer say, as a door's grammar has them. */
export interface Reading {
  readonly text: string
  /** The terminal that only a complete answer has. */
  readonly finished: boolean
  readonly error: string
  readonly callId?: string
}

export function endOf({ text, finished, error }: Reading): End {
  if (finished && error === '') return 'whole'
  if (finished || error === '') return 'broken'
  return text === '' ? 'refused' : 'failed'
}
