import { execFileSync } from 'node:child_process'
import { Agent, request as httpRequest } from 'node:http'
import { createClient } from 'graphql-ws'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import WebSocket from 'ws'
import { writerOf } from '../../src/domain/call-id.js'
import { type ProviderServer, startProviderServer } from '../support/provider-process/server.mjs'
import { eventually, graphql, type RunningWeir, startWeir } from '../support/start-weir.js'

let provider: ProviderServer
let weir: RunningWeir

beforeAll(async () => {
  provider = await startProviderServer()
  weir = await startWeir({
    workers: 2,
    config: { providers: [{ name: 'mock', kind: 'openai-compatible', baseUrl: provider.url, apiKey: 'sk-mock' }] },
  })
})
afterAll(async () => {
  await weir.stop()
  await provider.close()
})

/** A request without an answer until then hangs. */
const ANSWER_MS = 10_000

/** One kept connection: all its requests go to the worker that accepted it. */
function connect() {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  return {
    close: () => agent.destroy(),
    ask: (key: string, model = 'mock/text') =>
      new Promise<{ status: number; callId: string | undefined; body: string }>((resolve, reject) => {
        const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
        const options = { method: 'POST', agent, headers, signal: AbortSignal.timeout(ANSWER_MS) }
        const request = httpRequest(`${weir.url}/v1/chat/completions`, options, (response) => {
          let body = ''
          response.setEncoding('utf8').on('data', (chunk) => {
            body += chunk
          })
          response.on('end', () =>
            resolve({ status: response.statusCode ?? 0, callId: response.headers['x-weir-call-id'] as string, body }),
          )
          response.on('error', reject)
        })
        request.on('error', reject)
        request.end(JSON.stringify({ model, messages: [{ role: 'user', content: 'Hi' }] }))
      }),
  }
}

/** A kept connection to each of the workers, by the worker's name. */
async function connectToEach(key: string) {
  const found = new Map<string, ReturnType<typeof connect>>()
  for (let i = 0; i < 60 && found.size < 2; i++) {
    const connection = connect()
    const { callId } = await connection.ask(key)
    const writer = writerOf(callId ?? '') ?? 'none'
    if (found.has(writer)) connection.close()
    else found.set(writer, connection)
  }
  return found
}

/** The workers that answer now; a connection that a crash broke finds none. */
async function servingWriters(): Promise<readonly string[]> {
  const workers = await connectToEach(weir.adminKey).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ECONNRESET' || error.code === 'ECONNREFUSED') return new Map<string, ReturnType<typeof connect>>()
    throw error
  })
  for (const connection of workers.values()) connection.close()
  return [...workers.keys()]
}

/** The process runs no further, and knows nothing of it. */
async function freeze(pid: number): Promise<void> {
  process.kill(pid, 'SIGSTOP')
  const state = async () => execFileSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' })
  await eventually(state, (seen) => seen.startsWith('T'))
}

const ISSUE = `mutation { issueApiKey(input: { name: "app", scopes: [INFERENCE] }) { apiKey { id } secret } }`

describe('two workers', () => {
  it('both refuse a revoked key within a second', async () => {
    const issued = await graphql<{ issueApiKey: { apiKey: { id: string }; secret: string } }>(weir, ISSUE)
    const { apiKey, secret } = issued.data.issueApiKey
    await eventually(
      () => connect().ask(secret),
      ({ status }) => status === 200,
    )
    const workers = await connectToEach(secret)
    await graphql(weir, 'mutation ($id: ID!) { revokeApiKey(input: { id: $id }) { apiKey { id } } }', { id: apiKey.id })
    const revokedAt = performance.now()
    expect([...workers.keys()]).toHaveLength(2)
    for (const [writer, connection] of workers) {
      await eventually(
        () => connection.ask(secret),
        ({ status }) => status === 401,
        1_000,
      )
      console.log(`worker ${writer} refuses ${(performance.now() - revokedAt).toFixed(0)} ms after the revocation`)
      connection.close()
    }
    expect(performance.now() - revokedAt).toBeLessThan(1_000)
  })

  it('end the subscription that a revoked key has open', async () => {
    const scopes = 'mutation { issueApiKey(input: { name: "watcher", scopes: [USAGE_READ] }) { apiKey { id } secret } }'
    const { issueApiKey } = (await graphql<{ issueApiKey: { apiKey: { id: string }; secret: string } }>(weir, scopes)).data
    const client = createClient({
      url: `${weir.url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      connectionParams: { authorization: `Bearer ${issueApiKey.secret}` },
      retryAttempts: 0,
    })
    const windows = client.iterate({ query: 'subscription { usageLive(everyMs: 60000) { requests } }' })
    const next = windows.next()
    // The subscription stands once another operation on the same connection was answered.
    for await (const { data } of client.iterate<{ me: { name: string } }>({ query: '{ me { name } }' }))
      expect(data?.me.name).toBe('watcher')
    await graphql(weir, 'mutation ($id: ID!) { revokeApiKey(input: { id: $id }) { apiKey { id } } }', {
      id: issueApiKey.apiKey.id,
    })
    const revokedAt = performance.now()
    await expect(next).rejects.toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }])
    expect(performance.now() - revokedAt).toBeLessThan(1_500)
    await client.dispose()
  })

  it('show each other’s calls at once', async () => {
    for (const [, connection] of await connectToEach(weir.adminKey)) {
      for (let i = 0; i < 5; i++) {
        const { callId } = await connection.ask(weir.adminKey)
        const { data } = await graphql<{ completion: { id: string; text: string } | null }>(
          weir,
          'query ($id: ID!) { completion(id: $id) { id text } }',
          { id: callId },
        )
        expect(data.completion?.id).toBe(callId)
        expect(data.completion?.text).toMatch(/\w/)
      }
      connection.close()
    }
  })

  it('tell live usage of both to one subscriber', async () => {
    const socket = new WebSocket(`${weir.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws')
    const windows: { requests: number }[] = []
    await new Promise<void>((resolve) => socket.once('open', () => resolve()))
    socket.on('message', (data) => {
      const message = JSON.parse(String(data))
      if (message.type === 'connection_ack') {
        socket.send(
          JSON.stringify({
            type: 'subscribe',
            id: '1',
            payload: { query: 'subscription { usageLive(everyMs: 250) { requests } }' },
          }),
        )
      }
      if (message.type === 'next') windows.push(message.payload.data.usageLive)
    })
    socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${weir.adminKey}` } }))
    await eventually(
      async () => windows.length,
      (count) => count > 0,
    )
    const total = () => windows.reduce((sum, window) => sum + window.requests, 0)
    const before = total()
    const workers = await connectToEach(weir.adminKey)
    const sent = [...workers.values()]
    for (const connection of sent) await connection.ask(weir.adminKey)
    await eventually(
      async () => total() - before,
      (seen) => seen >= sent.length + 2,
      3_000,
    )
    for (const connection of sent) connection.close()
    socket.terminate()
  })

  it('replace one that crashed; its streams end with an error, not in silence', async () => {
    const abort = new AbortController()
    const response = await fetch(`${weir.url}/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${weir.adminKey}`, 'content-type': 'application/json' },
      body: JSON.stringify({ model: 'mock/paced-1000-20', stream: true, messages: [{ role: 'user', content: 'Hi' }] }),
      signal: abort.signal,
    })
    const writer = writerOf(response.headers.get('x-weir-call-id') ?? '') ?? ''
    const reader = response.body?.getReader()
    await reader?.read()
    const pid = await pidOf(writer)
    process.kill(pid, 'SIGKILL')
    const drain = async () => {
      for (;;) if ((await reader?.read())?.done) return 'a clean end'
    }
    await expect(drain()).rejects.toThrow()
    await eventually(servingWriters, (writers) => writers.includes(writer), 30_000)
    const { data } = await graphql<{ completion: { status: string } | null }>(
      weir,
      'query ($id: ID!) { completion(id: $id) { status } }',
      {
        id: response.headers.get('x-weir-call-id'),
      },
    )
    expect(data.completion?.status).toBe('ABANDONED')
  }, 60_000)

  it('leave no client waiting whose connection was on its way to one that crashed', async () => {
    const [writer = ''] = await servingWriters()
    const pid = await pidOf(writer)
    await freeze(pid)
    // The frozen one is offered the first or the second connection and never takes it; the other worker gets the rest.
    const waiting = new Set<Promise<unknown>>()
    for (let i = 0; i < 4; i++) {
      const asked = connect().ask(weir.adminKey)
      waiting.add(asked)
      asked.then(
        () => waiting.delete(asked),
        () => {},
      )
    }
    await eventually(
      async () => waiting.size,
      (count) => count === 1,
    )
    process.kill(pid, 'SIGKILL')
    await expect([...waiting][0]).rejects.toMatchObject({ code: 'ECONNRESET' })
    await eventually(servingWriters, (writers) => writers.includes(writer), 30_000)
  }, 60_000)
})

/** The worker tells its process in its lock. */
async function pidOf(writer: string): Promise<number> {
  const { readFile } = await import('node:fs/promises')
  return Number.parseInt(await readFile(`${weir.dataDir}/journal/${writer}/owner`, 'utf8'), 10)
}

describe('an anonymous subscription', () => {
  it.each([{}, { authorization: 'Bearer not-a-key-at-all-00000000' }])(
    'never reaches the provider’s socket: %j',
    async (payload) => {
      const before = [provider.requests.length, provider.ledger.length]
      const socket = new WebSocket(`${weir.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws')
      const heard: string[] = []
      socket.on('message', (data) => {
        const message = JSON.parse(String(data))
        heard.push(message.type)
        if (message.type === 'connection_ack') {
          const query =
            'subscription { completionStream(input: { model: "mock/text", messages: [{ role: USER, text: "Hi" }] }) { __typename } }'
          socket.send(JSON.stringify({ type: 'subscribe', id: '1', payload: { query } }))
        }
      })
      const closed = new Promise<string>((resolve) => socket.once('close', () => resolve('closed')))
      await new Promise<void>((resolve) => socket.once('open', () => resolve()))
      socket.send(JSON.stringify({ type: 'connection_init', payload }))
      const refused = eventually(async () => heard.includes('error'), Boolean, 3_000).then(() => 'error')
      await Promise.race([closed, refused.catch(() => 'nothing')])
      expect(heard).not.toContain('next')
      expect([provider.requests.length, provider.ledger.length]).toEqual(before)
      socket.terminate()
    },
  )
})
