import { afterAll, beforeAll, expect, it } from 'vitest'
import { graphql, type RunningWeir, startWeir } from '../support/start-weir.js'

let weir: RunningWeir
beforeAll(async () => {
  weir = await startWeir({ env: { WEIR_UNPRICED_MODELS: 'BLOCK' } })
})
afterAll(() => weir.stop())

interface Nodes {
  readonly models: {
    readonly nodes: readonly { readonly id: string; readonly available: boolean; readonly contextWindow: number | null }[]
    readonly pageInfo: { readonly endCursor: string | null; readonly hasNextPage: boolean }
  }
}
const MODELS = `query ($filter: ModelFilterInput, $after: String) {
  models(filter: $filter, first: 100, after: $after) { nodes { id available contextWindow } pageInfo { endCursor hasNextPage } } }`

async function modelsAfter(after: string | null): Promise<Nodes['models']> {
  return (await graphql<Nodes>(weir, MODELS, { after })).data.models
}

it('more than 300 models are listed whether or not their provider is configured, and only those that are by /v1/models', async () => {
  const listed: Nodes['models']['nodes'][number][] = []
  let after: string | null = null
  do {
    const page: Nodes['models'] = await modelsAfter(after)
    const { nodes, pageInfo } = page
    listed.push(...nodes)
    after = pageInfo.hasNextPage ? pageInfo.endCursor : null
  } while (after)
  expect(listed.length).toBeGreaterThan(300)
  expect(new Set(listed.map(({ id }) => id)).size).toBe(listed.length)
  expect(listed.filter(({ contextWindow }) => contextWindow !== null).length).toBeGreaterThan(300)
  const available = listed.filter((model) => model.available).map(({ id }) => id)
  const answer = await fetch(`${weir.url}/v1/models`, { headers: { authorization: `Bearer ${weir.adminKey}` } })
  const { data } = (await answer.json()) as { data: readonly { id: string }[] }
  expect(data.map(({ id }) => id).sort()).toEqual(available.sort())
  expect(available.every((id) => id.startsWith('demo/'))).toBe(true)
})

it('a model of the catalogue is found by its id', async () => {
  const { data } = await graphql(
    weir,
    '{ model(id: "openai/gpt-5-mini") { available contextWindow capabilities { jsonSchema unsupported } } }',
  )
  expect(data).toMatchObject({
    model: {
      available: false,
      contextWindow: 400_000,
      capabilities: { jsonSchema: true, unsupported: expect.arrayContaining(['topP']) },
    },
  })
})

it('tells how many prices are old or missing', async () => {
  const metrics = await (await fetch(`${weir.url}/metrics`)).text()
  expect(metrics).toMatch(/^weir_models_stale_price(\{.*\})? 0$/m)
  expect(metrics).toMatch(/^weir_models_without_price(\{.*\})? 0$/m)
})
