import type { Json } from '../../src/plugin-api.js'

/** What the thread is asked. Without `value` only whether the schema can be used. */
export interface CheckAsked {
  readonly id: number
  /** The schema's JSON text. */
  readonly schema: string
  readonly value?: Json
}

export interface CheckAnswered {
  readonly id: number
  /** What is wrong with the value. */
  readonly problems?: readonly string[]
  /** What is wrong with the schema. */
  readonly refusal?: string
}

/** The thread has loaded what it needs: from here on the time is the check's own. */
export const READY = 'ready'
