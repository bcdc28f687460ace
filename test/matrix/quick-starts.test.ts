import { createAnthropic } from '@ai-sdk/anthropic'
import { createGoogleGenerativeAI } from '@ai-sdk/google'
import { createOpenAI } from '@ai-sdk/openai'
import Anthropic from '@anthropic-ai/sdk'
import { GoogleGenAI } from '@google/genai'
import { generateText, jsonSchema, stepCountIs, streamText, tool } from 'ai'
import { CohereClientV2 } from 'cohere-ai'
import OpenAI from 'openai'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { agentSignature, canonAnswer } from '../support/provider-process/canon.mjs'
import { type ProviderServer, startProviderServer } from '../support/provider-process/server.mjs'
import { type RunningWeir, startWeir } from '../support/start-weir.js'
import { KINDS } from './kinds.js'

const { text } = canonAnswer({ scenario: 'text', tools: [], toolRounds: 0 })
const KEY = 'provider-key-0123456789'

let provider: ProviderServer
let weir: RunningWeir

// The programmes name models as their vendors' documents do: a bare name is enough where one provider alone has it.
beforeAll(async () => {
  provider = await startProviderServer({ keepBodies: 20 })
  const { origin } = provider
  const names = [
    'gpt-5-mini',
    'claude-sonnet-4-5',
    'gemini-2.5-flash',
    'text-embedding-3-small',
    'gemini-embedding-001',
    'omni-moderation-latest',
  ]
  for (const name of names) provider.setScenario(name, 'text')
  weir = await startWeir({
    config: {
      providers: [
        {
          name: 'openai',
          kind: 'openai',
          baseUrl: `${origin}/openai-api/v1`,
          apiKey: KEY,
          models: ['gpt-5-mini', 'text-embedding-3-small', 'omni-moderation-latest'],
        },
        { name: 'anthropic', kind: 'anthropic', baseUrl: `${origin}/anthropic`, apiKey: KEY, models: ['claude-sonnet-4-5'] },
        {
          name: 'gemini',
          kind: 'gemini',
          baseUrl: `${origin}/gemini/v1beta`,
          apiKey: KEY,
          models: ['gemini-2.5-flash', 'gemini-embedding-001'],
        },
        { name: 'cohere', kind: 'cohere', baseUrl: `${origin}/cohere`, apiKey: KEY, models: ['rerank-v3.5'] },
      ],
    },
  })
})
afterAll(async () => {
  await weir?.stop()
  await provider?.close()
})

/** https://platform.openai.com/docs/quickstart, https://docs.claude.com/en/docs/get-started, https://ai.google.dev/gemini-api/docs/quickstart */
const MODELS = ['gpt-5-mini', 'claude-sonnet-4-5', 'gemini-2.5-flash'] as const

describe.each(MODELS)('a quick start with only base URL and key changed, asking %s', (model) => {
  it('runs with openai on Responses', async () => {
    const client = new OpenAI({ baseURL: `${weir.url}/v1`, apiKey: weir.adminKey })
    const response = await client.responses.create({ model, input: 'Write a one-sentence bedtime story about a unicorn.' })
    expect(response.output_text).toBe(text)
    const next = await client.responses.create({ model, input: 'And the next?', previous_response_id: response.id })
    expect(next.previous_response_id).toBe(response.id)
    const { body } = provider.requests.at(-1)!
    expect(JSON.stringify(body)).toContain('bedtime story')
  })

  it('runs with openai on chat completions', async () => {
    const client = new OpenAI({ baseURL: `${weir.url}/v1`, apiKey: weir.adminKey })
    const completion = await client.chat.completions.create({ model, messages: [{ role: 'user', content: 'Hello!' }] })
    expect(completion.choices[0]?.message.content).toBe(text)
  })

  it('runs with @anthropic-ai/sdk', async () => {
    const client = new Anthropic({ baseURL: weir.url, apiKey: weir.adminKey })
    const message = await client.messages.create({
      model,
      max_tokens: 1000,
      messages: [{ role: 'user', content: 'What should I search for?' }],
    })
    expect(message.content).toMatchObject([{ type: 'text', text }])
    const { input_tokens } = await client.messages.countTokens({
      model,
      messages: [{ role: 'user', content: 'What should I search for?' }],
    })
    expect(input_tokens).toBeGreaterThan(0)
  })

  it('runs with @google/genai', async () => {
    const client = new GoogleGenAI({ apiKey: weir.adminKey, httpOptions: { baseUrl: weir.url } })
    const response = await client.models.generateContent({ model, contents: 'Explain how AI works in a few words' })
    expect(response.text).toBe(text)
    const { totalTokens } = await client.models.countTokens({ model, contents: 'Explain how AI works in a few words' })
    expect(totalTokens).toBeGreaterThan(0)
  })

  it.each(['openai', 'anthropic', 'google'] as const)('runs with the AI SDK and its provider for %s', async (vendor) => {
    const apiKey = weir.adminKey
    const language = {
      openai: () => createOpenAI({ baseURL: `${weir.url}/v1`, apiKey })(model),
      anthropic: () => createAnthropic({ baseURL: `${weir.url}/v1`, apiKey })(model),
      google: () => createGoogleGenerativeAI({ baseURL: `${weir.url}/v1beta`, apiKey })(model),
    }[vendor]()
    const asked = { model: language, prompt: 'Why is the sky blue?' }
    expect((await generateText(asked)).text).toBe(text)
    let streamed = ''
    for await (const piece of streamText(asked).textStream) streamed += piece
    expect(streamed).toBe(text)
  })
})

describe('what is not a conversation', () => {
  it('is embedded by openai and by @google/genai', async () => {
    const client = new OpenAI({ baseURL: `${weir.url}/v1`, apiKey: weir.adminKey })
    const { data } = await client.embeddings.create({ model: 'text-embedding-3-small', input: ['a', 'b'] })
    expect(data).toHaveLength(2)
    const google = new GoogleGenAI({ apiKey: weir.adminKey, httpOptions: { baseUrl: weir.url } })
    for (const model of ['gemini-embedding-001', 'text-embedding-3-small']) {
      const { embeddings } = await google.models.embedContent({ model, contents: ['a', 'b'] })
      expect(embeddings?.map(({ values }) => values!.length > 0)).toEqual([true, true])
    }
  })

  it('is moderated by openai', async () => {
    const client = new OpenAI({ baseURL: `${weir.url}/v1`, apiKey: weir.adminKey })
    const { results } = await client.moderations.create({ model: 'omni-moderation-latest', input: 'Text to classify.' })
    expect(results[0]).toMatchObject({ flagged: expect.any(Boolean), categories: expect.any(Object) })
  })

  it('is ranked by cohere-ai', async () => {
    const client = new CohereClientV2({ token: weir.adminKey, environment: weir.url })
    const { results } = await client.rerank({
      model: 'rerank-v3.5',
      query: 'What is a weir?',
      documents: ['A small dam.', 'A bird.'],
      topN: 1,
    })
    expect(results).toHaveLength(1)
    expect(results[0]?.relevanceScore).toBeGreaterThan(0)
  })
})

const tools = {
  get_weather: tool({
    inputSchema: jsonSchema<{ city: string }>({ type: 'object', properties: { city: { type: 'string' } }, required: ['city'] }),
    execute: async ({ city }) => `sunny in ${city}`,
  }),
  get_time: tool({
    inputSchema: jsonSchema<{ zone: string }>({ type: 'object', properties: { zone: { type: 'string' } }, required: ['zone'] }),
    execute: async () => 'noon',
  }),
}

describe('the agent loop of the AI SDK', () => {
  const signing = KINDS.filter(({ signaturesIn }) => signaturesIn)

  it.each(['openai', 'anthropic', 'google'] as const)(
    'keeps the signatures of every provider on the wire format of %s',
    async (vendor) => {
      for (const kind of signing) {
        const configured = await startWeir({ config: { providers: [{ name: kind.name, ...kind.config(provider.origin) }] } })
        provider.setScenario(kind.modelOf('agent'), 'agent')
        const model = `${kind.name}/${kind.modelOf('agent')}`
        const apiKey = configured.adminKey
        const asked = {
          openai: {
            model: createOpenAI({ baseURL: `${configured.url}/v1`, apiKey })(model),
            providerOptions: {
              openai: {
                store: false,
                reasoningEffort: 'medium',
                reasoningSummary: 'auto',
                include: ['reasoning.encrypted_content'],
                forceReasoning: true,
              },
            },
          },
          anthropic: {
            model: createAnthropic({ baseURL: `${configured.url}/v1`, apiKey })(model),
            providerOptions: { anthropic: { thinking: { type: 'enabled', budgetTokens: 2000 } } },
          },
          google: {
            model: createGoogleGenerativeAI({ baseURL: `${configured.url}/v1beta`, apiKey })(model),
            providerOptions: { google: { thinkingConfig: { includeThoughts: true, thinkingBudget: 2000 } } },
          },
        }[vendor] as {
          model: Parameters<typeof generateText>[0]['model']
          providerOptions: Parameters<typeof generateText>[0]['providerOptions']
        }
        const { text: said, steps } = await generateText({
          ...asked,
          tools,
          stopWhen: stepCountIs(5),
          prompt: 'Plan my day in Berne.',
        }).finally(() => configured.stop())
        expect([kind.label, said, steps.length]).toEqual([kind.label, text, 3])
        const request = provider.requests.findLast(({ path }) => path.startsWith(`${kind.prefix}/`))!
        expect(kind.signaturesIn?.(request)).toEqual([agentSignature(0), agentSignature(1)])
      }
    },
    120_000,
  )
})
