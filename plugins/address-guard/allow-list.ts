import { GatewayError } from '../../src/plugin-api.js'
import { type Address, isWithin, parseRange, type Range } from './address.js'

/** What an operator allows beside what is public. */
export interface AllowList {
  /** Whether an entry is this very host. */
  namesHost(host: string): boolean
  /** Whether an entry is this host, or a suffix of it. */
  coversHost(host: string): boolean
  /** Whether an entry is this very address. */
  namesAddress(address: Address): boolean
  coversAddress(address: Address): boolean
}

const MOST_ENTRIES = 1_000
const LABEL = '[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?'
const HOST = new RegExp(`^(?:\\*\\.)?${LABEL}(?:\\.${LABEL})*$`)
/** As browsers tell an address, however it is written, from a name. */
const LAST_IS_NUMBER = /(?:^|\.)(?:\d+|0x[0-9a-f]*)$/

/** @throws {GatewayError} CONFIGURATION, naming the entry */
export function parseAllowList(allow: readonly string[]): AllowList {
  if (allow.length > MOST_ENTRIES) throw wrong('network.allow', `has more than ${MOST_ENTRIES} entries`)
  const hosts = new Set<string>()
  const suffixes: string[] = []
  const ranges: Range[] = []
  allow.forEach((entry, index) => {
    const range = parseRange(entry)
    const host = entry.toLowerCase()
    if (range) ranges.push(range)
    else if (!isHost(host)) throw wrong(`network.allow[${index}]`, reason(entry))
    else if (host.startsWith('*.')) suffixes.push(host.slice(1))
    else hosts.add(host)
  })
  return {
    namesHost: (host) => hosts.has(host),
    coversHost: (host) => hosts.has(host) || suffixes.some((suffix) => host.endsWith(suffix)),
    namesAddress: (address) => ranges.some((range) => isWhole(range) && isWithin(address, range)),
    coversAddress: (address) => ranges.some((range) => isWithin(address, range)),
  }
}

function isHost(text: string): boolean {
  return text.length <= 253 && HOST.test(text) && !LAST_IS_NUMBER.test(text)
}

function isWhole([base, bits]: Range): boolean {
  return bits === (base.kind() === 'ipv4' ? 32 : 128)
}

function reason(entry: string): string {
  return `is "${entry.slice(0, 100)}", which is no range (10.0.0.0/8), address (10.1.2.3), host name (llm.example.com) or suffix of host names (*.internal)`
}

function wrong(path: string, what: string): GatewayError {
  return new GatewayError('CONFIGURATION', `${path} ${what}.`, { path })
}
