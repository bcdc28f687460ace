import { CohereClientV2, CohereError } from 'cohere-ai'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type ProviderServer, startProviderServer } from '../../../test/support/provider-process/server.mjs'

/** What stands in for Cohere in these tests is read by Cohere's own SDK. */
let server: ProviderServer
let cohere: CohereClientV2
beforeAll(async () => {
  server = await startProviderServer()
  cohere = new CohereClientV2({ token: 'key-of-a-test', environment: `${server.origin}/cohere` })
})
afterAll(() => server.close())

const messages = [{ role: 'user' as const, content: 'Hi.' }]
const tools = [{ type: 'function' as const, function: { name: 'look', parameters: { type: 'object', properties: {} } } }]

it('is read buffered and streamed', async () => {
  const { message, usage } = await cohere.chat({ model: 'agent', messages, tools })
  expect(message).toMatchObject({ content: [{ type: 'thinking' }], toolCalls: [{ function: { name: 'look' } }] })
  expect(usage!.tokens!.inputTokens).toBeGreaterThan(usage!.billedUnits!.inputTokens!)
  const types = new Set<string>()
  for await (const event of await cohere.chatStream({ model: 'agent', messages, tools })) types.add(event.type)
  const content = ['content-start', 'content-delta', 'content-end', 'tool-call-start', 'tool-call-delta', 'tool-call-end']
  expect([...types]).toEqual(['message-start', ...content, 'message-end'])
})

it('is read in everything else', async () => {
  const { results, meta } = await cohere.rerank({ model: 'rerank-v4.0-pro', query: 'weir', documents: ['No.', 'A weir.'] })
  expect(results[0]).toEqual({ index: 1, relevanceScore: 1 })
  expect(meta!.billedUnits!.searchUnits).toBe(1)
  const asked = { model: 'embed-v4.0', texts: ['one'], inputType: 'search_query' as const, embeddingTypes: ['float' as const] }
  expect((await cohere.embed(asked)).embeddings.float![0]!.length).toBe(8)
})

it('fails in words of the vendor', async () => {
  const failing = cohere.chat({ model: 'fault-404', messages }, { maxRetries: 0 })
  await expect(failing).rejects.toBeInstanceOf(CohereError)
  await expect(failing).rejects.toMatchObject({ statusCode: 404, body: { message: expect.stringContaining('not found') } })
})
