import { Mistral } from '@mistralai/mistralai'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type ProviderServer, startProviderServer } from '../../../test/support/provider-process/server.mjs'

/** What stands in for Mistral in these tests is read by Mistral's own SDK, which checks the shape of all that it reads. */
let server: ProviderServer
let mistral: Mistral
beforeAll(async () => {
  server = await startProviderServer()
  mistral = new Mistral({ apiKey: 'key-of-a-test', serverURL: `${server.origin}/mistral` })
})
afterAll(() => server.close())

const messages = [{ role: 'user' as const, content: 'Hi.' }]
const tools = [{ type: 'function' as const, function: { name: 'look', parameters: { type: 'object', properties: {} } } }]

it('is read buffered and streamed', async () => {
  const { choices } = await mistral.chat.complete({ model: 'agent', messages, tools })
  expect(choices[0]!.message!.toolCalls![0]!.id).toMatch(/^[a-zA-Z0-9]{9}$/)
  const reasons: unknown[] = []
  for await (const { data } of await mistral.chat.stream({ model: 'reasoning', messages }))
    reasons.push(data.choices[0]?.finishReason)
  expect(reasons.at(-1)).toBe('stop')
})

it('is read in everything else', async () => {
  expect((await mistral.models.list()).data!.length).toBeGreaterThan(0)
  expect((await mistral.embeddings.create({ model: 'embed', inputs: ['one'] })).data[0]!.embedding!.length).toBe(8)
  const { results } = await mistral.classifiers.moderate({ model: 'mistral-moderation-latest', inputs: ['An attack.'] })
  expect(results[0]!.categories).toMatchObject({ violence_and_threats: true })
})

it.each([
  ['fault-401', 401],
  ['fault-404', 400],
])('fails with %s', async (model, statusCode) => {
  await expect(mistral.chat.complete({ model, messages })).rejects.toMatchObject({ statusCode })
})
