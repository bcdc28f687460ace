import { createServer, type Server } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { GatewayError, type Provider, type ProviderEvent } from '../../../src/plugin-api.js'
import { asking, readAnswer, toCall } from '../../../test/conformance/provider/read-answer.js'
import { type ProviderServer, startProviderServer } from '../../../test/support/provider-process/server.mjs'
import { until } from '../../../test/support/provider-process/until.js'
import { plugin } from './index.js'

const vendor = plugin.vendors.find(({ kind }) => kind === 'openai-compatible')!
const KEY = 'sk-test-0123456789'

describe('a provider that misbehaves', () => {
  let server: ProviderServer
  let provider: Provider
  beforeAll(async () => {
    server = await startProviderServer()
    provider = plugin.createProvider(vendor, { name: 'local', kind: vendor.kind, baseUrl: server.url, apiKey: KEY })
  })
  beforeEach(() => server.reset())
  afterAll(async () => {
    await provider.close()
    await server.close()
  })

  const failure = async (model: string, stream: boolean): Promise<GatewayError> => {
    const error = await readAnswer(provider, toCall(model, asking('Say something.'), { stream })).catch((caught) => caught)
    expect(error).toBeInstanceOf(GatewayError)
    return error
  }

  it.each([
    ['refuse', 'PROVIDER_UNREACHABLE'],
    ['400', 'PROVIDER_REJECTED'],
    ['context-length', 'CONTEXT_LENGTH_EXCEEDED'],
    ['401', 'PROVIDER_AUTHENTICATION'],
    ['404', 'PROVIDER_MODEL_NOT_FOUND'],
    ['429', 'PROVIDER_RATE_LIMITED'],
    ['quota', 'PROVIDER_QUOTA_EXCEEDED'],
    ['500', 'PROVIDER_ERROR'],
    ['503', 'PROVIDER_OVERLOADED'],
    ['redirect', 'PROVIDER_BAD_RESPONSE'],
    ['error-in-200', 'PROVIDER_OVERLOADED'],
    ['empty-body', 'PROVIDER_BAD_RESPONSE'],
    ['empty-answer', 'PROVIDER_BAD_RESPONSE'],
    ['malformed-json', 'PROVIDER_BAD_RESPONSE'],
    ['wrong-content-type', 'PROVIDER_BAD_RESPONSE'],
  ])('%s is %s, streamed and buffered', async (fault, code) => {
    for (const stream of [true, false]) expect((await failure(`fault-${fault}`, stream)).code).toBe(code)
  })

  it.each([
    ['cut-mid-stream', 'PROVIDER_STREAM_CUT'],
    ['end-mid-stream', 'PROVIDER_STREAM_CUT'],
    ['malformed-chunk', 'PROVIDER_BAD_RESPONSE'],
    ['error-in-stream', 'PROVIDER_ERROR'],
    ['huge-line', 'PROVIDER_BAD_RESPONSE'],
  ])('%s is %s', async (fault, code) => {
    expect((await failure(`fault-${fault}`, true)).code).toBe(code)
  })

  it('shows what had arrived before a stream was cut', async () => {
    const events: ProviderEvent[] = []
    const reading = (async () => {
      for await (const batch of provider.complete(toCall('fault-cut-mid-stream', asking('Say something.')))) events.push(...batch)
    })()
    await expect(reading).rejects.toMatchObject({ code: 'PROVIDER_STREAM_CUT' })
    expect(events.filter(({ type }) => type === 'text-delta').length).toBeGreaterThan(0)
    expect(events.some(({ type }) => type === 'finish')).toBe(false)
  })

  it('shows what stood before a failure in the same read', async () => {
    const events: ProviderEvent[] = []
    const reading = (async () => {
      for await (const batch of provider.complete(toCall('fault-error-in-stream', asking('Say something.'))))
        events.push(...batch)
    })()
    await expect(reading).rejects.toMatchObject({ code: 'PROVIDER_ERROR' })
    expect(events.filter(({ type }) => type === 'text-delta')).toHaveLength(3)
  })

  it('keeps what the provider asks to wait', async () => {
    expect((await failure('fault-429-retry-after', true)).retryAfterMs).toBe(7_000)
    expect((await failure('fault-429', true)).retryAfterMs).toBeUndefined()
  })

  it('keeps the code, the status and the parameter of a refusal', async () => {
    expect(await failure('fault-400', true)).toMatchObject({
      providerStatus: 400,
      providerCode: 'unsupported_value',
      path: 'temperature',
    })
  })

  it('keeps the prompt out of the message when the provider echoes it', async () => {
    const prompt = 'My secret is that I dislike the ocean.'
    const error = await readAnswer(provider, toCall('fault-echo', asking(prompt))).catch((caught) => caught)
    expect(error).toMatchObject({ code: 'PROVIDER_REJECTED' })
    expect(`${error.message} ${error.cause}`).not.toContain('ocean')
  })

  it.each(['stall-before-headers', 'stall-before-first-token', 'stall-mid-stream'])(
    'lets go of a provider that stalls as soon as the signal says so (%s)',
    async (fault) => {
      const controller = new AbortController()
      const reason = new Error('Too long')
      const answer = readAnswer(provider, toCall(`fault-${fault}`, asking('Say something.'), { signal: controller.signal }))
      const failed = expect(answer).rejects.toBe(reason)
      await until(() => server.ledger.length === 1)
      controller.abort(reason)
      await failed
      await until(() => server.closedConnections.length === 1)
    },
  )

  it('closes the socket when the reader stops early', async () => {
    for await (const _ of provider.complete(toCall('paced-500-20', asking('Say a lot.')))) break
    await until(() => server.closedConnections.length === 1)
  })

  it('takes an answer that ends with its finish and without [DONE]', async () => {
    const answer = await readAnswer(provider, toCall('fault-no-done', asking('Say something.')))
    expect(answer).toMatchObject({ finishReason: 'STOP', usage: { output: { text: 12 } } })
  })

  it('takes an answer that the provider marks as done without a finish', async () => {
    expect(await readAnswer(provider, toCall('fault-no-finish', asking('Say something.')))).toMatchObject({
      finishReason: 'OTHER',
    })
  })

  it('takes usage from any chunk, and says nothing about usage when there is none', async () => {
    const first = await readAnswer(provider, toCall('fault-usage-on-first-chunk', asking('Say something.')))
    expect(first.usage?.output.text).toBe(12)
    expect((await readAnswer(provider, toCall('fault-no-usage', asking('Say something.')))).usage).toBeNull()
  })

  it('uses a connection again after a streamed answer', async () => {
    const before = server.connections
    for (let call = 0; call < 20; call++) await readAnswer(provider, toCall('text', asking('Say something.')))
    expect(server.connections - before).toBeLessThan(5)
    expect(server.closedConnections).toEqual([])
  })

  it('gives the events of one read in one array', async () => {
    const { batches, text } = await readAnswer(provider, toCall('tokens-200', asking('Say a lot.')))
    expect(text.split(' ').length).toBeGreaterThan(200)
    expect(batches.length).toBeLessThan(100)
  })

  it('sends the key, the trace context, and asks for usage', async () => {
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'
    await readAnswer(provider, toCall('text', asking('Say something.'), { traceparent }))
    const [request] = server.requests
    expect(request).toMatchObject({
      headers: { authorization: 'Bearer [key]', traceparent },
      body: { stream: true, stream_options: { include_usage: true } },
    })
  })

  it('sends no key when it has none, and no trace context that is none', async () => {
    const keyless = plugin.createProvider(vendor, { name: 'local', kind: vendor.kind, baseUrl: server.url })
    await readAnswer(keyless, toCall('text', asking('Say something.'), { traceparent: 'x\r\ny: z' }))
    await keyless.close()
    expect(server.requests[0]!.headers).not.toHaveProperty('authorization')
    expect(server.requests[0]!.headers).not.toHaveProperty('traceparent')
  })

  it('is unreachable where nobody listens', async () => {
    const port = await freePort()
    const nobody = plugin.createProvider(vendor, { name: 'nobody', kind: vendor.kind, baseUrl: `http://127.0.0.1:${port}/v1` })
    const answer = readAnswer(nobody, toCall('text', asking('Say something.')))
    await expect(answer).rejects.toMatchObject({ code: 'PROVIDER_UNREACHABLE', providerCode: 'ECONNREFUSED' })
    await nobody.close()
  })

  it('keeps the connect time-out of the call', async () => {
    // Accepts, and never answers the TLS handshake.
    const silent = createServer((socket) => void socket.on('error', () => {}).resume())
    const port = await listen(silent)
    const stuck = plugin.createProvider(vendor, { name: 'stuck', kind: vendor.kind, baseUrl: `https://127.0.0.1:${port}` })
    const answer = readAnswer(stuck, toCall('text', asking('Say something.'), { connectTimeoutMs: 50 }))
    await expect(answer).rejects.toMatchObject({ code: 'PROVIDER_UNREACHABLE', providerCode: 'UND_ERR_CONNECT_TIMEOUT' })
    await stuck.close()
    silent.close()
  })

  it('stops reading an answer that does not end, and closes the socket', async () => {
    let closed = false
    const endless = createServer((socket) => {
      const more = () => {
        while (!socket.destroyed && socket.write(`10000\r\n${' '.repeat(65_536)}\r\n`));
      }
      socket
        .on('error', () => {})
        .on('close', () => {
          closed = true
        })
      socket.on('drain', more).once('data', () => {
        socket.write('HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n')
        more()
      })
    })
    const port = await listen(endless)
    const other = plugin.createProvider(vendor, { name: 'endless', kind: vendor.kind, baseUrl: `http://127.0.0.1:${port}` })
    const answer = readAnswer(other, toCall('text', asking('Say something.'), { stream: false }))
    await expect(answer).rejects.toMatchObject({ code: 'PROVIDER_BAD_RESPONSE' })
    await until(() => closed)
    await other.close()
    endless.close()
  })

  it('is a bad response when the answer is not HTTP', async () => {
    const talker = createServer((socket) => {
      socket.on('error', () => {}).once('data', () => socket.end('SSH-2.0-OpenSSH_9.9\r\n'))
    })
    const port = await listen(talker)
    const other = plugin.createProvider(vendor, { name: 'ssh', kind: vendor.kind, baseUrl: `http://127.0.0.1:${port}` })
    await expect(readAnswer(other, toCall('text', asking('Say something.')))).rejects.toMatchObject({
      code: 'PROVIDER_BAD_RESPONSE',
    })
    await other.close()
    talker.close()
  })

  it('serves nobody any more once it is closed, and lets go of who was being served', async () => {
    const closing = plugin.createProvider(vendor, { name: 'closing', kind: vendor.kind, baseUrl: server.url })
    const running = readAnswer(closing, toCall('fault-stall-mid-stream', asking('Say something.')))
    const failed = expect(running).rejects.toMatchObject({ name: 'GatewayError' })
    await until(() => server.ledger.length === 1)
    await closing.close()
    await failed
    await expect(readAnswer(closing, toCall('text', asking('Say something.')))).rejects.toMatchObject({ code: 'SHUTTING_DOWN' })
  })

  it.each(['ftp://example.com', 'example.com', 'https://user:secret@example.com', ''])('refuses the base URL "%s"', (baseUrl) => {
    expect(() => plugin.createProvider(vendor, { name: 'x', kind: vendor.kind, baseUrl })).toThrow(
      expect.objectContaining({ code: 'CONFIGURATION', message: expect.not.stringContaining('secret') }),
    )
  })

  it('refuses a key that cannot be a header', () => {
    expect(() => plugin.createProvider(vendor, { name: 'x', kind: vendor.kind, baseUrl: server.url, apiKey: 'a\nb' })).toThrow(
      expect.objectContaining({ code: 'CONFIGURATION' }),
    )
  })
})

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as { port: number }).port
}

async function freePort(): Promise<number> {
  const server = createServer()
  const port = await listen(server)
  await new Promise((resolve) => server.close(resolve))
  return port
}
