import type { DeploymentSpec, ModelSpec, PriceSpec } from '../domain/control-plane.js'
import type { JsonObject } from '../domain/json.js'
import type { Timeouts } from '../domain/provider.js'
import type { DataPolicy, Objective, RouteSpec } from '../domain/route.js'
import type { UnpricedPolicy } from '../domain/snapshot.js'

/** Everything an operator can say, validated and frozen. */
export interface Config {
  readonly host: string
  readonly port: number
  readonly dataDir: string
  readonly workers: number
  /** Pepper of key hashes and encryption key, from WEIR_SECRET or `<dataDir>/secret` (made with mode 0600 when absent). */
  readonly secret: string
  /** From WEIR_SECRET_PREVIOUS: what `secret` was before; it still opens what was closed by it. */
  readonly previousSecret: string | undefined
  /** Where this gateway runs. */
  readonly region: string | undefined
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
    /** Calls beyond them that wait for a place, and how long they do at most. */
    readonly maxQueuedCalls: number
    readonly maxQueueMs: number
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
  /** What is inside and may be reached all the same by what was declared by the API: addresses, ranges, host names, `*.suffix`. */
  readonly network: { readonly allow: readonly string[] }
  /** What holds for every call. */
  readonly dataPolicy: DataPolicy
  /** What `model: "auto"` means. */
  readonly auto: {
    readonly objective: Objective
    /** Absent: all that have a price. */
    readonly models?: readonly string[]
    /** By model id; that of `models` wins. */
    readonly quality?: Readonly<Record<string, number>>
  }
  readonly health: { readonly activeProbes: boolean }
  readonly providers: readonly ProviderConfig[]
  readonly deployments: readonly DeploymentConfig[]
  readonly routes: readonly RouteSpec[]
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
  /** More keys; the pool is `poolOf` this. */
  readonly apiKeys?: readonly string[]
  readonly baseUrl: string | undefined
  /** undefined: every model that the price list knows of this provider, and any other passed through. */
  readonly models: readonly string[] | undefined
  readonly timeouts: Partial<Timeouts>
  readonly region?: string
  readonly zeroRetention?: boolean
  /** What the kind alone understands, such as a region; its plugin checks it. */
  readonly settings?: JsonObject
}

/** A deployment with its keys as texts. */
export type DeploymentConfig = Omit<DeploymentSpec, 'keys'> & {
  /** Absent: the provider's. */
  readonly apiKeys?: readonly string[]
}

/** What the operator knows of a model; its price stands under `prices`. */
export type ModelConfig = Omit<ModelSpec, 'id' | 'price'>

export type PriceConfig = PriceSpec
