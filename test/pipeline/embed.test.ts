import { expect, it } from 'vitest'
import { GatewayError } from '../../src/domain/gateway-error.js'
import { createUsage } from '../../src/domain/usage.js'
import { buildPipeline, principalWith } from '../support/pipeline-builder.js'

const options = { door: 'OPENAI' as const, signal: new AbortController().signal }
const request = { model: 'acme/model', input: ['some text'] }

it('answers vectors with their usage and cost, and leaves one record', async () => {
  const usage = createUsage({ input: { text: 3 } })
  const built = buildPipeline({ embed: async () => ({ vectors: [[0.5, 0.5]], usage }) })
  const embedding = await built.pipeline.embed(principalWith(), request, options)
  // 3 tokens at $1 per million
  expect(embedding).toMatchObject({ vectors: [[0.5, 0.5]], usage, usageSource: 'PROVIDER', cost: { totalNanos: 3_000n } })
  expect(built.ended.map(({ record }) => [record.operation, record.status, record.cost?.totalNanos])).toEqual([
    ['EMBEDDING', 'COMPLETED', 3_000n],
  ])
  expect(built.stages.calls.running).toBe(0)
})

it('falls back, and on failure throws the error and records it', async () => {
  const error = new GatewayError('PROVIDER_UNREACHABLE', 'gone')
  const built = buildPipeline({
    embed: async () => Promise.reject(error),
    providers: { acme: undefined as never, spare: undefined as never },
    routes: [{ name: 'all', targets: ['acme/model', 'spare/model'], retry: { attempts: 0 } }],
  })
  await expect(built.pipeline.embed(principalWith(), { ...request, model: 'all' }, options)).rejects.toBe(error)
  expect(built.ended[0]?.record).toMatchObject({
    status: 'FAILED',
    attempts: [{ target: 'acme/model' }, { target: 'spare/model' }],
  })
})

it('says so when the provider has no embeddings', async () => {
  const built = buildPipeline()
  await expect(built.pipeline.embed(principalWith(), request, options)).rejects.toMatchObject({
    code: 'INVALID_REQUEST',
    path: 'model',
  })
})

it('is estimated when the provider tells no usage', async () => {
  const built = buildPipeline({ embed: async () => ({ vectors: [[1]], usage: null }) })
  const embedding = await built.pipeline.embed(principalWith(), { ...request, input: ['12345678', [1, 2, 3]] }, options)
  expect(embedding).toMatchObject({ usageSource: 'ESTIMATED', usage: createUsage({ input: { text: 5 } }) })
})
