import { readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'
import type { Config, ProviderConfig } from './config/config-types.js'
import { deepFreeze } from './config/deep-freeze.js'
import type { Environment } from './config/interpolate.js'
import { prepareDeclarations } from './config/prepare-declarations.js'
import { readSettings } from './config/read-settings.js'
import { resolveProviders as resolveFrom, type VendorRow } from './config/resolve-providers.js'
import { loadOrCreateSecret } from './config/secret-file.js'
import { toConfig } from './config/to-config.js'
import { GatewayError } from './domain/gateway-error.js'

export type { Config, DeploymentConfig, ModelConfig, PriceConfig, ProviderConfig } from './config/config-types.js'
export { parseDeclarations, writeDeclarations } from './config/declarations.js'
export { poolOf } from './config/key-pool.js'
export { parseSpec } from './config/specs.js'

/** Where a configuration comes from; what is absent is this process's own: only this file reads process.env. */
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

/**
 * What a configuration file declares that the API can declare too, as YAML with the variables of this environment in place.
 * @throws {GatewayError} CONFIGURATION
 */
export function readDeclarations(
  path: string,
  { env = process.env, cwd = process.cwd(), readFile = readFileIfPresent }: ConfigSources = {},
) {
  const text = readFile(resolve(cwd, path))
  if (text === undefined) throw new GatewayError('CONFIGURATION', `There is no file ${path}.`)
  return prepareDeclarations(text, path, env)
}

/** Which gateway the command asks, and by which key, unless its arguments say. */
export function clientSettings(env: Environment = process.env): {
  readonly url: string | undefined
  readonly key: string | undefined
} {
  return { url: env['WEIR_URL']?.trim() || undefined, key: env['WEIR_KEY']?.trim() || undefined }
}

/**
 * What the environment of workers has besides this process's own. Libraries check themselves and their callers, at a cost to every
 * request, until they are told that this is production; an operator's own NODE_ENV stands.
 */
export function workerEnvironment(env: Environment = process.env): { readonly NODE_ENV: string } {
  return { NODE_ENV: env['NODE_ENV'] || 'production' }
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
