import { ApiError, GoogleGenAI } from '@google/genai'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { agentSignature } from '../../../test/support/provider-process/canon.mjs'
import { startProviderServer } from '../../../test/support/provider-process/server.mjs'

/** Whether the process that stands for Google in tests says what Google's own SDK understands. */
describe('the provider process as Google', () => {
  let server: Awaited<ReturnType<typeof startProviderServer>>
  let google: GoogleGenAI
  beforeAll(async () => {
    server = await startProviderServer()
    google = new GoogleGenAI({ apiKey: 'key-of-a-test', httpOptions: { baseUrl: `${server.origin}/gemini` } })
  })
  afterAll(() => server.close())

  it('answers, whole and in pieces', async () => {
    const whole = await google.models.generateContent({ model: 'reasoning', contents: 'Say something.' })
    let streamed = ''
    let usage = {}
    for await (const piece of await google.models.generateContentStream({ model: 'reasoning', contents: 'Say something.' })) {
      streamed += piece.text ?? ''
      usage = piece.usageMetadata ?? usage
    }
    expect(streamed).toBe(whole.text)
    expect(usage).toEqual(whole.usageMetadata)
    expect(whole.usageMetadata).toMatchObject({ promptTokenCount: 25, candidatesTokenCount: 12, thoughtsTokenCount: 30 })
  })

  it('calls functions, and wants their signature back', async () => {
    const config = { tools: [{ functionDeclarations: [{ name: 'ping', parametersJsonSchema: { type: 'object' } }] }] }
    const chat = google.chats.create({ model: 'agent', config })
    const first = await chat.sendMessage({ message: 'Ping.' })
    expect(first.functionCalls).toMatchObject([{ name: 'ping', args: {} }])
    const { id } = first.functionCalls![0]!
    await chat.sendMessage({ message: [{ functionResponse: { id, name: 'ping', response: { output: 'pong' } } }] })
    expect(JSON.stringify(server.requests.at(-1)!.body)).toContain(agentSignature(0))
  })

  it('counts, embeds, lists and refuses', async () => {
    expect((await google.models.countTokens({ model: 'text', contents: 'How long?' })).totalTokens).toBeGreaterThan(0)
    const { embeddings } = await google.models.embedContent({
      model: 'embed',
      contents: ['a', 'b'],
      config: { outputDimensionality: 4 },
    })
    expect(embeddings?.map(({ values }) => values?.length)).toEqual([4, 4])
    const names: (string | undefined)[] = []
    for await (const { name } of await google.models.list()) names.push(name)
    expect(names).toContain('models/cached')
    const refusal = await google.models.generateContent({ model: 'fault-429', contents: 'x' }).catch((error) => error)
    expect(refusal).toBeInstanceOf(ApiError)
    expect(refusal.status).toBe(429)
  })
})
