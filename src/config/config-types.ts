import type { JsonObject } from '../domain/json.js'
import type { ModelCapabilities } from '../domain/model.js'
import type { Timeouts } from '../domain/provider.js'
import type { UnpricedPolicy } from '../domain/snapshot.js'

/** Everything an operator can say, validated and frozen. */
export interface Config {
  readonly host: string
  readonly port: number
  readonly dataDir: string
  readonly workers: number
  /** Pepper of key hashes and encryption key, from WEIR_SECRET or `<dataDir>/secret` (made with mode 0600 when absent). */
  readonly secret: string
  /** From WEIR_ADMIN_KEY. */
  readonly adminKey: string | undefined
  readonly mongodbUri: string | undefined
  readonly tls: { readonly certFile: string; readonly keyFile: string } | undefined
  /** Origins that browsers may call from, for CORS and for WebSocket upgrades; `*` allows all. Same-origin is always allowed. */
  readonly allowedOrigins: readonly string[]
  readonly logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent'
  readonly graphql: {
    readonly introspection: boolean
    /** Whether `_service { sdl }` answers: what a router composes from. */
    readonly federationSdl: boolean
    readonly explorer: boolean
    readonly maxDepth: number
    readonly maxAliases: number
    readonly maxTokens: number
    readonly maxCost: number
    readonly maxConnections: number
    readonly maxSubscriptionsPerConnection: number
  }
  readonly limits: {
    readonly bodyBytes: number
    readonly maxConcurrentCalls: number
    /** Time for a client to send its whole request. */
    readonly requestTimeoutMs: number
    /** Time that running calls get on SIGTERM. */
    readonly drainTimeoutMs: number
  }
  readonly journal: {
    readonly maxBytes: number
    /** At the limit or on a full disk: `REFUSE` new calls, or `DROP_RECORDS` and count them. */
    readonly whenFull: 'REFUSE' | 'DROP_RECORDS'
    /** How often written entries are forced to the disk, against loss of power; a crash of the process loses nothing. */
    readonly fsyncIntervalMs: number
  }
  readonly records: {
    readonly bodies: 'OFF' | 'ON' | 'REDACTED'
    readonly callRetentionDays: number
    readonly bodyRetentionDays: number
    /** Of what the Responses API stores, unless a client says `store: false`. */
    readonly responseRetentionDays: number
  }
  readonly providers: readonly ProviderConfig[]
  readonly routes: readonly RouteConfig[]
  /** Prices of the operator's own, by model id; they win over the package's. Dollars per million tokens, as decimal strings. */
  readonly prices: Readonly<Record<string, PriceConfig>>
  /** What the operator knows better of models, by model id; it wins over everything else. */
  readonly models: Readonly<Record<string, ModelConfig>>
  /** What happens to calls for a model without a price. */
  readonly unpricedModels: UnpricedPolicy
}

export interface ProviderConfig {
  readonly name: string
  readonly kind: string
  readonly apiKey: string | undefined
  readonly baseUrl: string | undefined
  /** undefined: every model that the price list knows of this provider, and any other passed through. */
  readonly models: readonly string[] | undefined
  readonly timeouts: Partial<Timeouts>
  /** What the kind alone understands, such as a region; its plugin checks it. */
  readonly settings?: JsonObject
}

export interface RouteConfig {
  readonly name: string
  readonly targets: readonly string[]
  readonly timeouts: Partial<Timeouts>
}

export interface ModelConfig {
  /** What the model is, where its name does not tell: the deployment of an Azure resource, an alias of a self-hosted server. */
  readonly model?: string
  readonly displayName?: string
  readonly contextWindow?: number
  readonly maxOutputTokens?: number
  readonly capabilities?: Partial<ModelCapabilities>
  /** YYYY-MM-DD. */
  readonly releasedAt?: string
  readonly deprecatedAt?: string
  readonly retiresAt?: string
}

export interface PriceConfig {
  readonly input?: string
  readonly cacheRead?: string
  readonly cacheWrite5m?: string
  readonly cacheWrite1h?: string
  readonly inputAudio?: string
  readonly inputImage?: string
  readonly output?: string
  readonly reasoning?: string
  readonly outputAudio?: string
  readonly outputImage?: string
  readonly perRequest?: string
  /** YYYY-MM-DD: before it the list's price holds. */
  readonly effectiveFrom?: string
  /** YYYY-MM-DD: from then on the price is shown as stale. */
  readonly validUntil?: string
}
