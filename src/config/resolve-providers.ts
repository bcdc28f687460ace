import { closest } from './closest.js'
import type { ProviderConfig } from './config-types.js'
import type { Environment } from './interpolate.js'
import { configurationError, type Problem } from './problem.js'

/** What this needs to know of a vendor: a row of a provider plugin. */
export interface VendorRow {
  readonly kind: string
  readonly baseUrl?: string
  readonly apiKeyVariable?: string
  readonly keyless?: boolean
  readonly ownCredentials?: boolean
}

/** A provider for each vendor whose customary variable is set. */
export function customaryProviders(env: Environment, vendors: readonly VendorRow[]): ProviderConfig[] {
  return vendors.flatMap(({ kind, baseUrl, apiKeyVariable }) => {
    const apiKey = apiKeyVariable && env[apiKeyVariable]?.trim()
    if (!apiKey || !baseUrl) return []
    return [{ name: kind, kind, apiKey, baseUrl: undefined, models: undefined, timeouts: {} }]
  })
}

/**
 * The providers that are on: those of the file, with the key of the customary variable where it gives none, then the customary ones
 * of vendors that the file does not name. With none at all the stand-in `demo` serves.
 * @throws {GatewayError} CONFIGURATION for an unknown kind and for a missing key or address
 */
export function resolveProviders(
  configured: readonly ProviderConfig[],
  vendors: readonly VendorRow[],
  env: Environment,
): readonly ProviderConfig[] {
  const byKind = new Map(vendors.map((vendor) => [vendor.kind, vendor]))
  const problems = configured.flatMap((provider, index) => problemsOf(provider, `providers[${index}]`, byKind, env))
  if (problems.length > 0) throw configurationError('providers', problems)
  const named = new Set(configured.flatMap(({ name, kind }) => [name, kind]))
  const providers = [
    ...configured.map((provider) => ({ ...provider, apiKey: keyOf(provider, byKind.get(provider.kind), env) })),
    ...customaryProviders(env, vendors).filter(({ kind }) => !named.has(kind)),
  ]
  return providers.length > 0 || !byKind.has('demo') ? providers : [DEMO]
}

const DEMO: ProviderConfig = {
  name: 'demo',
  kind: 'demo',
  apiKey: undefined,
  baseUrl: undefined,
  models: undefined,
  timeouts: {},
}

function problemsOf(provider: ProviderConfig, path: string, byKind: ReadonlyMap<string, VendorRow>, env: Environment): Problem[] {
  const vendor = byKind.get(provider.kind)
  if (!vendor) {
    const kinds = [...byKind.keys()].sort()
    const meant = closest(provider.kind, kinds)
    const hint = meant ? `did you mean ${meant}? ` : ''
    return [{ path: `${path}.kind`, message: `found ${JSON.stringify(provider.kind)}; ${hint}Allowed: ${kinds.join(', ')}` }]
  }
  if (vendor.ownCredentials) return []
  const problems: Problem[] = []
  if (!provider.baseUrl && !vendor.baseUrl && !vendor.keyless) {
    problems.push({ path: `${path}.baseUrl`, message: `found nothing, expected the address of this ${provider.kind} provider` })
  }
  if (!vendor.keyless && !provider.baseUrl && !provider.apiKeys && keyOf(provider, vendor, env) === undefined) {
    const variable = vendor.apiKeyVariable ? `, or set ${vendor.apiKeyVariable}` : ''
    problems.push({
      path: `${path}.apiKey`,
      message: `found nothing, expected the key of this ${provider.kind} provider${variable}`,
    })
  }
  return problems
}

/** A key of the environment is only for the vendor's own address, never for another that the file gives. */
function keyOf(provider: ProviderConfig, vendor: VendorRow | undefined, env: Environment): string | undefined {
  if (provider.apiKey || provider.apiKeys || provider.baseUrl || !vendor?.apiKeyVariable) return provider.apiKey
  return env[vendor.apiKeyVariable]?.trim() || undefined
}
