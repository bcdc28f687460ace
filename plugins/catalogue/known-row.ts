import type { Modality } from '../../src/plugin-api.js'

/** What the vendored catalogue keeps of one model; what is absent is not known. */
export interface KnownRow {
  readonly title?: string
  readonly aliases?: readonly string[]
  readonly context?: number
  readonly output?: number
  readonly in?: readonly Modality[]
  readonly out?: readonly Modality[]
  readonly tools?: boolean
  readonly parallel?: boolean
  readonly schema?: boolean
  readonly reasoning?: boolean
  readonly cache?: boolean
  readonly embeds?: boolean
  readonly reranks?: boolean
  readonly moderates?: boolean
  /** The model refuses a temperature. */
  readonly noTemperature?: true
  /** Dates as YYYY-MM-DD. */
  readonly released?: string
  readonly deprecated?: string
  readonly retires?: string
  /** Dollars per million tokens. */
  readonly cost?: { readonly in?: number; readonly out?: number; readonly read?: number; readonly write?: number }
}
