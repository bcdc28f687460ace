import ipaddr from 'ipaddr.js'
import { type Address, isWithin, type Range } from './address.js'

/**
 * Where clouds give credentials to whoever asks from within: Amazon (instances, containers, pods), Google, Azure, Oracle, Alibaba.
 * Some stand in ranges that an operator may well allow, one in public space.
 */
const ADDRESSES: readonly Range[] = [
  '169.254.169.254',
  '169.254.169.253',
  '169.254.170.2',
  '169.254.170.23',
  'fd00:ec2::254',
  'fd00:ec2::253',
  'fd00:ec2::23',
  'fd20:ce::254',
  '168.63.129.16',
  '192.0.0.192',
  '100.100.100.200',
].map((address) => [ipaddr.parse(address), address.includes(':') ? 128 : 32])

const HOSTS = new Set([
  'metadata',
  'metadata.google.internal',
  'metadata.goog',
  'metadata.azure.internal',
  'metadata.azure.com',
  'metadata.oraclecloud.com',
  'metadata.tencentyun.com',
  'metadata.platformequinix.com',
  'metadata.packet.net',
  'instance-data',
  'instance-data.ec2.internal',
  'rancher-metadata',
])

export function isMetadataAddress(address: Address): boolean {
  return ADDRESSES.some((range) => isWithin(address, range))
}

/** `host`: lower case, without a trailing dot. */
export function isMetadataHost(host: string): boolean {
  return HOSTS.has(host)
}
