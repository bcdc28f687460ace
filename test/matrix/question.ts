import type { JsonObject } from '../../src/domain/json.js'

/** What is asked, in no wire format's words. */
export interface Question {
  readonly model: string
  readonly text: string
  readonly tools?: readonly { readonly name: string; readonly description: string; readonly parameters: JsonObject }[]
  /** Base64 of a PNG. */
  readonly image?: string
  readonly schema?: JsonObject
  readonly reasoning?: boolean
}

/** What a client got, in no wire format's words. */
export interface Reply {
  readonly text: string
  readonly reasoning: string
  readonly calls: readonly { readonly name: string; readonly arguments: unknown }[]
  readonly finish: 'stop' | 'tools' | 'length' | 'other'
  /** Totals; `null` where the format has no field for it. */
  readonly usage: {
    readonly input: number
    readonly cacheRead: number | null
    readonly output: number
    readonly reasoning: number | null
  }
}

/** One conversation by an official client, which keeps its history as that client's users do. */
export interface Conversation {
  /** Asks the question. */
  begin(): Promise<Reply>
  /** Sends back the assistant's turn as it came, and a result for each of its calls. */
  giveResults(result: string): Promise<Reply>
}

export interface Client {
  readonly name: string
  start(question: Question, stream: boolean): Conversation
  /** The HTTP status that the client was given with this error; undefined when it was no error of the interface. */
  statusOf(error: unknown): number | undefined
}
