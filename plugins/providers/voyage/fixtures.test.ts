import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  costOf,
  createUsage,
  type EmbedRequest,
  type GatewayError,
  type Provider,
  type RerankRequest,
  type Usage,
  type UsageCounts,
} from '../../../src/plugin-api.js'
import { startVoyageServer, type Told, type VoyageServer } from './fixtures/voyage-server.js'
import { plugin } from './index.js'

/** A request and its answer, shaped after an example in Voyage's documentation (`source`). */
interface Fixture<Request, Expected> {
  readonly path: string
  readonly model: string
  readonly request: Request
  readonly wireRequest: object
  readonly answer: object
  readonly expected: Expected & { readonly usage: UsageCounts }
  /** Nano-dollars per million tokens, from `priceSource`; the arithmetic is in `note`. */
  readonly price: { readonly input: { readonly text: string } }
  readonly expectedCostNanos: string
}
interface ErrorFixture extends Told {
  readonly name: string
  readonly status: number
  readonly expected: object
}

const read = (file: string) => JSON.parse(readFileSync(new URL(`fixtures/${file}.json`, import.meta.url), 'utf8'))
const embeddings: Fixture<EmbedRequest, { readonly vectors: readonly (readonly number[])[] }> = read('embeddings')
const ranking: Fixture<RerankRequest, { readonly results: readonly object[] }> = read('rerank')
const { errors }: { errors: readonly ErrorFixture[] } = read('errors')

const context = { stream: false, signal: new AbortController().signal, connectTimeoutMs: 2_000 }
let server: VoyageServer
let provider: Provider

beforeAll(async () => {
  server = await startVoyageServer()
  provider = plugin.createProvider(plugin.vendors[0]!, {
    name: 'voyage',
    kind: 'voyage',
    baseUrl: server.baseUrl,
    apiKey: 'key-of-a-test',
  })
})
beforeEach(() => {
  server.asked.length = 0
})
afterAll(async () => {
  await provider.close()
  await server.close()
})

function expectAsked({ path, wireRequest }: Pick<Fixture<unknown, unknown>, 'path' | 'wireRequest'>): void {
  const headers = expect.objectContaining({ authorization: 'Bearer key-of-a-test', 'content-type': 'application/json' })
  expect(server.asked).toEqual([{ method: 'POST', path, headers, body: wireRequest }])
}

function costNanos(usage: Usage | null, { price }: Pick<Fixture<unknown, unknown>, 'price'>): string | undefined {
  const rates = { input: { text: BigInt(price.input.text) }, output: {} }
  return costOf(usage!, { version: 'fixture', rates })?.totalNanos.toString()
}

describe('the documented examples', () => {
  it('embed, in the order of the texts, at the cost worked out by hand', async () => {
    server.answer = () => ({ body: embeddings.answer })
    const { vectors, usage, warnings } = await provider.embed!({
      ...context,
      model: embeddings.model,
      request: embeddings.request,
    })
    expectAsked(embeddings)
    expect(vectors).toEqual(embeddings.expected.vectors)
    expect(usage).toEqual(createUsage(embeddings.expected.usage))
    expect(costNanos(usage, embeddings)).toBe(embeddings.expectedCostNanos)
    expect(warnings).toEqual([])
  })

  it('rank, best first, at the cost worked out by hand', async () => {
    server.answer = () => ({ body: ranking.answer })
    const { results, usage, searchUnits, warnings } = await provider.rerank!({
      ...context,
      model: ranking.model,
      request: ranking.request,
    })
    expectAsked(ranking)
    expect(results).toEqual(ranking.expected.results)
    expect(usage).toEqual(createUsage(ranking.expected.usage))
    expect(costNanos(usage, ranking)).toBe(ranking.expectedCostNanos)
    expect(searchUnits).toBeUndefined()
    expect(warnings).toEqual([])
  })
})

describe.each(errors)('$name', (fixture) => {
  it.each(['embed', 'rerank'] as const)('is told apart when asked to %s', async (verb) => {
    server.answer = () => fixture
    const asked =
      verb === 'embed'
        ? provider.embed!({ ...context, model: 'voyage-4', request: { model: 'any', input: ['A weir.'] } })
        : provider.rerank!({ ...context, model: 'rerank-2.5', request: { model: 'any', query: 'A weir?', documents: ['Yes.'] } })
    const error: GatewayError = await asked.then(
      () => expect.fail('It was answered'),
      (caught) => caught,
    )
    expect(error).toMatchObject({ ...fixture.expected, providerStatus: fixture.status })
  })
})
