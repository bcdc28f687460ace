import type { IncomingHttpHeaders, ServerResponse } from 'node:http'
import type { LedgerEntry } from '../server.mjs'

export interface DialectExchange {
  readonly method: string
  /** After the prefix and without the query, decoded. */
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: IncomingHttpHeaders
  /** The body as it came. */
  readonly text: string
  /** Parsed JSON; undefined without a body, and for one that is no JSON. */
  // biome-ignore lint/suspicious/noExplicitAny: a vendor's body, read by the dialect that knows it
  readonly body: any
  readonly response: ServerResponse
  /** Names the model once it is known: opens the ledger's entry and answers the scenario, which is the model's name unless a test gave it another. */
  begin(model: string, stream: boolean): { readonly scenario: string; readonly entry: LedgerEntry; readonly id: string }
}

export interface Dialect {
  readonly prefix: string
  answer(exchange: DialectExchange): Promise<void>
}
