import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ContentPart, Message, Provider, Tool } from '../../../src/plugin-api.js'
import { asking, type ReadAnswer, readAnswer, toCall } from '../../../test/conformance/provider/read-answer.js'
import { agentSignature } from '../../../test/support/provider-process/canon.mjs'
import { startProviderServer } from '../../../test/support/provider-process/server.mjs'
import { plugin } from './index.js'

const TOOLS: readonly Tool[] = ['get_weather', 'get_time'].map((name) => ({
  name,
  parameters: { type: 'object', properties: { city: { type: 'string' } } },
}))

describe('an agent', () => {
  let server: Awaited<ReturnType<typeof startProviderServer>>
  let provider: Provider
  beforeAll(async () => {
    server = await startProviderServer()
    const [vendor] = plugin.vendors
    const baseUrl = `${server.origin}/gemini/v1beta`
    provider = plugin.createProvider(vendor!, { name: 'local', kind: 'gemini', baseUrl, apiKey: 'key-of-a-test' })
  })
  afterAll(async () => {
    await provider.close()
    await server.close()
  })

  async function run(stream: boolean, model: string, change: (part: ContentPart) => ContentPart): Promise<ReadAnswer[]> {
    const messages: Message[] = [...asking('Compare.').messages]
    const answers: ReadAnswer[] = []
    for (let turn = 0; turn < 3; turn++) {
      const request = { ...asking(''), messages, tools: TOOLS, reasoning: { show: true } }
      const answer = await readAnswer(provider, toCall(model, request, { stream }))
      answers.push(answer)
      messages.push({ role: 'assistant', parts: answer.choices[0]!.parts.map(change) })
      for (const { id } of answer.toolCalls) {
        messages.push({
          role: 'tool',
          parts: [{ type: 'tool-result', toolCallId: id, parts: [{ type: 'text', text: '{"ok":1}' }] }],
        })
      }
    }
    return answers
  }

  it.each([true, false])('brings every signature back where it came from, over three turns (stream: %s)', async (stream) => {
    const answers = await run(stream, 'agent', (part) => part)
    expect(answers.map(({ toolCalls }) => toolCalls.map(({ name }) => name))).toEqual([
      ['get_weather', 'get_time'],
      ['get_time'],
      [],
    ])
    expect(answers.map(({ finishReason }) => finishReason)).toEqual(['TOOL_CALLS', 'TOOL_CALLS', 'STOP'])
    expect(answers.map(({ usage }) => usage!.output.reasoning)).toEqual([16, 9, 8])
    expect(answers[0]!.reasoning).toBe('A weir holds water. So a gateway holds calls.')
    const sent = server.requests.at(-1)!.body.contents.flatMap(({ parts }: { parts: { thoughtSignature?: string }[] }) => parts)
    expect(sent.flatMap((part: { thoughtSignature?: string }) => part.thoughtSignature ?? [])).toEqual([
      agentSignature(0),
      agentSignature(1),
    ])
  })

  it('that loses a signature is refused', async () => {
    const forget = ({ providerState, ...part }: ContentPart) => part as ContentPart
    await expect(run(true, 'agent', forget)).rejects.toMatchObject({ code: 'PROVIDER_REJECTED', providerStatus: 400 })
  })

  it('that lost its signatures goes on with models that have a word for it', async () => {
    server.setScenario('gemini-3-pro-preview', 'tools')
    const forget = ({ providerState, ...part }: ContentPart) => part as ContentPart
    const answers = await run(true, 'gemini-3-pro-preview', forget)
    expect(answers[1]!.finishReason).toBe('STOP')
  })
})

describe('what else the provider does', () => {
  let server: Awaited<ReturnType<typeof startProviderServer>>
  let provider: Provider
  beforeAll(async () => {
    server = await startProviderServer()
    const [vendor] = plugin.vendors
    const baseUrl = `${server.origin}/gemini/v1beta`
    provider = plugin.createProvider(vendor!, { name: 'local', kind: 'gemini', baseUrl, apiKey: 'key-of-a-test' })
  })
  afterAll(async () => {
    await provider.close()
    await server.close()
  })
  const signal = new AbortController().signal

  it('counts tokens without asking for an answer', async () => {
    const call = toCall('text', asking('How long is this?', { endUser: 'x', onUnsupported: 'ERROR' }))
    expect(await provider.countTokens!(call)).toBeGreaterThan(5)
    expect(server.requests.at(-1)!.body.generateContentRequest).toMatchObject({ model: 'models/text' })
    expect(server.ledger).toHaveLength(0)
  })

  it('embeds more texts than fit into one batch, in order', async () => {
    const input = Array.from({ length: 230 }, (_, index) => `text ${index % 7}`)
    const { vectors, usage } = await provider.embed!({ ...toCall('embed', asking('')), request: { model: 'any', input } })
    expect(vectors).toHaveLength(230)
    expect(vectors[229]).toEqual(vectors[229 % 7])
    expect(vectors[1]).not.toEqual(vectors[2])
    expect(usage!.input.text).toBe(230 * 2)
    expect(server.requests.filter(({ path }) => path.endsWith(':batchEmbedContents'))).toHaveLength(3)
  })

  it('refuses to embed tokens', async () => {
    const call = { ...toCall('embed', asking('')), request: { model: 'any', input: ['a', [1, 2]] } }
    await expect(provider.embed!(call)).rejects.toMatchObject({ code: 'UNSUPPORTED_PARAMETER', path: 'input[1]' })
  })

  it('lists its models over all pages', async () => {
    const ids = (await provider.listModels!(signal)).map(({ id }) => id)
    expect(ids).toContain('text')
    expect(ids).toContain('embed')
  })

  it('knows whose state it keeps and what its models can do', () => {
    expect(provider.stateOwner!('gemini-3-pro-preview')).toBe('gemini')
    expect(provider.capabilitiesOf!('gemini-2.5-flash')).toEqual({ jsonSchema: true, jsonMode: true })
    expect(provider.capabilitiesOf!('gemini-2.0-flash')).toMatchObject({ reasoning: false })
    expect(provider.capabilitiesOf!('gemma-3-27b-it')).toMatchObject({ jsonSchema: false })
    expect(provider.capabilitiesOf!('gemini-embedding-001')).toEqual({ embeddings: true })
  })

  it.each([
    [{ apiKey: undefined }, 'needs an apiKey, or the variable GEMINI_API_KEY'],
    [{ apiKey: 'two words' }, 'space'],
    [{ apiKey: 'key', settings: { region: 'x' } }, 'settings.region'],
  ])('refuses a configuration of %j', (options, words) => {
    const [vendor] = plugin.vendors
    expect(() => plugin.createProvider(vendor!, { name: 'local', kind: 'gemini', ...options })).toThrow(
      expect.objectContaining({ code: 'CONFIGURATION', message: expect.stringContaining(words) }),
    )
  })
})
