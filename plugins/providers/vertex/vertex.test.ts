import { generateKeyPairSync } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { CompletionRequest, GatewayErrorCode, JsonObject, Message, Provider, Tool } from '../../../src/plugin-api.js'
import { asking, type ReadAnswer, readAnswer, toCall } from '../../../test/conformance/provider/read-answer.js'
import { agentSignature } from '../../../test/support/provider-process/canon.mjs'
import { startProviderServer } from '../../../test/support/provider-process/server.mjs'
import { plugin } from './index.js'

let server: Awaited<ReturnType<typeof startProviderServer>>
let credentials: JsonObject
const open: Provider[] = []

beforeAll(async () => {
  server = await startProviderServer()
  credentials = (await (await fetch(`${server.origin}/vertex/service-account.json`)).json()) as JsonObject
})
beforeEach(() => server.reset())
afterAll(async () => {
  await Promise.all(open.map((provider) => provider.close()))
  await server.close()
})

function create(settings: JsonObject, apiKey?: string): Provider {
  const [vendor] = plugin.vendors
  const options = { name: 'local', kind: 'vertex', baseUrl: `${server.origin}/vertex`, settings, apiKey }
  const provider = plugin.createProvider(vendor!, options)
  open.push(provider)
  return provider
}

const paths = () => server.requests.map(({ path }) => path)

describe('access', () => {
  it('is by one token for many calls, got for a signature of the service account', async () => {
    const provider = create({ credentials })
    await Promise.all(['text', 'tools', 'anthropic/text'].map((model) => readAnswer(provider, toCall(model, asking('Hi.')))))
    expect(paths().filter((path) => path === '/vertex/token')).toHaveLength(1)
    expect(paths()).toContain(
      '/vertex/v1/projects/weir-test/locations/global/publishers/google/models/text:streamGenerateContent',
    )
    expect(server.requests.at(-1)!.headers).toMatchObject({ authorization: 'Bearer [key]' })
  })

  it('is refused to a signature of another', async () => {
    const { privateKey } = generateKeyPairSync('rsa', {
      modulusLength: 2048,
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    })
    const provider = create({ credentials: { ...credentials, private_key: privateKey } })
    const error = await readAnswer(provider, toCall('text', asking('Hi.'))).catch((caught) => caught)
    expect(error).toMatchObject({ code: 'PROVIDER_AUTHENTICATION', providerStatus: 400 })
    expect(paths()).toEqual(['/vertex/token'])
  })

  it('fails where the token endpoint is not there', async () => {
    const provider = create({ credentials: { ...credentials, token_uri: 'http://127.0.0.1:9/token' } })
    await expect(readAnswer(provider, toCall('text', asking('Hi.')))).rejects.toMatchObject({ code: 'PROVIDER_UNREACHABLE' })
  })

  it('is by a key of express mode, without project and without token', async () => {
    await readAnswer(create({}, 'key-of-a-test'), toCall('text', asking('Hi.'), { stream: false }))
    expect(paths()).toEqual(['/vertex/v1/publishers/google/models/text:generateContent'])
    expect(server.requests[0]!.headers).toMatchObject({ 'x-goog-api-key': '[key]' })
  })
})

describe('an agent', () => {
  const tools: readonly Tool[] = ['get_weather', 'get_time'].map((name) => ({
    name,
    parameters: { type: 'object', properties: {} },
  }))

  async function run(model: string, stream: boolean): Promise<ReadAnswer[]> {
    const provider = create({ credentials })
    const messages: Message[] = [...asking('Compare.').messages]
    const answers: ReadAnswer[] = []
    for (let turn = 0; turn < 3; turn++) {
      const request: CompletionRequest = { ...asking(''), messages, tools, reasoning: { effort: 'low' } }
      const answer = await readAnswer(provider, toCall(model, request, { stream }))
      answers.push(answer)
      messages.push({ role: 'assistant', parts: answer.choices[0]!.parts })
      for (const { id } of answer.toolCalls) {
        messages.push({ role: 'tool', parts: [{ type: 'tool-result', toolCallId: id, parts: [{ type: 'text', text: 'ok' }] }] })
      }
    }
    return answers
  }

  const ways = ['agent', 'anthropic/agent'].flatMap((model) => [true, false].map((stream) => ({ model, stream })))
  it.each(ways)('brings the signatures of $model back over three turns (stream: $stream)', async ({ model, stream }) => {
    const answers = await run(model, stream)
    expect(answers.map(({ toolCalls }) => toolCalls.length)).toEqual([2, 1, 0])
    expect(answers[2]!.text).not.toBe('')
    const sent = JSON.stringify(server.requests.at(-1)!.body)
    expect([0, 1].map((turn) => sent.includes(agentSignature(turn)))).toEqual([true, true])
  })
})

describe('what Vertex AI refuses', () => {
  const faults: readonly (readonly [string, GatewayErrorCode])[] = [
    ['fault-400', 'PROVIDER_REJECTED'],
    ['fault-401', 'PROVIDER_AUTHENTICATION'],
    ['fault-404', 'PROVIDER_MODEL_NOT_FOUND'],
    ['fault-429', 'PROVIDER_RATE_LIMITED'],
    ['fault-500', 'PROVIDER_ERROR'],
    ['fault-503', 'PROVIDER_OVERLOADED'],
    ['fault-context-length', 'CONTEXT_LENGTH_EXCEEDED'],
    ['fault-cut-mid-stream', 'PROVIDER_STREAM_CUT'],
  ]
  const all = faults.flatMap(([fault, code]) => ['', 'anthropic/'].map((publisher) => ({ model: publisher + fault, code })))
  it.each(all)('$model is $code, in the words of Google or of the maker', async ({ model, code }) => {
    const error = await readAnswer(create({ credentials }), toCall(model, asking('Hi.'))).catch((caught) => caught)
    expect(error).toMatchObject({ code, ...(model.endsWith('fault-429') && { retryAfterMs: 7000 }) })
  })
})

describe('what else the provider does', () => {
  it.each(['text', 'anthropic/claude-sonnet-4-5'])('counts the tokens of %s without asking for an answer', async (model) => {
    const count = await create({ credentials }).countTokens!(toCall(model, asking('How long is this?', { seed: 7 })))
    expect(count).toBeGreaterThan(5)
    expect(server.ledger).toHaveLength(0)
  })

  it.each([
    ['text-embedding-005', ':predict', 1],
    ['gemini-embedding-001', ':predict', 12],
    ['gemini-embedding-2', ':embedContent', 12],
  ])('embeds with %s by %s in %d requests', async (model, method, requests) => {
    const input = Array.from({ length: 12 }, (_, index) => `text ${index}`)
    const request = { model: 'any', input, dimensions: 4, endUser: 'someone' }
    const answer = await create({ credentials }).embed!({ ...toCall(model, asking('')), request })
    expect(answer.vectors.map((vector) => vector.length)).toEqual(input.map(() => 4))
    expect(new Set(answer.vectors.map(String)).size).toBe(12)
    expect(answer.usage!.input.text).toBe(10 * 2 + 2 * 2)
    expect(answer.warnings).toMatchObject([{ parameter: 'endUser' }])
    expect(paths().filter((path) => path.endsWith(method))).toHaveLength(requests)
  })

  it('tells models of both makers apart', async () => {
    const provider = create({ credentials })
    expect(provider.stateOwner!('gemini-3-pro-preview')).toBe('gemini')
    expect(provider.stateOwner!('claude-opus-4-5@20251101')).toBe('anthropic')
    expect(provider.capabilitiesOf!('claude-opus-4-5@20251101')).toMatchObject({ jsonMode: false, jsonSchema: true })
    expect(provider.capabilitiesOf!('gemini-3-pro-preview')).toMatchObject({ jsonMode: true })
    const owners = new Set((await provider.listModels!(new AbortController().signal)).map(({ ownedBy }) => ownedBy))
    expect(owners).toEqual(new Set(['google', 'anthropic']))
  })
})
