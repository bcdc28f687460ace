import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'

export type Address = ipaddr.IPv4 | ipaddr.IPv6
export type Range = readonly [Address, number]

/** undefined for what is no address, and for one with a zone: a zone names an interface of this machine. */
export function parseAddress(text: string): Address | undefined {
  return isIP(text) === 0 || text.includes('%') ? undefined : ipaddr.parse(text)
}

/** `10.0.0.0/8`, or an address as the range of itself alone. */
export function parseRange(text: string): Range | undefined {
  const address = parseAddress(text)
  if (address) return [address, address.kind() === 'ipv4' ? 32 : 128]
  const [base = '', bits = '', ...rest] = text.split('/')
  const isCidr = parseAddress(base) !== undefined && /^\d{1,3}$/.test(bits) && rest.length === 0
  return isCidr && ipaddr.isValidCIDR(text) ? ipaddr.parseCIDR(text) : undefined
}

export function isWithin(address: Address, [base, bits]: Range): boolean {
  return address.kind() === base.kind() && address.match(base, bits)
}

/** Of IPv6 nothing else has been given to anybody: https://www.iana.org/assignments/ipv6-address-space. */
const GLOBAL_IPV6: Range = [ipaddr.parse('2000::'), 3]

/** Global unicast: neither private, local, shared, reserved, for tests or documents, nor an anycast of those who are near. */
export function isGlobal(address: Address): boolean {
  if (address.kind() === 'ipv6' && !isWithin(address, GLOBAL_IPV6)) return false
  return address.range() === 'unicast'
}

type Parts = readonly number[]

/** IPv6 ranges whose addresses lead to IPv4 ones, and where these stand in the eight parts. */
const CARRIERS: readonly { readonly range: Range; readonly inside: (parts: Parts) => readonly Parts[] }[] = [
  // RFC 4291: mapped, and compatible, which is deprecated.
  { range: [ipaddr.parse('::ffff:0:0'), 96], inside: lastTwo },
  { range: [ipaddr.parse('::'), 96], inside: lastTwo },
  // RFC 2765: translated.
  { range: [ipaddr.parse('::ffff:0:0:0'), 96], inside: lastTwo },
  // RFC 6052: NAT64. The prefix of RFC 8215 is for local use with any length: nothing tells where its address stands.
  { range: [ipaddr.parse('64:ff9b::'), 96], inside: lastTwo },
  // RFC 3056: 6to4.
  { range: [ipaddr.parse('2002::'), 16], inside: ([, first = 0, second = 0]) => [[first, second]] },
  // RFC 4380: Teredo, its server and its client, whose bits are turned round.
  {
    range: [ipaddr.parse('2001::'), 32],
    inside: ([, , first = 0, second = 0, , , sixth = 0, seventh = 0]) => [
      [first, second],
      [sixth ^ 0xffff, seventh ^ 0xffff],
    ],
  },
]

/** The IPv4 addresses that an IPv6 address leads to; none for one that stands for itself. */
export function addressesInside(address: Address): readonly Address[] {
  if (!(address instanceof ipaddr.IPv6)) return []
  const carrier = CARRIERS.find(({ range }) => isWithin(address, range))
  return carrier?.inside(address.parts).map(toIpv4) ?? []
}

function lastTwo(parts: Parts): readonly Parts[] {
  return [parts.slice(6)]
}

function toIpv4([high = 0, low = 0]: Parts): Address {
  return new ipaddr.IPv4([high >> 8, high & 0xff, low >> 8, low & 0xff])
}
