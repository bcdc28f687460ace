export interface CanonCall {
  readonly id: string
  readonly name: string
  /** JSON text. */
  readonly arguments: string
}

/** Disjoint, as in src/domain/usage.ts: a dialect adds up what its vendor reports together. */
export interface CanonUsage {
  readonly text: number
  readonly cacheRead: number
  readonly cacheWrite: number
  readonly image: number
  readonly output: number
  readonly reasoning: number
}

export interface CanonAnswer {
  readonly reasoning: string
  /** Base64; '' without reasoning. */
  readonly signature: string
  /** The data of a withheld block, base64. */
  readonly redacted: string
  readonly text: string
  readonly refusal: string
  readonly calls: readonly CanonCall[]
  readonly finish: 'stop' | 'length' | 'tools' | 'filter' | 'refusal'
  readonly usage: CanonUsage
}

export interface CanonAsk {
  readonly scenario: string
  readonly tools: readonly { readonly name: string; readonly parameters?: unknown }[]
  readonly schema?: unknown
  /** How many assistant turns with tool calls follow the last message that the user wrote. */
  readonly toolRounds: number
}

export function canonAnswer(ask: CanonAsk): CanonAnswer
/** The signature of the agent's turn of a number, counted from 0. */
export function agentSignature(turn: number): string
/** Pieces of a text as a stream brings them. */
export function pieces(text: string, size?: number): string[]
/** The least that a schema allows. */
// biome-ignore lint/suspicious/noExplicitAny: a JSON schema in a vendor's spelling
export function sample(schema: any): unknown
