import { isIP } from 'node:net'
import { type AddressGuard, GatewayError } from '../../src/plugin-api.js'
import { isMetadataHost } from './metadata.js'
import { toHostName } from './to-host-name.js'

const LOOPBACK = '127.0.0.1'
const METADATA = '169.254.169.254'

/**
 * What can be said of an address before anything is resolved; the connection checks what the name resolves to. An address in any notation that a URL knows
 * (decimal, octal, hexadecimal, short) is checked as the address it is.
 * @throws {GatewayError} INVALID_REQUEST with path `baseUrl`
 */
export function checkUrl(guard: AddressGuard, url: string): void {
  const parsed = URL.canParse(url) ? new URL(url) : undefined
  if (parsed?.protocol !== 'https:' && parsed?.protocol !== 'http:')
    throw refuse('must be an http or https address, e.g. https://api.example.com/v1')
  if (parsed.username || parsed.password) throw refuse('holds credentials. Give them as the key of the provider instead')
  if (parsed.hostname.endsWith('.')) throw refuse('has a dot at the end of its host name. Leave it out')
  const host = toHostName(parsed.hostname)
  const address = addressOf(host)
  if (address !== undefined && !guard.allows(address, host)) {
    throw refuse(`leads to ${host}, inside the network. An operator can allow it under network.allow in the configuration file`)
  }
}

/** The address that the host is, or is known to have; undefined: only a look-up tells. */
function addressOf(host: string): string | undefined {
  if (isIP(host) !== 0) return host
  if (host === 'localhost' || host.endsWith('.localhost')) return LOOPBACK
  return isMetadataHost(host) ? METADATA : undefined
}

function refuse(problem: string): GatewayError {
  return new GatewayError('INVALID_REQUEST', `baseUrl ${problem}.`, { path: 'baseUrl' })
}
