export interface ProviderServerOptions {
  readonly host?: string
  /** 0, the default: any that is free. */
  readonly port?: number
  /** How many ledger entries and closed connections are kept. */
  readonly keep?: number
  /** How many requests are kept with their bodies. */
  readonly keepBodies?: number
}

export interface ProviderRequest {
  readonly method: string
  readonly path: string
  /** Without the value of the key. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  // biome-ignore lint/suspicious/noExplicitAny: whatever the client sent
  readonly body: any
  /** performance.now() of this process. */
  readonly at: number
}

/** What was served to whom. `sentTokens` counts the pieces that were written, `completionTokens` those that the usage reports. */
export interface LedgerEntry {
  readonly id: string
  readonly model: string
  readonly stream: boolean
  status: number
  readonly user: string | undefined
  /** Of the last message: its first 200 characters, so that a test can mark its requests. */
  readonly lastText: string
  readonly traceparent: string | undefined
  promptTokens: number
  completionTokens: number
  sentTokens: number
  outcome: 'open' | 'complete' | 'error' | 'cut' | 'client-closed'
  readonly startedAt: number
  endedAt: number | null
}

/** An answer whose connection went before it was complete. */
export interface ClosedConnection {
  readonly id: string
  readonly model: string
  readonly at: number
}

export interface ProviderServer {
  /** The address before `/v1`, for the dialects whose paths begin otherwise. */
  readonly origin: string
  /** The base URL of OpenAI's chat completions, with `/v1`. */
  readonly url: string
  readonly port: number
  readonly requests: readonly ProviderRequest[]
  readonly ledger: readonly LedgerEntry[]
  readonly closedConnections: readonly ClosedConnection[]
  /** How many are open now. */
  readonly connections: number
  /** Answers requests for `model` as if they asked for `scenario`, the next `times` times. */
  setScenario(model: string, scenario: string, times?: number): void
  /** Forgets scenarios, requests, ledger and closed connections. */
  reset(): void
  close(): Promise<void>
}

export function startProviderServer(options?: ProviderServerOptions): Promise<ProviderServer>
