import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { GatewayError, JsonObject, Provider, ProviderOptions, ProviderPlugin, RateLimits } from '../../src/plugin-api.js'
import { asking, readAnswer, toCall } from '../../test/conformance/provider/read-answer.js'
import { createAddressGuard } from '../address-guard/index.js'

const FOLDER = new URL('../providers/', import.meta.url)
const kinds = readdirSync(FOLDER, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []))
/** Nothing leaves the process. */
const LOCAL = ['demo']
/** What a kind cannot be without. */
const NEEDS: Readonly<Record<string, JsonObject>> = {
  bedrock: { region: 'eu-central-1' },
  'ai-sdk': { package: '@ai-sdk/openai-compatible' },
}
/** For a method that not every model of a kind has. */
const MODELS: Readonly<Record<string, string>> = { 'bedrock embed': 'amazon.titan-embed-text-v2:0' }
const MESSAGE = [{ type: 'text', text: 'Hello' }] as const
const REQUESTS = {
  complete: asking('Hello'),
  embed: { model: 'any', input: ['Hello'] },
  rerank: { model: 'any', query: 'Hello', documents: ['Hello'] },
  moderate: { model: 'any', input: [MESSAGE] },
}
type Method = keyof typeof REQUESTS

let server: Server
let baseUrl: string
let answer: { readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly body?: string }
let requests: number

beforeAll(async () => {
  server = createServer((request, response) => {
    requests++
    request.resume().on('end', () => response.writeHead(answer.status, answer.headers).end(answer.body ?? '{}'))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
beforeEach(() => {
  requests = 0
  answer = { status: 429, headers: { 'content-type': 'application/json' } }
})
afterAll(async () => {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})

async function load(kind: string): Promise<ProviderPlugin> {
  return ((await import(new URL(`${kind}/index.ts`, FOLDER).href)) as { plugin: ProviderPlugin }).plugin
}

async function create(kind: string, options: Partial<ProviderOptions> = {}): Promise<Provider> {
  const plugin = await load(kind)
  const vendor = plugin.vendors.find((one) => one.kind === kind)!
  return plugin.createProvider(vendor, {
    name: 'acme',
    kind,
    baseUrl,
    apiKey: 'key-of-a-test',
    settings: NEEDS[kind],
    ...options,
  })
}

async function failureOf(provider: Provider, method: Method, onRateLimits?: (limits: RateLimits) => void): Promise<GatewayError> {
  const model = MODELS[`${provider.kind} ${method}`] ?? 'any'
  const { signal } = new AbortController()
  const call = { request: REQUESTS[method], model, stream: true, signal, connectTimeoutMs: 2_000, onRateLimits }
  try {
    const made = provider[method]?.(call as never)
    if (made && Symbol.asyncIterator in made) for await (const _ of made) expect.fail('it answered')
    await made
  } catch (error) {
    return error as GatewayError
  } finally {
    await provider.close()
  }
  return expect.fail('it answered')
}

const METHODS: readonly (readonly [string, Method])[] = [
  ...kinds.filter((kind) => ![...LOCAL, 'voyage'].includes(kind)).map((kind) => [kind, 'complete'] as const),
  ...[
    'ai-sdk',
    'azure-openai',
    'bedrock',
    'cohere',
    'gemini',
    'mistral',
    'ollama',
    'openai',
    'openai-compatible',
    'vertex',
    'voyage',
  ].map((kind) => [kind, 'embed'] as const),
  ['cohere', 'rerank'],
  ['voyage', 'rerank'],
  ['mistral', 'moderate'],
  ['openai', 'moderate'],
]

/** Code of others, which connects as it likes. */
const UNGUARDED = ['ai-sdk']
const GUARDED = METHODS.filter(([kind]) => !UNGUARDED.includes(kind))

describe('a provider of any kind', () => {
  it.each(METHODS)('%s tells by %s what is left of its limit, also with an error', async (kind, method) => {
    answer = { status: 429, headers: { 'x-ratelimit-remaining-requests': '3', 'x-ratelimit-limit-requests': '9' } }
    const told: RateLimits[] = []
    expect(await failureOf(await create(kind), method, (limits) => told.push(limits))).toMatchObject({ providerStatus: 429 })
    expect(told).toEqual([{ requests: { limit: 9, remaining: 3, resetMs: null } }])
  })

  it.each<[string, string, Partial<ProviderOptions>]>([
    ['openai', 'any', { settings: { api: 'responses' } }],
    ['azure-openai', 'any', { settings: { api: 'responses' } }],
    ['vertex', 'claude-opus-4-5', {}],
  ])('%s tells it by its other way of speaking too', async (kind, model, options) => {
    answer = { status: 429, headers: { 'ratelimit-remaining': '3' } }
    const provider = await create(kind, options)
    const told: RateLimits[] = []
    const call = toCall(model, asking('Hello'), { onRateLimits: (limits) => told.push(limits) })
    await expect(readAnswer(provider, call)).rejects.toMatchObject({ code: 'PROVIDER_RATE_LIMITED' })
    await provider.close()
    expect(told).toEqual([{ requests: { limit: null, remaining: 3, resetMs: null } }])
  })

  it.each(GUARDED)('%s connects by %s to nothing that the guard refuses', async (kind, method) => {
    const error = await failureOf(await create(kind, { guard: createAddressGuard([]) }), method)
    expect(error).toMatchObject({ code: 'PROVIDER_UNREACHABLE' })
    expect(error.message).toContain('network.allow')
    expect(requests).toBe(0)
  })

  it.each(GUARDED)('%s follows by %s no redirect inside', async (kind, method) => {
    let inside = 0
    const inner = createServer((_, response) => {
      inside++
      response.end('{}')
    }).listen(0, '127.0.0.1')
    await once(inner, 'listening')
    answer = { status: 302, headers: { location: `http://127.0.0.1:${(inner.address() as AddressInfo).port}/` } }
    const failure = await failureOf(await create(kind, { guard: createAddressGuard(['127.0.0.1']) }), method)
    inner.closeAllConnections()
    await new Promise((resolve) => inner.close(resolve))
    expect(failure).toMatchObject({ code: 'PROVIDER_BAD_RESPONSE' })
    expect([requests, inside]).toEqual([1, 0])
  })

  it('may be created by the API unless its settings name code', async () => {
    const plugins = await Promise.all(kinds.map(load))
    const kept = plugins.flatMap(({ vendors }) => vendors.filter(({ apiManaged }) => apiManaged === false))
    expect(kept.map(({ kind }) => kind)).toEqual(UNGUARDED)
  })
})

describe('what is left of a limit is told once, before the answer', () => {
  const CHUNK = { choices: [{ index: 0, delta: { content: 'Hi' }, finish_reason: 'stop' }] }
  const MESSAGE_EVENTS = [
    { type: 'message_start', message: { role: 'assistant', content: [], usage: { input_tokens: 1, output_tokens: 0 } } },
    { type: 'content_block_start', index: 0, content_block: { type: 'text', text: 'Hi' } },
    { type: 'content_block_stop', index: 0 },
    { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 1 } },
    { type: 'message_stop' },
  ]
  const toSse = (events: readonly object[]) => events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join('')

  it.each([
    ['openai-compatible', 'x-ratelimit-remaining-tokens', `${toSse([CHUNK])}data: [DONE]\n\n`],
    ['anthropic', 'anthropic-ratelimit-tokens-remaining', toSse(MESSAGE_EVENTS)],
  ])('by %s', async (kind, name, body) => {
    answer = { status: 200, headers: { 'content-type': 'text/event-stream', [name]: '1234' }, body }
    const provider = await create(kind)
    const seen: string[] = []
    const onRateLimits = ({ tokens }: RateLimits) => seen.push(`${tokens?.remaining} left`)
    for await (const events of provider.complete(toCall('any', asking('Hello'), { onRateLimits }))) {
      seen.push(...events.flatMap((event) => (event.type === 'text-delta' ? [event.text] : [])))
    }
    await provider.close()
    expect(seen).toEqual(['1234 left', 'Hi'])
  })
})
