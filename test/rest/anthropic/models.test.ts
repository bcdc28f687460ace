import type { AddressInfo } from 'node:net'
import Anthropic from '@anthropic-ai/sdk'
import { GoogleGenAI } from '@google/genai'
import Fastify, { type FastifyInstance } from 'fastify'
import OpenAI from 'openai'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Admin } from '../../../src/admin/admin.js'
import { listModels } from '../../../src/admin/list-models.js'
import { type Model, UNKNOWN_CAPABILITIES } from '../../../src/domain/model.js'
import type { Snapshot } from '../../../src/domain/snapshot.js'
import { registerAnthropicDoor } from '../../../src/rest/anthropic/anthropic-door.js'
import { registerGeminiDoor } from '../../../src/rest/gemini/gemini-door.js'
import { registerRestDoor } from '../../../src/rest/rest-door.js'
import { KEY } from '../support/fake-pipeline.js'
import { FakeResponses } from '../support/fake-responses.js'
import { KeyedPipeline } from './support/open-anthropic.js'

const model = (id: string, more: Partial<Model> = {}): Model => ({
  id,
  provider: id.split('/')[0] as string,
  name: id.slice(id.indexOf('/') + 1),
  displayName: null,
  contextWindow: null,
  maxOutputTokens: null,
  capabilities: UNKNOWN_CAPABILITIES,
  price: null,
  releasedAt: null,
  deprecatedAt: null,
  retiresAt: null,
  ...more,
})
const MODELS = [
  model('a/claude', {
    displayName: 'Claude',
    contextWindow: 200_000,
    maxOutputTokens: 64_000,
    releasedAt: new Date('2025-05-14'),
  }),
  model('b/embed', { capabilities: { ...UNKNOWN_CAPABILITIES, embeddings: true } }),
  model('b/old', { deprecatedAt: new Date('2025-01-01') }),
  model('c/llama3:8b'),
]
const snapshot = { models: new Map(MODELS.map((one) => [one.id, one])) } as unknown as Snapshot
const admin = {
  listModels: (principal, filter, page) => listModels(snapshot, principal, filter, page),
  findModels: (_principal, ids) => ids.map((id) => snapshot.models.get(id) ?? null),
  listRoutes: () => [{ name: 'fast', targets: ['a/claude'] }],
} as Partial<Admin> as Admin
const IDS = ['fast', ...MODELS.map(({ id }) => id)]

let app: FastifyInstance
let url: string
beforeAll(async () => {
  app = Fastify({ forceCloseConnections: true })
  const deps = { pipeline: new KeyedPipeline(), admin, log: { error: () => undefined } }
  registerRestDoor(app, { ...deps, responses: new FakeResponses() })
  registerAnthropicDoor(app, deps)
  registerGeminiDoor(app, deps)
  await app.listen({ port: 0, host: '127.0.0.1' })
  url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`
})
afterAll(() => app.close())

it('lists the models to each official client on its own paths', async () => {
  const openai = new OpenAI({ apiKey: KEY, baseURL: `${url}/v1` })
  const anthropic = new Anthropic({ apiKey: KEY, baseURL: url })
  const google = new GoogleGenAI({ apiKey: KEY, httpOptions: { baseUrl: url } })
  const ids = async (list: AsyncIterable<{ id?: string; name?: string }>) => {
    const found: (string | undefined)[] = []
    for await (const item of list) found.push(item.id ?? item.name)
    return found
  }
  expect(await ids(await openai.models.list())).toEqual(IDS)
  expect(await ids(await anthropic.models.list({ limit: 2 }))).toEqual(IDS)
  expect(await ids(await google.models.list({ config: { pageSize: 2 } }))).toEqual(IDS.map((id) => `models/${id}`))
})

it('tells the clients of one model what is known of it', async () => {
  const anthropic = new Anthropic({ apiKey: KEY, baseURL: url, maxRetries: 0 })
  expect(await anthropic.models.retrieve('a/claude')).toMatchObject({
    type: 'model',
    id: 'a/claude',
    display_name: 'Claude',
    created_at: '2025-05-14T00:00:00.000Z',
    max_input_tokens: 200_000,
    max_tokens: 64_000,
    lifecycle: 'active',
  })
  expect(await anthropic.models.retrieve('old')).toMatchObject({ id: 'b/old', lifecycle: 'deprecated' })
  await expect(anthropic.models.retrieve('none')).rejects.toBeInstanceOf(Anthropic.NotFoundError)
  const google = new GoogleGenAI({ apiKey: KEY, httpOptions: { baseUrl: url } })
  expect(await google.models.get({ model: 'a/claude' })).toMatchObject({
    name: 'models/a/claude',
    displayName: 'Claude',
    inputTokenLimit: 200_000,
    outputTokenLimit: 64_000,
    supportedActions: ['generateContent', 'streamGenerateContent', 'countTokens'],
  })
  expect((await google.models.get({ model: 'embed' })).supportedActions).toEqual(['embedContent', 'batchEmbedContents'])
  const openai = new OpenAI({ apiKey: KEY, baseURL: `${url}/v1`, maxRetries: 0 })
  expect(await openai.models.retrieve('c/llama3:8b')).toMatchObject({ id: 'c/llama3:8b', object: 'model' })
})

it.each([
  ['/v1/models?limit=0', 'limit'],
  ['/v1/models?limit=many', 'limit'],
  ['/v1/models?after_id=', 'after_id'],
])('refuses %s', async (path, name) => {
  const response = await fetch(url + path, { headers: { 'x-api-key': KEY, 'anthropic-version': '2023-06-01' } })
  expect(response.status).toBe(400)
  expect(await response.text()).toContain(name)
})

it.each(['pageSize=x', 'pageSize=-1', 'pageToken=none'])('refuses /v1beta/models?%s', async (query) => {
  const response = await fetch(`${url}/v1beta/models?${query}&key=${KEY}`)
  expect(response.status).toBe(400)
  expect(await response.text()).toContain(query.split('=')[0])
})

it('pages backwards', async () => {
  const response = await fetch(`${url}/v1/models?before_id=b/old&limit=2`, {
    headers: { 'x-api-key': KEY, 'anthropic-version': '2023-06-01' },
  })
  expect(await response.json()).toMatchObject({ first_id: 'a/claude', last_id: 'b/embed', has_more: true })
})
