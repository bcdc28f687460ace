import { readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import WebSocket from 'ws'
import { type ProviderServer, startProviderServer } from '../support/provider-process/server.mjs'
import { graphql, type RunningWeir, startWeir } from '../support/start-weir.js'

let provider: ProviderServer
let weir: RunningWeir

beforeAll(async () => {
  provider = await startProviderServer()
  weir = await startWeir({
    config: {
      providers: [{ name: 'mock', kind: 'openai-compatible', baseUrl: provider.url, apiKey: 'sk-mock' }],
      limits: { bodyBytes: 1_000_000, requestTimeoutMs: 2_000 },
    },
  })
})
afterAll(async () => {
  expect(await weir.stop()).toBe(0)
  await provider.close()
})

const JSON_TYPE = { 'content-type': 'application/json' }
const key = () => ({ authorization: `Bearer ${weir.adminKey}` })
const chat = (body: unknown) => ({ path: '/v1/chat/completions', body: typeof body === 'string' ? body : JSON.stringify(body) })
const user = [{ role: 'user', content: 'Hi' }]
const gql = (query: string, variables: unknown = {}) => ({ path: '/graphql', body: JSON.stringify({ query, variables }) })
const complete = (input: string) => gql(`mutation { complete(input: ${input}) { __typename } }`)

interface Case {
  readonly path: string
  readonly body?: string | Uint8Array<ArrayBuffer>
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly anonymous?: true
}

/** What is sent, the status, and what the answer must name. */
const CASES: readonly (readonly [string, Case, number, RegExp])[] = [
  ['malformed JSON', chat('{"model":'), 400, /JSON/],
  ['an empty body', chat(''), 400, /body|JSON/i],
  ['an array for a body', chat([]), 400, /object/],
  ['a string for a body', chat('"hello"'), 400, /object/],
  [
    'invalid UTF-8',
    { path: '/v1/chat/completions', body: new Uint8Array([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]) },
    400,
    /UTF-8/,
  ],
  ['another content type', { ...chat({}), headers: { 'content-type': 'text/plain' } }, 415, /application\/json/],
  [
    'a body over the limit',
    chat({ model: 'mock/text', messages: [{ role: 'user', content: 'x'.repeat(1_200_000) }] }),
    413,
    /1000000|1,000,000|large|limit/i,
  ],
  ['no model', chat({ messages: user }), 400, /model/],
  ['a model that is a number', chat({ model: 5, messages: user }), 400, /model/],
  ['an unknown model', chat({ model: 'nobody/nothing', messages: user }), 404, /nobody\/nothing/],
  ['no messages', chat({ model: 'mock/text' }), 400, /messages/],
  ['messages that are text', chat({ model: 'mock/text', messages: 'Hi' }), 400, /messages/],
  ['an unknown role', chat({ model: 'mock/text', messages: [{ role: 'boss', content: 'Hi' }] }), 400, /messages\[0\]\.role/],
  [
    'content that is a number',
    chat({ model: 'mock/text', messages: [{ role: 'user', content: 1 }] }),
    400,
    /messages\[0\]\.content/,
  ],
  [
    'an unknown part',
    chat({ model: 'mock/text', messages: [{ role: 'user', content: [{ type: 'smell' }] }] }),
    400,
    /messages\[0\]\.content\[0\]/,
  ],
  [
    'an image without address',
    chat({ model: 'mock/text', messages: [{ role: 'user', content: [{ type: 'image_url' }] }] }),
    400,
    /image_url/,
  ],
  ['a temperature that is text', chat({ model: 'mock/text', messages: user, temperature: 'hot' }), 400, /temperature/],
  ['max_tokens below one', chat({ model: 'mock/text', messages: user, max_tokens: 0 }), 400, /max_tokens/],
  ['n that is a fraction', chat({ model: 'mock/text', messages: user, n: 1.5 }), 400, /\bn\b/],
  ['tools that are an object', chat({ model: 'mock/text', messages: user, tools: {} }), 400, /tools/],
  [
    'a tool without a name',
    chat({ model: 'mock/text', messages: user, tools: [{ type: 'function', function: {} }] }),
    400,
    /tools\[0\]/,
  ],
  [
    'a JSON schema format without schema',
    chat({ model: 'mock/text', messages: user, response_format: { type: 'json_schema' } }),
    400,
    /json_schema/,
  ],
  ['stream that is text', chat({ model: 'mock/text', messages: user, stream: 'yes' }), 400, /stream/],
  ['embeddings without input', { path: '/v1/embeddings', body: '{"model":"mock/text"}' }, 400, /input/],
  ['embeddings of an object', { path: '/v1/embeddings', body: '{"model":"mock/text","input":{}}' }, 400, /input/],
  ['an unknown path', { path: '/v1/nothing', method: 'GET' }, 404, /nothing|path|not found/i],
  ['images', { path: '/v1/images/generations', body: '{}' }, 404, /not/i],
  ['a wrong method', { path: '/v1/chat/completions', method: 'GET' }, 405, /POST/],
  ['no key', { ...chat({ model: 'mock/text', messages: user }), anonymous: true }, 401, /API key/],
  [
    'a wrong key',
    {
      ...chat({ model: 'mock/text', messages: user }),
      anonymous: true,
      headers: { authorization: 'Bearer weir_wrong_wrong_wrong_wrong' },
    },
    401,
    /API key/,
  ],
  [
    'a key that is an operator',
    {
      ...chat({ model: 'mock/text', messages: user }),
      anonymous: true,
      headers: { authorization: 'Bearer {"$gt":""}{"$gt":""}' },
    },
    401,
    /API key/,
  ],
  ['GraphQL that does not parse', gql('mutation {'), 400, /Syntax/],
  ['GraphQL without a query', { path: '/graphql', body: '{}' }, 400, /body|query/],
  ['an unknown field', gql('{ nothing }'), 400, /nothing/],
  ['fifty aliases', gql(`{ ${Array.from({ length: 50 }, (_, i) => `a${i}: me { name }`).join(' ')} }`), 400, /alias/i],
  [
    'a deep query',
    gql(`{ completions { nodes { ${'parts { ... on ToolResultPart { '.repeat(20)} __typename ${'} }'.repeat(20)} } } }`),
    400,
    /depth/i,
  ],
  ['too many tokens', gql(`{ ${'me { name } '.repeat(3_000)} }`), 400, /token/i],
  ['a list too long', gql('{ completions(first: 1000000) { nodes { id } } }'), 400, /first|cost|complex/i],
  ['a batch', { path: '/graphql', body: JSON.stringify([{ query: '{ me { keyId } }' }]) }, 400, /batch/i],
  [
    'a simple request without preflight',
    { path: '/graphql?query=%7B__typename%7D', method: 'GET', anonymous: true, headers: { 'content-type': 'text/plain' } },
    400,
    /CSRF|preflight|cross-site/i,
  ],
]

/** Valid GraphQL that is refused by a typed error inside a 200 or a 400. */
const GRAPHQL_CASES: readonly (readonly [string, ReturnType<typeof gql>, RegExp])[] = [
  ['an unknown model', complete('{ model: "nobody/nothing", messages: [{ role: USER, text: "Hi" }] }'), /nobody\/nothing/],
  [
    'both text and parts',
    complete('{ model: "mock/text", messages: [{ role: USER, text: "Hi", parts: [] }] }'),
    /text.*parts|parts.*text/,
  ],
  ['neither text nor parts', complete('{ model: "mock/text", messages: [{ role: USER }] }'), /text.*parts|parts.*text/],
  ['no message', complete('{ model: "mock/text", messages: [] }'), /messages/],
  [
    'a negative limit',
    complete('{ model: "mock/text", maxOutputTokens: -1, messages: [{ role: USER, text: "Hi" }] }'),
    /maxOutputTokens/,
  ],
  [
    'a maxCost that is no number',
    complete('{ model: "mock/text", maxCost: "cheap", messages: [{ role: USER, text: "Hi" }] }'),
    /cheap|Decimal|maxCost/,
  ],
  [
    'an operator in a filter',
    gql('query ($f: CompletionFilterInput) { completions(filter: $f) { nodes { id } } }', { f: { key: { $gt: '' } } }),
    /key|ID/,
  ],
  ['an operator in an id', gql('query ($id: ID!) { completion(id: $id) { id } }', { id: { $gt: '' } }), /id|ID/],
  ['a date that is none', gql('{ usage(where: { from: "yesterday" }) { requests } }'), /Date|from/],
  [
    'two dimensions',
    gql('{ usage(where: { from: "2026-01-01T00:00:00Z", model: "a", key: "b" }) { requests } }'),
    /one dimension|at most one/,
  ],
  ['a key without scopes', gql('mutation { issueApiKey(input: { name: "x", scopes: [] }) { secret } }'), /scope/],
  [
    'a key that ended before it began',
    gql('mutation { issueApiKey(input: { name: "x", scopes: [INFERENCE], expiresAt: "2020-01-01T00:00:00Z" }) { secret } }'),
    /expiresAt/,
  ],
  ['revoking nothing', gql('mutation { revokeApiKey(input: { id: "key_none" }) { apiKey { id } } }'), /no API key/i],
]

async function send({ path, body, method = 'POST', headers = {}, anonymous }: Case) {
  const response = await fetch(`${weir.url}${path}`, {
    method,
    headers: { ...JSON_TYPE, ...(anonymous ? {} : key()), ...headers },
    ...(body !== undefined && method !== 'GET' && { body }),
  })
  return { status: response.status, text: await response.text() }
}

/** No stack, no path of the machine, no secret, no driver's words. */
function expectClean(text: string): void {
  expect(text).not.toMatch(/node_modules|\/src\/|\.js:\d|\.ts:\d|at \w+ \(|sk-mock|Mongo|ECONN/)
  expect(text).not.toContain(weir.adminKey)
  expect(text.length).toBeLessThan(5_000)
}

/** Of the gateway's processes together, in MiB. */
function residentMiB(): number {
  const parent = weir.process.pid as number
  const pids = [parent, ...readFileSync(`/proc/${parent}/task/${parent}/children`, 'utf8').trim().split(' ').map(Number)]
  const pages = pids.map((pid) => Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]))
  return (pages.reduce((sum, count) => sum + count, 0) * 4096) / 2 ** 20
}

describe('a bad request', () => {
  it.each(CASES)('with %s is a clear typed error', async (_, request, status, names) => {
    const answer = await send(request)
    expectClean(answer.text)
    expect([answer.status, answer.text]).toEqual([status, expect.stringMatching(names)])
    const body = JSON.parse(answer.text) as {
      error?: { message: string; type: string }
      errors?: { extensions?: { code?: string } }[]
    }
    if (request.path.startsWith('/v1'))
      expect(body.error).toMatchObject({ message: expect.any(String), type: expect.any(String) })
    else expect(body.errors?.[0]?.extensions?.code).toMatch(/^[A-Z_]+$/)
  })

  it.each(GRAPHQL_CASES)('by GraphQL with %s is a clear typed error', async (_, request, names) => {
    const answer = await send(request)
    expectClean(answer.text)
    const { errors } = JSON.parse(answer.text) as { errors?: { message: string; extensions?: { code?: string } }[] }
    expect(errors?.[0]?.message).toMatch(names)
    expect(errors?.[0]?.extensions?.code).toMatch(/^[A-Z_]+$/)
    expect(errors?.[0]?.extensions?.code).not.toBe('INTERNAL')
  })
})

describe('a bad connection', () => {
  const raw = (bytes: string, end = false) =>
    new Promise<{ text: string; closedAfterMs: number }>((resolve) => {
      const startedAt = performance.now()
      let text = ''
      const socket = connect(weir.port, '127.0.0.1', () => (end ? socket.end(bytes) : socket.write(bytes)))
      socket.setEncoding('utf8').on('data', (chunk) => {
        text += chunk
      })
      socket.on('error', () => undefined)
      socket.on('close', () => resolve({ text, closedAfterMs: performance.now() - startedAt }))
    })

  it('that sends its headers slowly is cut', async () => {
    const { text, closedAfterMs } = await raw('POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nX-Slow: ')
    expect(closedAfterMs).toBeLessThan(10_000)
    expectClean(text)
  })

  it('that sends its body slowly is cut', async () => {
    const head = `POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${weir.adminKey}\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{`
    const { text, closedAfterMs } = await raw(head)
    expect(closedAfterMs).toBeLessThan(10_000)
    expectClean(text)
  })

  it('that speaks no HTTP gets 400', async () => {
    expect((await raw('\u0000\u0001\u0002 hello\r\n\r\n', true)).text).toMatch(/^HTTP\/1\.1 400/)
  })

  it.each([
    ['no JSON', '{'],
    ['an unknown type', '{"type":"dance"}'],
    ['a subscription before the key', '{"type":"subscribe","id":"1","payload":{"query":"{ me { keyId } }"}}'],
    ['a message of two megabytes', JSON.stringify({ type: 'connection_init', payload: { x: 'x'.repeat(2_000_000) } })],
  ])('over WebSocket with %s is closed with a reason', async (_, message) => {
    const socket = new WebSocket(`${weir.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws')
    const closed = new Promise<number>((resolve) => socket.once('close', resolve))
    socket.on('error', () => undefined)
    await new Promise<void>((resolve) => socket.once('open', () => resolve()))
    socket.send(message)
    expect(await closed).toBeGreaterThanOrEqual(1_002)
  })
})

it('after thousands of bad requests memory is flat and the next call works', async () => {
  const storm = async (times: number) => {
    for (let i = 0; i < times; i++)
      await Promise.all(CASES.filter(([name]) => name !== 'a body over the limit').map(([, request]) => send(request)))
  }
  await storm(20)
  const before = residentMiB()
  await storm(60)
  const grownMiB = residentMiB() - before
  console.log(
    `memory grew by ${grownMiB.toFixed(1)} MiB over ${60 * (CASES.length - 1)} bad requests, from ${before.toFixed(0)} MiB`,
  )
  expect(grownMiB).toBeLessThan(100)
  const answer = await send(chat({ model: 'mock/text', messages: user }))
  expect(answer.status).toBe(200)
  const { data } = await graphql<{ me: unknown }>(weir, '{ me { name } }')
  expect(data.me).toBeTruthy()
}, 60_000)
