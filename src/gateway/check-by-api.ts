import { checkUrl } from '../../plugins/address-guard/index.js'
import type { ConfigContent, ProviderSpec } from '../domain/control-plane.js'
import { GatewayError } from '../domain/gateway-error.js'
import type { AddressGuard } from '../plugin-api.js'
import type { KnownVendor } from './discover-providers.js'
import { specsOf } from './effective-config.js'

/**
 * What holds only for what is declared by the API: kinds that may be, addresses that are outside, and keys that are given, since those of the
 * environment are the operator's.
 * @throws {GatewayError} INVALID_REQUEST with a path
 */
export function checkByApi(content: ConfigContent, known: ReadonlyMap<string, KnownVendor>, guard: AddressGuard): void {
  for (const provider of specsOf(content.PROVIDER)) checkProvider(provider, known, guard)
  for (const { baseUrl } of specsOf(content.DEPLOYMENT)) if (baseUrl !== undefined) checkUrl(guard, baseUrl)
}

function checkProvider(
  { name, kind, baseUrl, keys }: ProviderSpec,
  known: ReadonlyMap<string, KnownVendor>,
  guard: AddressGuard,
): void {
  const vendor = known.get(kind)?.vendor
  if (!vendor) throw invalid('kind', `There is no provider kind "${kind}". Kinds: ${[...known.keys()].sort().join(', ')}.`)
  if (vendor.apiManaged === false) {
    throw invalid(
      'kind',
      `Providers of the kind "${kind}" can be declared in the configuration file only: their settings reach beyond what is guarded.`,
    )
  }
  if (baseUrl !== undefined) checkUrl(guard, baseUrl)
  if (vendor.ownCredentials) return
  if (baseUrl === undefined && vendor.baseUrl === undefined && !vendor.keyless) {
    throw invalid('baseUrl', `The provider "${name}" needs a baseUrl: the kind "${kind}" has no address of its own.`)
  }
  if (keys.length === 0 && baseUrl === undefined && !vendor.keyless) {
    throw invalid(
      'apiKey',
      `The provider "${name}" needs an apiKey: keys of the environment are used for the operator's own providers only.`,
    )
  }
}

function invalid(path: string, message: string): GatewayError {
  return new GatewayError('INVALID_REQUEST', message, { path })
}
