import { type LookupAddress, type LookupAllOptions, lookup } from 'node:dns'
import { isIP, type LookupFunction } from 'node:net'
import { buildConnector } from 'undici'
import { type AddressGuard, GatewayError } from '../../src/plugin-api.js'

/** All addresses of a host, as `dns.lookup` tells them. */
export type Resolve = (
  host: string,
  options: LookupAllOptions,
  callback: (error: Error | null, addresses: LookupAddress[]) => void,
) => void

export interface GuardedConnectorOptions {
  /** The provider's name, for messages. */
  readonly provider: string
  readonly guard: AddressGuard
  readonly timeoutMs: number
  readonly resolve?: Resolve
}

/**
 * Connects to what the guard allows. The look-up whose addresses are checked is the connection's own, so no second one can say otherwise;
 * a host that is an address is never looked up and is checked before. A refusal is a {GatewayError} PROVIDER_UNREACHABLE.
 */
export function createGuardedConnector(options: GuardedConnectorOptions): buildConnector.connector {
  const { provider, guard, timeoutMs } = options
  const connect = buildConnector({ timeout: timeoutMs, lookup: createLookup(options) } as buildConnector.BuildOptions)
  return (to, callback) => {
    const host = to.hostname.replace(/^\[(.*)\]$/, '$1')
    if (isIP(host) !== 0 && !guard.allows(host, host)) return queueMicrotask(() => callback(refuse(provider, host), null))
    connect(to, callback)
  }
}

function createLookup({ provider, guard, resolve = lookup }: GuardedConnectorOptions): LookupFunction {
  return (host, options, callback) => {
    resolve(host, { ...options, all: true }, (error, found) => {
      const addresses = error ? [] : found.filter(({ address }) => guard.allows(address, host))
      const [first] = addresses
      if (!first) callback(error ?? refuse(provider, host), '', 0)
      else if (options.all) callback(null, addresses)
      else callback(null, first.address, first.family)
    })
  }
}

/** Names the host as it was configured, never what it resolves to: that would be a map of the network. */
function refuse(provider: string, host: string): GatewayError {
  return new GatewayError(
    'PROVIDER_UNREACHABLE',
    `Provider "${provider}": ${host} leads inside the network, where a provider from outside may not connect. An operator can allow it under network.allow in the configuration file.`,
  )
}
