import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { GatewayError } from '../../src/plugin-api.js'
import { createAddressGuard } from '../address-guard/index.js'
import { type Client, type ClientOptions, createClient } from './client.js'
import type { Resolve } from './guarded-connector.js'
import { readJson } from './read-body.js'

/** Stands for a public address; all else of 127.0.0.0/8 is inside, and the server would answer there too. */
const OUTSIDE = '127.0.0.1'
const INSIDE = '127.0.0.2'
const guard = createAddressGuard([OUTSIDE])

let server: Server
let port: number
let asked: string[]
let resolved: string[]
const clients: Client[] = []

beforeEach(async () => {
  asked = []
  resolved = []
  server = createServer(answer).listen(0, '0.0.0.0')
  await once(server, 'listening')
  port = (server.address() as AddressInfo).port
})
afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.close()))
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})

function answer(request: IncomingMessage, response: ServerResponse): void {
  asked.push(`${request.socket.localAddress} ${request.headers.host}`)
  response.writeHead(200, { 'content-type': 'application/json', connection: 'close' }).end('{}')
}

/** Each look-up gives the next of the answers. */
function resolving(...answers: readonly (readonly string[])[]): Resolve {
  const left = [...answers]
  return (host, _options, callback) => {
    resolved.push(host)
    const addresses = (left.shift() ?? []).map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))
    setImmediate(() => callback(addresses.length > 0 ? null : new Error('Nothing is known of it'), addresses))
  }
}

function connecting(host: string, options: Partial<ClientOptions> = {}): Client {
  const client = createClient({ provider: 'acme', baseUrl: `http://${host}:${port}/v1`, guard, ...options })
  clients.push(client)
  return client
}

async function ask(client: Client): Promise<object> {
  const { signal } = new AbortController()
  return readJson('acme', await client.open({ method: 'GET', path: '/models', signal, connectTimeoutMs: 2_000 }), signal)
}

async function refusalOf(client: Client): Promise<GatewayError> {
  const error = await ask(client).catch((caught) => caught)
  expect(error).toBeInstanceOf(GatewayError)
  return error
}

describe('a guarded connection', () => {
  it('is made to an address that the guard allows', async () => {
    await ask(connecting('llm.example.com', { resolve: resolving([OUTSIDE]) }))
    expect(asked).toEqual([`${OUTSIDE} llm.example.com:${port}`])
  })

  it('is made to what was checked: a name that leads inside at its next look-up is refused then', async () => {
    const client = connecting('rebind.example.com', { resolve: resolving([OUTSIDE], [INSIDE]) })
    await ask(client)
    expect(await refusalOf(client)).toMatchObject({ code: 'PROVIDER_UNREACHABLE' })
    expect(asked).toHaveLength(1)
    expect(resolved).toHaveLength(2)
  })

  it('asks once for each connection, so that no second answer can differ', async () => {
    const client = connecting('rebind.example.com', { resolve: resolving([INSIDE], [OUTSIDE]) })
    await refusalOf(client)
    expect([asked, resolved]).toEqual([[], ['rebind.example.com']])
  })

  it('leaves out what is inside among several addresses', async () => {
    const mixed = [INSIDE, '10.0.0.1', '::1', '169.254.169.254', OUTSIDE]
    await ask(connecting('mixed.example.com', { resolve: resolving(mixed) }))
    expect(asked).toEqual([`${OUTSIDE} mixed.example.com:${port}`])
  })

  it.each(['10.0.0.1', '169.254.169.254', '::1', '::ffff:127.0.0.2', '64:ff9b::7f00:2', 'fd00:ec2::254', 'fe80::1%1'])(
    'is not made to %s, which is not told',
    async (address) => {
      const { code, message } = await refusalOf(connecting('inner.example.com', { resolve: resolving([address]) }))
      expect(code).toBe('PROVIDER_UNREACHABLE')
      expect(message).toMatch(/inner\.example\.com leads inside the network.*network\.allow/)
      expect(message).not.toContain(address)
      expect(asked).toEqual([])
    },
  )

  it.each(['127.0.0.2', '127.2', '0x7f000002', '2130706434', '0', '[::1]', '[::]', '[::ffff:127.0.0.2]', '[::ffff:7f00:2]'])(
    'is not made to the address %s, for which nothing is looked up',
    async (host) => {
      const refusal = await refusalOf(connecting(host, { resolve: resolving([OUTSIDE]) }))
      expect(refusal.code).toBe('PROVIDER_UNREACHABLE')
      expect(refusal.message).toContain('leads inside the network')
      expect([asked, resolved]).toEqual([[], []])
    },
  )

  it.each(['metadata.google.internal', 'metadata'])('is not made to %s, whatever it resolves to', async (host) => {
    const refusal = await refusalOf(connecting(host, { resolve: resolving([OUTSIDE]) }))
    expect(refusal.message).toContain(`${host} leads inside the network`)
    expect(asked).toEqual([])
  })

  it('is not made to localhost, by the look-up of the system', async () => {
    const refusal = await refusalOf(connecting('localhost', { guard: createAddressGuard([]) }))
    expect(refusal.message).toContain('localhost leads inside the network')
    expect(asked).toEqual([])
  })

  it('is made inside where an operator allows the host', async () => {
    const allowing = createAddressGuard(['*.corp.example'])
    await ask(connecting('llm.corp.example', { guard: allowing, resolve: resolving([INSIDE]) }))
    expect(asked).toEqual([`${INSIDE} llm.corp.example:${port}`])
  })

  it('by TLS asks the guard as well', async () => {
    const baseUrl = `https://inner.example.com:${port}`
    const refusal = await refusalOf(connecting('', { baseUrl, resolve: resolving([INSIDE]) }))
    expect(refusal.message).toContain('leads inside the network')
  })

  it('to a name that nobody knows fails as one without a guard', async () => {
    const refusal = await refusalOf(connecting('nowhere.example.com', { resolve: resolving() }))
    expect(refusal).toMatchObject({ code: 'PROVIDER_UNREACHABLE', providerCode: 'SOCKET' })
    expect(refusal.message).not.toContain('inside')
  })

  it('goes on after a refusal', async () => {
    const client = connecting('late.example.com', { resolve: resolving([INSIDE], [OUTSIDE]) })
    await refusalOf(client)
    await ask(client)
    expect(asked).toHaveLength(1)
  })
})

it('without a guard is made anywhere', async () => {
  await ask(connecting('127.0.0.1', { guard: undefined }))
  expect(asked).toHaveLength(1)
})

it('refuses a base URL with credentials of any kind', () => {
  for (const userinfo of ['me', 'me:secret', ':secret']) {
    expect(() => connecting(`${userinfo}@127.0.0.1`)).toThrow(expect.objectContaining({ code: 'CONFIGURATION' }))
  }
})
