import { expect, it } from 'vitest'
import { buildPipeline, principalWith } from '../support/pipeline-builder.js'

const options = { door: 'COHERE' as const, signal: new AbortController().signal }
const request = { model: 'acme/model', query: 'river', documents: ['a hill', 'a river'] }
const results = [{ index: 1, score: 0.9 }]

it('tells how many searches the vendor billed, and nothing when it told nothing', async () => {
  const billed = buildPipeline({ rerank: async () => ({ results, usage: null, searchUnits: 2 }) })
  const ranking = await billed.pipeline.rerank(principalWith(), request, options)
  expect(ranking).toMatchObject({ results, searchUnits: 2, usageSource: 'PROVIDER' })
  const silent = buildPipeline({ rerank: async () => ({ results, usage: null }) })
  expect(await silent.pipeline.rerank(principalWith(), request, options)).not.toHaveProperty('searchUnits')
})
