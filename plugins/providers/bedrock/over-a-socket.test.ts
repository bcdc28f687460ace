import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createUsage, type GatewayError, type JsonObject, type Provider, type ProviderOptions } from '../../../src/plugin-api.js'
import { asking, readAnswer, toCall } from '../../../test/conformance/provider/read-answer.js'
import { type ProviderServer, startProviderServer } from '../../../test/support/provider-process/server.mjs'
import { plugin } from './index.js'
import { testKeys } from './test-keys.js'

const REGION = { region: 'eu-central-1' }
const PROFILE = 'arn:aws:bedrock:eu-central-1:123456789012:application-inference-profile/a1b2c3'
const TOOLS = [
  { name: 'get_weather', parameters: { type: 'object', properties: { city: { type: 'string' } } } },
  { name: 'get_time', parameters: { type: 'object', properties: { zone: { type: 'string' } } } },
]

let server: ProviderServer
let provider: Provider
const created: Provider[] = []

function create(settings: JsonObject = testKeys, options: Partial<ProviderOptions> = {}): Provider {
  const baseUrl = `${server.origin}/bedrock`
  const all = { name: 'local', kind: 'bedrock', baseUrl, settings: { ...REGION, ...settings }, ...options }
  const made = plugin.createProvider(plugin.vendors[0]!, all)
  created.push(made)
  return made
}

beforeAll(async () => {
  server = await startProviderServer()
  provider = create({ ...testKeys, baseModels: { [PROFILE]: 'anthropic.claude-sonnet-4-5-20250929-v1:0' } })
})
afterAll(async () => {
  await Promise.all(created.map((made) => made.close()))
  await server.close()
})

const failure = (made: Provider, model: string, stream: boolean): Promise<GatewayError> =>
  readAnswer(made, toCall(model, asking('Say something.'), { stream })).then(
    () => Promise.reject(new Error('It did not fail')),
    (error) => error,
  )

describe('bedrock over a socket', () => {
  it.each(['anthropic.claude-v2:1', PROFILE, 'us.amazon.nova-pro-v1:0', "odd name (1)!*'"])(
    'signs the path of %s exactly as it is sent',
    async (model) => {
      const { text } = await readAnswer(provider, toCall(model, asking('Say something.')))
      expect(text).toContain('The quiet weir')
      expect(server.ledger.at(-1)?.model).toBe(model)
    },
  )

  it('signs with a session token', async () => {
    const { finishReason } = await readAnswer(
      create({ ...testKeys, sessionToken: 'a/session+token' }),
      toCall('text', asking('Hm')),
    )
    expect(finishReason).toBe('STOP')
  })

  it.each([
    ['as apiKey', {}, { apiKey: 'bedrock-api-key' }],
    ['as settings.bearerToken', { bearerToken: 'bedrock-api-key' }, {}],
  ])('sends a Bedrock API key %s', async (_, settings, options) => {
    await readAnswer(create(settings, options), toCall('text', asking('Hm')))
    expect(server.requests.at(-1)?.headers['authorization']).toBe('Bearer [key]')
  })

  it('says that a wrong key is not accepted, and repeats nothing of it', async () => {
    const error = await failure(create({ ...testKeys, secretAccessKey: 'another-secret' }), 'text', true)
    expect(error).toMatchObject({ code: 'PROVIDER_AUTHENTICATION', providerCode: 'InvalidSignatureException' })
    expect(error.message).not.toContain('another-secret')
  })

  it.each([
    ['fault-400', 'PROVIDER_REJECTED'],
    ['fault-401', 'PROVIDER_AUTHENTICATION'],
    ['fault-404', 'PROVIDER_MODEL_NOT_FOUND'],
    ['fault-429', 'PROVIDER_RATE_LIMITED'],
    ['fault-500', 'PROVIDER_ERROR'],
    ['fault-503', 'PROVIDER_OVERLOADED'],
    ['fault-context-length', 'CONTEXT_LENGTH_EXCEEDED'],
    ['fault-cut-mid-stream', 'PROVIDER_STREAM_CUT'],
    ['fault-error-in-stream', 'PROVIDER_ERROR'],
  ])('%s is %s, streamed and buffered', async (model, code) => {
    expect((await failure(provider, model, true)).code).toBe(code)
    expect((await failure(provider, model, false)).code).toBe(code)
  })

  it('waits as long as it is asked to', async () => {
    expect((await failure(provider, 'fault-429', false)).retryAfterMs).toBe(7000)
  })

  it.each([true, false])('keeps the signatures of an agent over its turns (stream: %s)', async (stream) => {
    const asked = asking('Weather and time?', { tools: TOOLS })
    const messages = [...asked.messages]
    const reasons = []
    for (let turn = 0; turn < 3; turn++) {
      const { choices, finishReason, toolCalls } = await readAnswer(provider, toCall('agent', { ...asked, messages }, { stream }))
      reasons.push(finishReason)
      messages.push({ role: 'assistant', parts: choices[0]!.parts })
      for (const { id } of toolCalls) {
        messages.push({ role: 'tool', parts: [{ type: 'tool-result', toolCallId: id, parts: [{ type: 'text', text: 'fine' }] }] })
      }
    }
    expect(reasons).toEqual(['TOOL_CALLS', 'TOOL_CALLS', 'STOP'])
  })

  it.each([true, false])('counts what the cache served and took apart (stream: %s)', async (stream) => {
    const read = await readAnswer(provider, toCall('cached', asking('Hm'), { stream }))
    expect(read.usage).toEqual(createUsage({ input: { text: 100, cacheRead: 900 }, output: { text: 12 } }))
    const written = await readAnswer(provider, toCall('cache-write', asking('Hm'), { stream }))
    expect(written.usage).toEqual(createUsage({ input: { text: 50, cacheWrite5m: 1000 }, output: { text: 12 } }))
  })

  it('counts tokens by the bare id of the model', async () => {
    const call = toCall('eu.anthropic.claude-sonnet-4-5-20250929-v1:0', asking('Count.'))
    expect(await provider.countTokens!(call)).toBe(20)
    expect(server.requests.at(-1)?.path).toContain('/model/anthropic.claude-sonnet-4-5')
    await expect(provider.countTokens!(toCall('amazon.nova-lite-v1:0', asking('Count.')))).rejects.toMatchObject({
      code: 'UNSUPPORTED_PARAMETER',
    })
  })

  it('embeds by Cohere, in calls of 96 texts, and refuses token ids', async () => {
    const input = Array.from({ length: 100 }, (_, index) => `text ${index}`)
    const call = (request: Parameters<NonNullable<Provider['embed']>>[0]['request']) => ({
      ...toCall('cohere.embed-v4:0', asking('')),
      request,
    })
    const { vectors, usage } = await provider.embed!(call({ model: 'any', input, dimensions: 4 }))
    expect(vectors).toHaveLength(100)
    expect(vectors[99]).toHaveLength(4)
    expect(usage?.input.text).toBe(input.join('').length)
    expect(server.requests.slice(-2).map(({ body }) => body.texts.length)).toEqual([96, 4])
    await expect(provider.embed!(call({ model: 'any', input: [[1, 2]] }))).rejects.toMatchObject({ path: 'input[0]' })
  })

  it('lists models and inference profiles of every page, where it knows the address of the list', async () => {
    expect(provider.listModels).toBeUndefined()
    const listing = create({ ...testKeys, controlPlaneUrl: `${server.origin}/bedrock` })
    const ids = (await listing.listModels!(new AbortController().signal)).map(({ id }) => id)
    expect(ids).toEqual([
      'amazon.nova-lite-v1:0',
      'amazon.titan-embed-text-v2:0',
      'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
      PROFILE,
    ])
  })

  it('knows by its settings which model an ARN is', () => {
    expect(provider.stateOwner!(PROFILE)).toBe('anthropic')
    expect(provider.stateOwner!('amazon.nova-2-lite-v1:0')).toBe('bedrock')
    expect(provider.capabilitiesOf!(PROFILE)).toMatchObject({ jsonSchema: true, jsonMode: false, promptCache: true })
    expect(provider.capabilitiesOf!('us.amazon.nova-pro-v1:0')).toMatchObject({ jsonSchema: false })
    expect(provider.capabilitiesOf!('something-of-ours')).toMatchObject({ jsonSchema: null })
  })
})
