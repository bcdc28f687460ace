import OpenAI from 'openai'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import type { Admin } from '../../src/admin/admin.js'
import type { Embedding } from '../../src/domain/completion.js'
import { GatewayError } from '../../src/domain/gateway-error.js'
import { type Model, UNKNOWN_CAPABILITIES } from '../../src/domain/model.js'
import { createUsage } from '../../src/domain/usage.js'
import { CALL_ID, createCompletion } from './support/fake-pipeline.js'
import { type OpenDoor, openDoor } from './support/open-door.js'

const MODELS = ['a/one', 'a/two', 'b/org/three', 'b/two'].map((id) => createModel(id))

const admin = {
  listRoutes: () => [{ name: 'fast', targets: ['a/one', 'b/two'] }],
  findModels: (_principal: unknown, ids: readonly string[]) => ids.map((id) => MODELS.find((model) => model.id === id) ?? null),
  listModels: (_principal: unknown, { search = '' }: { search?: string }, { after = '' }: { after?: string }) => {
    const matching = MODELS.filter(({ id }) => id > after && id.includes(search))
    return { items: matching.slice(0, 2), hasNextPage: matching.length > 2 }
  },
} as Partial<Admin> as Admin

let door: OpenDoor
beforeAll(async () => {
  door = await openDoor({ admin })
})
afterAll(() => door.close())
beforeEach(() => {
  door.pipeline.embedding = createEmbedding([
    [0.5, -1.25],
    [2, 0],
  ])
})

it('embeds texts in the encoding that the official client asks for by itself', async () => {
  const answer = await door.client.embeddings.create({ model: 'demo/embed', input: ['a', 'b'], dimensions: 2, user: 'u' })
  expect(answer.data.map(({ embedding, index }) => [index, [...embedding]])).toEqual([
    [0, [0.5, -1.25]],
    [1, [2, 0]],
  ])
  expect(answer).toMatchObject({ object: 'list', model: 'demo/embed', usage: { prompt_tokens: 3, total_tokens: 3 } })
  expect(door.pipeline.embedded.at(-1)).toEqual({ model: 'demo/embed', input: ['a', 'b'], dimensions: 2, endUser: 'u' })
})

it('embeds token ids and answers in plain numbers', async () => {
  const asked = { model: 'm', input: [[1, 2], [3]], encoding_format: 'float' as const, truncate: 'END' }
  const headers = { 'x-weir-tags': 'search' }
  const { data, response } = await door.client.embeddings.create(asked, { headers }).withResponse()
  expect(data.data[0]?.embedding).toEqual([0.5, -1.25])
  expect(response.headers.get('x-weir-call-id')).toBe(CALL_ID)
  expect(door.pipeline.embedded.at(-1)).toEqual({
    model: 'm',
    input: [[1, 2], [3]],
    tags: ['search'],
    extra: { dialect: 'openai', fields: { truncate: 'END' } },
  })
})

it('refuses an embedding in the words of the error that the pipeline threw', async () => {
  door.pipeline.embedding = new GatewayError('MODEL_NOT_FOUND', 'There is no model "m".', { path: 'model' })
  const asked = door.client.embeddings.create({ model: 'm', input: 'a' })
  await expect(asked).rejects.toMatchObject({ status: 404, code: 'model_not_found', param: 'model' })
})

it('lists routes and the models of every page', async () => {
  const { data } = await door.client.models.list()
  expect(data).toEqual([
    { id: 'fast', object: 'model', created: 0, owned_by: 'weir' },
    { id: 'a/one', object: 'model', created: 0, owned_by: 'a' },
    { id: 'a/two', object: 'model', created: 0, owned_by: 'a' },
    { id: 'b/org/three', object: 'model', created: 0, owned_by: 'b' },
    { id: 'b/two', object: 'model', created: 0, owned_by: 'b' },
  ])
})

it.each([
  ['b/org/three', 'b/org/three'],
  ['one', 'a/one'],
  ['fast', 'fast'],
])('finds the model or route %s', async (asked, id) => {
  expect((await door.client.models.retrieve(asked)).id).toBe(id)
})

it.each(['two', 'none', 'a/none'])('does not find %s, which is unknown or ambiguous', async (asked) => {
  await expect(door.client.models.retrieve(asked)).rejects.toBeInstanceOf(OpenAI.NotFoundError)
})

function createEmbedding(vectors: number[][]): Embedding {
  const { choices: _, status: __, ...shared } = createCompletion()
  return { ...shared, model: 'demo/embed', vectors, usage: createUsage({ input: { text: 3 } }) }
}

function createModel(id: string): Model {
  const [provider = '', ...name] = id.split('/')
  return {
    id,
    provider,
    name: name.join('/'),
    displayName: null,
    contextWindow: null,
    maxOutputTokens: null,
    capabilities: UNKNOWN_CAPABILITIES,
    price: null,
    releasedAt: null,
    deprecatedAt: null,
    retiresAt: null,
  }
}
