import type { Parameter, Vendor } from '../../../src/plugin-api.js'

/** Where a vendor departs from OpenAI's chat completions. All of it is data: the code asks for a quirk and never for a vendor. */
export interface Quirks {
  /** Other names on the wire, e.g. Mistral's `random_seed`. */
  readonly names?: Readonly<Partial<Record<Parameter, string>>>
  /** Refused, or silently ignored, by the vendor. */
  readonly rejects?: readonly Parameter[]
  /** Accepted although OpenAI does not: `topK`. */
  readonly accepts?: readonly Parameter[]
  /** `stream_options` is refused, so that usage comes unasked or not at all. */
  readonly noStreamOptions?: boolean
  /** Streams are padded against traffic analysis unless told otherwise. */
  readonly padsStreams?: boolean
  /** Knows the role `developer`; elsewhere it becomes `system`. */
  readonly developerRole?: boolean
  /** Field of an assistant message in which the vendor wants its reasoning back; absent: it wants none. */
  readonly reasoningInput?: 'reasoning_content' | 'reasoning'
  /** How the amount of reasoning is asked for: `reasoning_effort` (the default), or OpenRouter's `reasoning` object. */
  readonly reasoningOption?: 'object'
  /** `completion_tokens` leaves the reasoning tokens out (xAI), and `total_tokens` does too (Perplexity). */
  readonly reasoningExcluded?: 'completion' | 'completion-and-total'
  /** Stores `metadata` with the answer when the request asks to `store` it. Elsewhere metadata stays with us. */
  readonly storesMetadata?: boolean
  /** No list of models at `/models`. */
  readonly noModels?: boolean
  /** No embeddings at `/embeddings`. */
  readonly noEmbeddings?: boolean
}

export interface DialectVendor extends Vendor {
  readonly quirks?: Quirks
}

/** Parameters outside OpenAI's chat completions: dropped unless the vendor `accepts` them. */
const FOREIGN: readonly Parameter[] = ['topK', 'nativeTools']

export function isRejected(parameter: Parameter, { rejects = [], accepts = [] }: Quirks): boolean {
  return rejects.includes(parameter) || (FOREIGN.includes(parameter) && !accepts.includes(parameter))
}
