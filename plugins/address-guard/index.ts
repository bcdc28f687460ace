import type { AddressGuard } from '../../src/plugin-api.js'
import { type Address, addressesInside, isGlobal, parseAddress } from './address.js'
import { type AllowList, parseAllowList } from './allow-list.js'
import { isMetadataAddress, isMetadataHost } from './metadata.js'
import { toHostName } from './to-host-name.js'

export { checkUrl } from './check-url.js'

/**
 * Lets through what is global unicast, and what an operator allows. `allow`: ranges, addresses, host names, or suffixes of host names such
 * as `*.internal`; a host that is allowed may resolve to anything inside. The metadata of clouds is allowed by its own address or its
 * own host name alone, never by a range or suffix around it.
 * @throws {GatewayError} CONFIGURATION, naming the entry that is wrong
 */
export function createAddressGuard(allow: readonly string[]): AddressGuard {
  const list = parseAllowList(allow)
  return {
    allows(text, host) {
      const address = parseAddress(text)
      return address !== undefined && isAllowed(address, toHostName(host), list)
    },
  }
}

function isAllowed(address: Address, host: string, list: AllowList): boolean {
  const inside = addressesInside(address)
  const isMetadata = isMetadataHost(host)
  if (isMetadata && list.namesHost(host)) return true
  if (isMetadata) return false
  if ([address, ...inside].some(isMetadataAddress)) return [address, ...inside].some(list.namesAddress)
  if (list.coversHost(host) || list.coversAddress(address)) return true
  const meant = inside.length > 0 ? inside : [address]
  return meant.every((one) => isGlobal(one) || list.coversAddress(one))
}
