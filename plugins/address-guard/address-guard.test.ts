import { describe, expect, it } from 'vitest'
import type { GatewayError } from '../../src/plugin-api.js'
import { HOSTILE_URLS } from '../../test/support/hostile-urls.js'
import { checkUrl, createAddressGuard } from './index.js'

const strict = createAddressGuard([])
const HOST = 'api.example.com'

function problemOf(run: () => unknown): GatewayError {
  try {
    run()
  } catch (error) {
    return error as GatewayError
  }
  throw new Error('It was accepted')
}

describe('without an allow-list', () => {
  it.each([
    '8.8.8.8',
    '1.1.1.1',
    '172.15.255.255',
    '172.32.0.1',
    '100.63.255.255',
    '100.128.0.1',
    '169.253.255.255',
    '198.17.255.255',
    '198.20.0.1',
    '168.63.129.17',
    '223.255.255.255',
    '2606:4700::1111',
    '2a00:1450:4001::200e',
    '::ffff:8.8.8.8',
    '64:ff9b::808:808',
    '2002:808:808::1',
    '2001:0:808:808:0:0:f7f7:f7f7',
  ])('%s is reached', (address) => expect(strict.allows(address, HOST)).toBe(true))

  it.each([
    ['unspecified', '0.0.0.0'],
    ['this network', '0.1.2.3'],
    ['loopback', '127.0.0.1'],
    ['loopback, its end', '127.255.255.254'],
    ['private', '10.255.255.255'],
    ['private', '172.16.0.0'],
    ['private, its end', '172.31.255.255'],
    ['private', '192.168.0.1'],
    ['link-local', '169.254.0.1'],
    ['shared by carriers', '100.64.0.0'],
    ['shared by carriers, its end', '100.127.255.255'],
    ['of protocols', '192.0.0.1'],
    ['documentation', '192.0.2.1'],
    ['documentation', '198.51.100.7'],
    ['documentation', '203.0.113.7'],
    ['6to4 relays', '192.88.99.1'],
    ['benchmarks', '198.18.0.1'],
    ['benchmarks, their end', '198.19.255.255'],
    ['multicast', '224.0.0.1'],
    ['reserved', '240.0.0.1'],
    ['broadcast', '255.255.255.255'],
    ['metadata of Amazon', '169.254.169.254'],
    ['credentials of containers', '169.254.170.2'],
    ['metadata of Azure, in public space', '168.63.129.16'],
    ['metadata of Oracle', '192.0.0.192'],
    ['metadata of Alibaba', '100.100.100.200'],
    ['metadata by IPv6', 'fd00:ec2::254'],
    ['unspecified', '::'],
    ['loopback', '::1'],
    ['loopback, written out', '0:0:0:0:0:0:0:1'],
    ['link-local', 'fe80::1'],
    ['link-local with a zone', 'fe80::1%eth0'],
    ['global with a zone', '2606:4700::1111%1'],
    ['unique local', 'fc00::1'],
    ['unique local', 'fdff:ffff::1'],
    ['site-local', 'fec0::1'],
    ['multicast', 'ff02::1'],
    ['discarded', '100::1'],
    ['documentation', '2001:db8::1'],
    ['documentation', '3fff::1'],
    ['benchmarks', '2001:2::1'],
    ['segment routing', '5f00::1'],
    ['given to nobody', '4000::1'],
    ['mapped loopback', '::ffff:127.0.0.1'],
    ['mapped private', '::ffff:a00:1'],
    ['mapped metadata', '::ffff:169.254.169.254'],
    ['mapped public metadata', '::ffff:168.63.129.16'],
    ['compatible loopback', '::127.0.0.1'],
    ['translated loopback', '::ffff:0:127.0.0.1'],
    ['NAT64 of private', '64:ff9b::10.0.0.1'],
    ['NAT64 of public metadata', '64:ff9b::168.63.129.16'],
    ['NAT64 for local use', '64:ff9b:1::808:808'],
    ['6to4 of private', '2002:a00:1::1'],
    ['6to4 of public metadata', '2002:a83f:8110::1'],
    ['Teredo by a private server', '2001:0:a00:1::f7f7:f7f7'],
    ['Teredo to a private client', '2001:0:808:808::f5ff:fffe'],
    ['no address', 'localhost'],
    ['no address', ''],
    ['an address in another notation', '0x7f.1'],
  ])('%s: %s is not reached', (_, address) => expect(strict.allows(address, HOST)).toBe(false))

  it.each(['metadata.google.internal', 'METADATA.GOOGLE.INTERNAL.', 'metadata', 'instance-data', 'metadata.azure.internal'])(
    'the metadata host %s is not reached, whatever it resolves to',
    (host) => expect(strict.allows('8.8.8.8', host)).toBe(false),
  )
})

describe('with an allow-list', () => {
  const allows = (allow: string[], address: string, host = HOST) => createAddressGuard(allow).allows(address, host)

  it.each<[string, string, string]>([
    ['10.0.0.0/8', '10.1.2.3', HOST],
    ['10.0.0.0/8', '::ffff:10.1.2.3', HOST],
    ['10.0.0.0/8', '64:ff9b::a01:203', HOST],
    ['127.0.0.1', '127.0.0.1', HOST],
    ['fd00::/8', 'fd12::1', HOST],
    ['::1', '::1', HOST],
    ['llm.example.com', '192.168.7.7', 'llm.example.com'],
    ['LLM.Example.com', '192.168.7.7', 'llm.example.COM.'],
    ['*.internal', '10.0.0.1', 'gpu.models.internal'],
    ['localhost', '::1', 'localhost'],
    ['169.254.169.254', '169.254.169.254', HOST],
    ['fd00:ec2::254/128', 'fd00:ec2::254', HOST],
    ['metadata.google.internal', '169.254.169.254', 'metadata.google.internal'],
  ])('%s lets %s of %s through', (entry, address, host) => expect(allows([entry], address, host)).toBe(true))

  it.each<[string, string, string]>([
    ['10.0.0.0/24', '10.0.1.1', HOST],
    ['127.0.0.1', '127.0.0.2', HOST],
    ['llm.example.com', '192.168.7.7', 'xllm.example.com'],
    ['*.internal', '10.0.0.1', 'internal'],
    ['*.internal', '10.0.0.1', 'evilinternal'],
    ['*.internal', '10.0.0.1', 'gpu.internal.evil.example'],
    ['*.internal', '8.8.8.8', 'metadata.google.internal'],
    ['169.254.0.0/16', '169.254.169.254', HOST],
    ['100.64.0.0/10', '100.100.100.200', HOST],
    ['0.0.0.0/0', '168.63.129.16', HOST],
    ['::/0', '::ffff:169.254.169.254', HOST],
    ['llm.example.com', '169.254.169.254', 'llm.example.com'],
  ])('%s does not let %s of %s through', (entry, address, host) => expect(allows([entry], address, host)).toBe(false))

  it.each(['10.0.0.0/33', '10.0.0/8', '10.0.0', '0x7f.1', '2130706433', 'fe80::1%eth0', '::1/129', '10.0.0.0/8/8'])(
    'refuses the entry %s, which is no range or address',
    (entry) => expect(problemOf(() => createAddressGuard(['::1', entry]))).toMatchObject({ code: 'CONFIGURATION' }),
  )

  it.each(['', '*', '*internal', 'a.*.b', 'https://llm.example.com', 'llm.example.com:8080', '[::1]', 'a b', 'llm..example.com'])(
    'refuses the entry "%s", which is no host name, and says which it is',
    (entry) => {
      const error = problemOf(() => createAddressGuard(['10.0.0.0/8', entry]))
      expect(error).toMatchObject({ code: 'CONFIGURATION', path: 'network.allow[1]' })
      expect(error.message).toContain(`"${entry}"`)
    },
  )
})

describe('a URL', () => {
  it.each(HOSTILE_URLS)('%s is refused before anything is resolved', (url) => {
    expect(problemOf(() => checkUrl(strict, url))).toMatchObject({ code: 'INVALID_REQUEST', path: 'baseUrl' })
  })

  it.each(['https://api.example.com/v1', 'http://8.8.8.8:8080', 'https://[2606:4700::1111]/v1', 'https://metadata.example.com'])(
    '%s is accepted',
    (url) => expect(() => checkUrl(strict, url)).not.toThrow(),
  )

  it('may lead inside where an operator allows it, and needs no credentials even there', () => {
    const guard = createAddressGuard(['127.0.0.0/8', 'models.localhost', '*.corp.example'])
    for (const url of ['http://127.1/v1', 'http://localhost/v1', 'http://models.localhost', 'https://llm.corp.example/v1']) {
      expect(() => checkUrl(guard, url)).not.toThrow()
    }
    expect(problemOf(() => checkUrl(guard, 'http://me:secret@127.0.0.1/v1')).message).not.toContain('secret')
  })

  it('that is refused says how it can be allowed', () => {
    expect(problemOf(() => checkUrl(strict, 'http://0x7f.1/v1')).message).toMatch(/127\.0\.0\.1.*network\.allow/)
  })
})
