import { readFileSync } from 'node:fs'
import { request } from 'node:https'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import type { FastifyInstance } from 'fastify'
import { afterEach, describe, expect, it } from 'vitest'
import { type Config, loadConfig } from '../../src/config.js'
import { createHttpServer } from '../../src/gateway/http-server.js'

const certFile = fileURLToPath(new URL('fixtures/localhost.crt', import.meta.url))
const keyFile = fileURLToPath(new URL('fixtures/localhost.key', import.meta.url))
const defaults = loadConfig({ env: {}, cwd: '/', cores: 1, readFile: () => '', loadSecret: () => 'x'.repeat(32) })

let app: FastifyInstance
afterEach(() => app.close())

async function serve(changes: Partial<Config> = {}): Promise<number> {
  app = await createHttpServer({ ...defaults, ...changes })
  app.get('/hello', async () => ({ hello: 'weir' }))
  await app.listen({ host: '127.0.0.1', port: 0 })
  return (app.server.address() as AddressInfo).port
}

describe('origins', () => {
  const from = async (port: number, origin: string, method = 'GET') => {
    const headers = { origin, ...(method === 'OPTIONS' && { 'access-control-request-method': 'POST' }) }
    return fetch(`http://127.0.0.1:${port}/hello`, { method, headers })
  }

  it('that are listed may read answers and their headers', async () => {
    const port = await serve({ allowedOrigins: ['https://app.example.com'] })
    const answer = await from(port, 'https://app.example.com')
    expect(answer.headers.get('access-control-allow-origin')).toBe('https://app.example.com')
    expect(answer.headers.get('access-control-expose-headers')).toContain('x-weir-call-id')
    const preflight = await from(port, 'https://app.example.com', 'OPTIONS')
    expect([preflight.status, preflight.headers.get('access-control-allow-methods')]).toEqual([
      204,
      expect.stringContaining('POST'),
    ])
  })

  it.each([{ allowedOrigins: ['https://app.example.com'] }, {}])('that are not listed may not: %j', async (changes) => {
    const answer = await from(await serve(changes), 'https://evil.example.com')
    expect(answer.headers.get('access-control-allow-origin')).not.toBe('https://evil.example.com')
    expect(answer.headers.get('access-control-allow-origin')).not.toBe('*')
  })
})

it('speaks TLS when it has a certificate', async () => {
  const port = await serve({ tls: { certFile, keyFile } })
  const status = await new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, path: '/hello', ca: readFileSync(certFile) }, (response) => resolve(response.statusCode))
      .on('error', reject)
      .end()
  })
  expect(status).toBe(200)
})

it('lets no browser guess a content type', async () => {
  const port = await serve()
  expect((await fetch(`http://127.0.0.1:${port}/hello`)).headers.get('x-content-type-options')).toBe('nosniff')
})

it('answers a malformed address in the door’s shape, without a path of the machine', async () => {
  const port = await serve()
  const answer = await fetch(`http://127.0.0.1:${port}/v1/%E0%A4%A`)
  expect(answer.status).toBe(400)
  expect(await answer.json()).toMatchObject({ error: { message: expect.any(String), type: 'invalid_request_error' } })
})
