import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, it, vi } from 'vitest'
import { createAcquire } from './acquire-token.js'

let server: Server | undefined

afterEach(async () => {
  vi.unstubAllEnvs()
  await new Promise((resolve) => (server ? server.close(resolve) : resolve(undefined)))
  server = undefined
})

async function listen(status: number, body: object): Promise<{ url: string; asked: IncomingMessage[] }> {
  const asked: IncomingMessage[] = []
  const listening = createServer((request, response) => {
    asked.push(request)
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  })
  server = listening
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve))
  return { url: `http://127.0.0.1:${(listening.address() as AddressInfo).port}`, asked }
}

it('takes the token of the identity that the machine has', async () => {
  const expiresOn = Math.floor(Date.now() / 1000) + 3600
  const { url, asked } = await listen(200, {
    access_token: 'of the machine',
    expires_on: String(expiresOn),
    token_type: 'Bearer',
  })
  vi.stubEnv('IDENTITY_ENDPOINT', `${url}/msi/token`)
  vi.stubEnv('IDENTITY_HEADER', 'header-of-the-machine')
  const token = await createAcquire('azure', { managedIdentity: true, clientId: 'an-identity' })()
  expect(token.value).toBe('of the machine')
  expect(Math.abs(token.expiresAtMs - expiresOn * 1000)).toBeLessThan(60_000)
  const query = new URL(asked[0]!.url!, url).searchParams
  expect(query.get('resource')).toBe('https://cognitiveservices.azure.com')
  expect(query.get('client_id')).toBe('an-identity')
})

it('takes a token of a national cloud for its own scope', async () => {
  const { url, asked } = await listen(200, { access_token: 'national', expires_in: 3599, token_type: 'Bearer' })
  const application = {
    tenantId: 't',
    clientId: 'c',
    clientSecret: 's',
    authority: url,
    scope: 'https://cognitiveservices.azure.us/.default',
  }
  expect((await createAcquire('azure', application)()).value).toBe('national')
  expect(asked[0]!.url).toMatch(/^\/t\/oauth2\/v2\.0\/token/)
})
