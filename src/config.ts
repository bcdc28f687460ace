import { readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'
import { deepFreeze } from './config/deep-freeze.js'
import type { Environment } from './config/interpolate.js'
import { readSettings } from './config/read-settings.js'
import { resolveProviders as resolveFrom, type VendorRow } from './config/resolve-providers.js'
import { loadOrCreateSecret } from './config/secret-file.js'
import { toConfig } from './config/to-config.js'
import { GatewayError } from './domain/gateway-error.js'
import type { Timeouts } from './domain/provider.js'

/** Everything an operator can say, validated and frozen. Only this file reads process.env. */
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
  }
  readonly providers: readonly ProviderConfig[]
  readonly routes: readonly RouteConfig[]
  /** Prices of the operator's own, by model id; they win over the package's. Dollars per million tokens, as decimal strings. */
  readonly prices: Readonly<Record<string, PriceConfig>>
}

export interface ProviderConfig {
  readonly name: string
  readonly kind: string
  readonly apiKey: string | undefined
  readonly baseUrl: string | undefined
  /** undefined: every model that the price list knows of this provider, and any other passed through. */
  readonly models: readonly string[] | undefined
  readonly timeouts: Partial<Timeouts>
}

export interface RouteConfig {
  readonly name: string
  readonly targets: readonly string[]
  readonly timeouts: Partial<Timeouts>
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
}

/** Where a configuration comes from; what is absent is this process's own. */
export interface ConfigSources {
  readonly env?: Environment
  readonly cwd?: string
  readonly cores?: number
  /** undefined when there is no such file. */
  readonly readFile?: (path: string) => string | undefined
  /** The secret of a data folder, for when neither the environment nor the file gives one. */
  readonly loadSecret?: (dataDir: string) => string
}

const DEFAULT_FILE = 'weir.config.yaml'

/**
 * The configuration: `weir.config.yaml`, or the file that WEIR_CONFIG names, below the environment.
 * @throws {GatewayError} CONFIGURATION naming every problem: where, what was found (never a secret), what is allowed
 */
export function loadConfig(sources: ConfigSources = {}): Config {
  const { env = process.env, cwd = process.cwd(), cores = availableParallelism() } = sources
  const { readFile = readFileIfPresent, loadSecret = loadOrCreateSecret } = sources
  const named = env['WEIR_CONFIG']?.trim()
  const source = named || DEFAULT_FILE
  const text = readFile(resolve(cwd, source))
  if (text === undefined && named) {
    throw new GatewayError('CONFIGURATION', `WEIR_CONFIG names ${source}, which does not exist. Create it, or unset WEIR_CONFIG.`)
  }
  const file = readSettings(text ?? '', source, env)
  const dataDir = resolve(cwd, file.server.dataDir)
  return deepFreeze(toConfig(file, { cwd, cores, dataDir, secret: file.server.secret ?? loadSecret(dataDir) }))
}

/**
 * The providers that are on, given the vendors that the plugins serve: configured ones, and those whose customary variable is set.
 * Apart from `loadConfig`, because plugins are found by the composition root.
 * @throws {GatewayError} CONFIGURATION
 */
export function resolveProviders(
  config: Pick<Config, 'providers'>,
  vendors: readonly VendorRow[],
  env: Environment = process.env,
): readonly ProviderConfig[] {
  return resolveFrom(config.providers, vendors, env)
}

function readFileIfPresent(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw new GatewayError('CONFIGURATION', `The configuration file ${path} cannot be read. Check its permissions.`, {
      cause: error,
    })
  }
}
