/** What vendors send, believed no further than it is checked: every field may be absent or of another type. */
export interface WireAnswer {
  readonly [name: string]: unknown
  readonly choices?: unknown
}

export interface WireChoice {
  readonly index?: unknown
  /** In a stream. */
  readonly delta?: WireMessage | null
  /** In an answer of one piece. */
  readonly message?: WireMessage | null
  readonly finish_reason?: unknown
  readonly logprobs?: { readonly content?: unknown } | null
  /** Azure's filters. */
  readonly content_filter_results?: unknown
}

export interface WireMessage {
  readonly [name: string]: unknown
  readonly content?: unknown
  readonly refusal?: unknown
  readonly reasoning_content?: unknown
  readonly reasoning?: unknown
  readonly reasoning_details?: unknown
  readonly tool_calls?: unknown
}

export interface WireToolCall {
  readonly [name: string]: unknown
  readonly index?: unknown
  readonly id?: unknown
  readonly function?: { readonly name?: unknown; readonly arguments?: unknown } | null
}
