import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { discoverProviders } from '../../../src/gateway/discover-providers.js'
import { createUsage, type EmbedRequest, type Provider, type RerankRequest } from '../../../src/plugin-api.js'
import { asking, toCall } from '../../../test/conformance/provider/read-answer.js'
import { createCatalogue } from '../../catalogue/index.js'
import { type Asked, startVoyageServer, type Told, type VoyageServer } from './fixtures/voyage-server.js'
import { plugin } from './index.js'

const [vendor] = plugin.vendors
let server: VoyageServer
let provider: Provider

/** Each text's vector is its length. */
const embedding = ({ body }: Asked): Told => ({
  body: {
    data: body.input.map((text: string, index: number) => ({ index, embedding: [text.length] })),
    usage: { total_tokens: body.input.length },
  },
})
const embed = (request: Partial<EmbedRequest>) =>
  provider.embed!({ ...toCall('voyage-4', asking('')), request: { model: 'any', input: ['A weir.'], ...request } })
const rerank = (request: Partial<RerankRequest>) =>
  provider.rerank!({
    ...toCall('rerank-2.5', asking('')),
    request: { model: 'any', query: '?', documents: ['a', 'b'], ...request },
  })

beforeAll(async () => {
  server = await startVoyageServer()
  provider = plugin.createProvider(vendor!, { name: 'local', kind: 'voyage', baseUrl: server.baseUrl })
})
beforeEach(() => {
  server.asked.length = 0
})
afterAll(async () => {
  await provider.close()
  await server.close()
})

describe('embeddings of voyage', () => {
  beforeEach(() => {
    server.answer = embedding
  })

  it('of more texts than Voyage takes at once come in order, and are counted together', async () => {
    const { vectors, usage } = await embed({ input: Array.from({ length: 2_048 }, (_, index) => 'x'.repeat(index + 1)) })
    expect(server.asked.map(({ body }) => body.input.length)).toEqual([1_000, 1_000, 48])
    expect(vectors).toEqual(Array.from({ length: 2_048 }, (_, index) => [index + 1]))
    expect(usage).toEqual(createUsage({ input: { text: 2_048 } }))
  })

  it("take Voyage's fields, from clients of OpenAI too, and warn of what they leave out", async () => {
    await embed({ extra: { dialect: 'voyage', fields: { input_type: 'query', output_dtype: 'int8', new_field: 1 } } })
    expect(server.asked[0]!.body).toEqual({
      model: 'voyage-4',
      input: ['A weir.'],
      input_type: 'query',
      output_dtype: 'int8',
      new_field: 1,
    })
    const fields = { input_type: 'query', store: true }
    const { warnings } = await embed({ endUser: 'someone', extra: { dialect: 'openai', fields } })
    expect(server.asked[1]!.body).toEqual({ model: 'voyage-4', input: ['A weir.'], input_type: 'query' })
    expect(warnings?.map(({ parameter }) => parameter)).toEqual(['endUser', 'extra.store'])
  })

  it("cannot be asked for another model, or in base64, by Voyage's own fields", async () => {
    const { warnings } = await embed({ extra: { dialect: 'voyage', fields: { model: 'dear', encoding_format: 'base64' } } })
    expect(server.asked[0]!.body).toEqual({ model: 'voyage-4', input: ['A weir.'] })
    expect(warnings?.map(({ parameter }) => parameter)).toEqual(['extra.model', 'extra.encoding_format'])
  })

  it('are refused, unasked, for token ids and for what may not be left out', async () => {
    await expect(embed({ input: [[1, 2]] })).rejects.toMatchObject({ code: 'UNSUPPORTED_PARAMETER', path: 'input' })
    const strict = embed({ endUser: 'someone', onUnsupported: 'ERROR' })
    await expect(strict).rejects.toMatchObject({ code: 'UNSUPPORTED_PARAMETER', path: 'endUser' })
    expect(server.asked).toEqual([])
  })

  it('without a count have no usage, rather than none that costs', async () => {
    server.answer = () => ({ body: { data: [{ index: 0, embedding: [1] }] } })
    expect((await embed({})).usage).toBeNull()
  })

  it.each([
    ['no list', {}],
    ['too few', { data: [] }],
    ['too many', { data: [0, 1].map((index) => ({ index, embedding: [1] })) }],
    ['another text', { data: [{ index: 1, embedding: [1] }] }],
    ['base64', { data: [{ index: 0, embedding: 'AACAPw==' }] }],
    ['nothing', { data: [null] }],
  ])('are not believed: %s', async (_, body) => {
    server.answer = () => ({ body })
    await expect(embed({})).rejects.toMatchObject({ code: 'PROVIDER_BAD_RESPONSE' })
  })
})

describe('ranking by voyage', () => {
  it('is sorted, whatever the order of the answer', async () => {
    const data = [
      { index: 0, relevance_score: 0.25 },
      { index: 1, relevance_score: 0.75 },
    ]
    server.answer = () => ({ body: { data, usage: { total_tokens: 6 } } })
    const { results, warnings } = await rerank({ extra: { dialect: 'cohere', fields: { max_tokens_per_doc: 5 } } })
    expect(results.map(({ index }) => index)).toEqual([1, 0])
    expect(warnings).toMatchObject([{ code: 'UNSUPPORTED_PARAMETER', parameter: 'extra.max_tokens_per_doc' }])
    expect(server.asked[0]!.body).toEqual({ model: 'rerank-2.5', query: '?', documents: ['a', 'b'], return_documents: false })
  })

  it.each([
    ['no list', {}],
    ['a document that was not sent', { data: [{ index: 2, relevance_score: 1 }] }],
    ['no score', { data: [{ index: 0 }] }],
  ])('is not believed: %s', async (_, body) => {
    server.answer = () => ({ body })
    await expect(rerank({})).rejects.toMatchObject({ code: 'PROVIDER_BAD_RESPONSE' })
  })
})

describe('the provider of voyage', () => {
  it('says that there are no chat models, and asks nobody', async () => {
    const answer = provider.complete(toCall('voyage-4', asking('Hi.')))
    await expect(answer[Symbol.asyncIterator]().next()).rejects.toMatchObject({
      code: 'INVALID_REQUEST',
      path: 'model',
      message: expect.stringContaining('no chat models'),
    })
    expect(server.asked).toEqual([])
  })

  it('throws the reason of the signal', async () => {
    const reason = new Error('The caller has gone')
    const call = {
      ...toCall('voyage-4', asking(''), { signal: AbortSignal.abort(reason) }),
      request: { model: 'any', input: ['a'] },
    }
    await expect(provider.embed!(call)).rejects.toBe(reason)
  })

  it('keeps texts out of messages', async () => {
    const text = 'Nobody may read this sentence.'
    server.answer = () => ({ status: 400, body: { detail: `Cannot embed "${text}"` } })
    await expect(embed({ input: [text] })).rejects.toMatchObject({ message: 'Provider "local": it refused the request.' })
  })

  it('knows by the name what a model does', () => {
    expect(provider.capabilitiesOf!('voyage-code-3')).toMatchObject({ embeddings: true, rerank: false, tools: false })
    expect(provider.capabilitiesOf!('rerank-2.5-lite')).toMatchObject({ embeddings: false, rerank: true, tools: false })
    expect(provider.capabilitiesOf!('tomorrow')).not.toHaveProperty('embeddings')
  })

  it('is found by its folder, and needs a key and no settings', async () => {
    const found = (await discoverProviders()).get('voyage')
    expect(found?.vendor).toBe(vendor)
    expect(() => plugin.createProvider(vendor!, { name: 'v', kind: 'voyage' })).toThrow(/VOYAGE_API_KEY/)
    const settings = { region: 'eu' }
    expect(() => plugin.createProvider(vendor!, { name: 'v', kind: 'voyage', apiKey: 'k', settings })).toThrow(/settings\.region/)
  })

  it('has list prices for embeddings, by its address, and none for ranking', () => {
    const at = new Date('2026-10-01')
    const priceOf = (model: string) => createCatalogue().describe(vendor!, model, at).price
    expect(priceOf('voyage-3.5')?.rates.input.text).toBe(60_000_000n)
    expect(priceOf('rerank-2.5')).toBeNull()
  })
})
