import { describe, expect, it } from 'vitest'
import type { EventBatch } from '../../src/domain/completion-event.js'
import { GatewayError } from '../../src/domain/gateway-error.js'
import { createUsage } from '../../src/domain/usage.js'
import { CompleteDocument, type CompletionInput, EmbedDocument } from '../generated/graphql.js'
import { CALL_ID, completionOf, eventsOf } from './support/answers.js'
import { startDoor, until } from './support/start-door.js'

const ASK: CompletionInput = { model: 'demo/echo', messages: [{ role: 'USER', text: 'hi' }] }
const COMPLETE = String(CompleteDocument)

function failing(error: GatewayError, targets: readonly string[] = [], partial?: string): () => Iterable<EventBatch> {
  const attempts = targets.map((target) => {
    return { target, outcome: 'FAILED' as const, durationMs: 2, error: { code: error.code, message: error.message } }
  })
  return () => [[{ type: 'failed', callId: CALL_ID, error, attempts, ...(partial && { partial: completionOf(partial) }) }]]
}

describe('complete', () => {
  it('answers with the whole completion and its accounts', async () => {
    const { ask } = await startDoor()
    const { status, data, errors } = await ask(COMPLETE, { input: ASK })
    expect(errors).toBeUndefined()
    expect(status).toBe(200)
    expect(data.complete).toMatchObject({
      __typename: 'Completion',
      text: 'Hello, weir!',
      parts: [{ __typename: 'TextPart', text: 'Hello, weir!' }],
      choices: [{ index: 0, text: 'Hello, weir!', finishReason: 'STOP' }],
      status: 'COMPLETED',
      model: { id: 'demo/echo', contextWindow: 8000 },
      messages: [{ role: 'USER', text: 'hi' }],
      usage: { inputTokens: 7, outputTokens: 5, totalTokens: 12, source: 'PROVIDER', input: { text: 7 } },
      cost: { total: '0.0015', currency: 'USD', priceVersion: 'prices-1' },
      route: { name: null, requestedModel: 'demo/echo', attempts: [{ target: 'demo/echo', status: 'SUCCEEDED' }] },
      createdAt: '2026-01-02T03:04:05.000Z',
    })
  })

  it('asks the pipeline for a buffered call in the words of the domain', async () => {
    const { ask, pipeline } = await startDoor()
    const input: CompletionInput = {
      model: 'fast',
      messages: [
        { role: 'SYSTEM', text: 'be brief' },
        {
          role: 'USER',
          parts: [
            { text: 'look' },
            { image: { url: 'https://pictures.example/1.png', detail: 'LOW' } },
            { audio: { base64: 'AAAA', mediaType: 'audio/wav' } },
            { file: { fileId: 'file_1', filename: 'a.pdf' } },
          ],
        },
        {
          role: 'ASSISTANT',
          parts: [
            { reasoning: 'hm', providerState: { provider: 'gemini', value: { signature: 'abc', turns: [1, null] } } },
            { toolCall: { id: 't1', name: 'find', arguments: '{"q":1}' }, extra: { cache_control: { type: 'ephemeral' } } },
            { native: { dialect: 'anthropic', value: { type: 'server_tool_use' } } },
            {
              text: 'as it says',
              citations: [{ url: 'https://weirs.example', start: 0, end: 5, native: { dialect: 'anthropic', value: { n: 1 } } }],
              cacheControl: { ttl: 'HOUR_1' },
            },
          ],
        },
        { role: 'TOOL', parts: [{ toolResult: { toolCallId: 't1', text: 'found', isError: false } }] },
      ],
      tools: [{ name: 'find', parameters: { type: 'object' }, strict: true, cacheControl: {} }],
      nativeTools: [{ dialect: 'anthropic', definition: { type: 'web_search_20250305' } }],
      toolChoice: { tool: 'find' },
      responseFormat: { type: 'JSON_SCHEMA', jsonSchema: { name: 'out', schema: { type: 'object' } } },
      maxOutputTokens: 10,
      temperature: 0.5,
      topP: null,
      stop: ['\n'],
      n: 2,
      seed: 7,
      logprobs: 3,
      reasoning: { effort: 'XHIGH', show: true },
      providerCache: 'AUTO',
      endUser: 'u1',
      metadata: { job: 'x' },
      tags: ['nightly'],
      idempotencyKey: 'once',
      maxCost: '0.0025',
      onUnsupported: 'WARN',
    }
    await ask(COMPLETE, { input })
    const [{ request, options }] = pipeline.asked as [(typeof pipeline.asked)[0]]
    expect(options).toMatchObject({ door: 'GRAPHQL', stream: false })
    expect(request).toEqual({
      model: 'fast',
      messages: [
        { role: 'system', parts: [{ type: 'text', text: 'be brief' }] },
        {
          role: 'user',
          parts: [
            { type: 'text', text: 'look' },
            { type: 'image', source: { type: 'url', url: 'https://pictures.example/1.png' }, detail: 'low' },
            { type: 'audio', source: { type: 'base64', mediaType: 'audio/wav', data: 'AAAA' } },
            { type: 'file', source: { type: 'file-id', id: 'file_1' }, filename: 'a.pdf' },
          ],
        },
        {
          role: 'assistant',
          parts: [
            {
              type: 'reasoning',
              text: 'hm',
              providerState: { provider: 'gemini', value: { signature: 'abc', turns: [1, null] } },
            },
            { type: 'tool-call', id: 't1', name: 'find', arguments: '{"q":1}', extra: { cache_control: { type: 'ephemeral' } } },
            { type: 'native', dialect: 'anthropic', value: { type: 'server_tool_use' } },
            {
              type: 'text',
              text: 'as it says',
              citations: [{ url: 'https://weirs.example', start: 0, end: 5, native: { dialect: 'anthropic', value: { n: 1 } } }],
              cacheControl: { ttl: '1h' },
            },
          ],
        },
        {
          role: 'tool',
          parts: [{ type: 'tool-result', toolCallId: 't1', parts: [{ type: 'text', text: 'found' }], isError: false }],
        },
      ],
      tools: [{ name: 'find', parameters: { type: 'object' }, strict: true, cacheControl: { ttl: '5m' } }],
      nativeTools: [{ dialect: 'anthropic', definition: { type: 'web_search_20250305' } }],
      toolChoice: { type: 'tool', name: 'find' },
      responseFormat: { type: 'json-schema', name: 'out', schema: { type: 'object' } },
      maxOutputTokens: 10,
      temperature: 0.5,
      stop: ['\n'],
      n: 2,
      seed: 7,
      logprobs: { top: 3 },
      reasoning: { effort: 'xhigh', show: true },
      providerCache: 'AUTO',
      endUser: 'u1',
      metadata: { job: 'x' },
      tags: ['nightly'],
      idempotencyKey: 'once',
      maxCostNanos: 2_500_000n,
      onUnsupported: 'WARN',
    })
  })

  it('tells sources, stop sequences, safety ratings and how the answer came to its schema', async () => {
    const { ask, pipeline } = await startDoor()
    const citation = { url: 'https://weirs.example', title: 'Weirs', start: 0, end: 3 }
    const parts = [
      { type: 'text' as const, text: 'yes', citations: [citation] },
      { type: 'native' as const, dialect: 'gemini', value: { executableCode: {} } },
    ]
    const safetyRatings = [{ category: 'HARM_CATEGORY_HARASSMENT', probability: 'LOW' }]
    pipeline.answer = () =>
      eventsOf([], {
        choices: [{ parts, finishReason: 'STOP', stopSequence: '##', safetyRatings }],
        structuredOutput: { strategy: 'TOOL', repaired: true, valid: true },
      })
    const { data, errors } = await ask(COMPLETE, { input: ASK })
    expect(errors).toBeUndefined()
    expect(data.complete).toMatchObject({
      structuredOutput: { strategy: 'TOOL', repaired: true, valid: true },
      parts: [
        { text: 'yes', citations: [{ ...citation, citedText: null, native: null }] },
        { __typename: 'NativePart', dialect: 'gemini', value: { executableCode: {} } },
      ],
      choices: [{ stopSequence: '##', safetyRatings: [{ ...safetyRatings[0], severity: null, blocked: null }] }],
    })
  })

  it('refuses citations of what is no text', async () => {
    const { ask, pipeline } = await startDoor()
    const parts = [{ reasoning: 'hm', citations: [{ url: 'https://weirs.example' }] }]
    const { errors } = await ask(COMPLETE, { input: { ...ASK, messages: [{ role: 'ASSISTANT', parts }] } })
    expect(errors).toMatchObject([{ message: expect.stringContaining('messages[0].parts[0].citations') }])
    expect(pipeline.asked).toEqual([])
  })

  it('gives providerState and extra back with the parts, exactly as they came', async () => {
    const { ask, pipeline } = await startDoor()
    const providerState = { provider: 'anthropic', value: { signature: 'EqQB+/=', nested: [{ n: 1 }] } }
    const parts = [
      { type: 'reasoning' as const, text: 'so', providerState },
      { type: 'text' as const, text: 'yes', extra: { citations: [{ page: 2 }] } },
      { type: 'tool-call' as const, id: 't', name: 'go', arguments: '{ }' },
    ]
    pipeline.answer = () => eventsOf(['x'], { choices: [{ parts, finishReason: 'TOOL_CALLS' }] })
    const { data } = await ask(COMPLETE, { input: ASK })
    expect(data.complete.parts).toEqual([
      { __typename: 'ReasoningPart', text: 'so', providerState },
      { __typename: 'TextPart', text: 'yes', citations: [], providerState: null, extra: { citations: [{ page: 2 }] } },
      { __typename: 'ToolCallPart', id: 't', name: 'go', arguments: '{ }', providerState: null },
    ])
  })

  it.each([
    [{ role: 'USER' }, 'messages[1]', 'needs exactly one of text, parts'],
    [{ role: 'USER', text: 'a', parts: [{ text: 'b' }] }, 'messages[1]', 'both text and parts'],
    [{ role: 'USER', parts: [{ text: 'a' }, {}] }, 'messages[1].parts[1]', 'needs exactly one of text, image'],
    [{ role: 'USER', parts: [{ image: { url: 'u', fileId: 'f' } }] }, 'messages[1].parts[0].image', 'both url and fileId'],
    [{ role: 'USER', parts: [{ image: { base64: 'AA' } }] }, 'messages[1].parts[0].image.mediaType', 'required with base64'],
    [{ role: 'USER', parts: [{ text: 'a', providerState: 'x' }] }, 'messages[1].parts[0].providerState', 'JSON object'],
    [
      { role: 'TOOL', parts: [{ toolResult: { toolCallId: 't', parts: [{}] } }] },
      'messages[1].parts[0].toolResult.parts[0]',
      'exactly one',
    ],
  ])('names the path of a message that is wrong: %j', async (message, path, problem) => {
    const { ask, pipeline } = await startDoor()
    const { data, errors } = await ask(COMPLETE, { input: { ...ASK, messages: [...ASK.messages, message] } })
    expect(data).toBeNull()
    expect(errors).toMatchObject([{ path: ['complete'], extensions: { code: 'INVALID_REQUEST', path } }])
    expect(errors[0].message).toContain(problem)
    expect(pipeline.asked).toHaveLength(0)
  })

  it('tells a refusal as AccessDenied', async () => {
    const { ask, pipeline } = await startDoor()
    pipeline.answer = failing(new GatewayError('ACCESS_DENIED', 'This key may not use openai/gpt-5-mini.'))
    const { data, errors } = await ask(COMPLETE, { input: ASK })
    expect(errors).toBeUndefined()
    expect(data.complete).toEqual({
      __typename: 'AccessDenied',
      message: 'This key may not use openai/gpt-5-mini.',
      callId: CALL_ID,
    })
  })

  it('tells exhausted targets as ProviderFailed, with attempts and what had been received', async () => {
    const { ask, pipeline } = await startDoor()
    const error = new GatewayError('PROVIDER_OVERLOADED', 'Overloaded.', { retryAfterMs: 1500.2, providerStatus: 529 })
    pipeline.answer = failing(error, ['a/b', 'demo/echo'], 'half an ans')
    const { data } = await ask(COMPLETE, { input: ASK })
    expect(data.complete).toMatchObject({
      __typename: 'ProviderFailed',
      callId: CALL_ID,
      error: { code: 'PROVIDER_OVERLOADED', retryable: true, scope: 'DEPLOYMENT', retryAfterMs: 1501, providerStatus: 529 },
      attempts: [{ target: 'a/b', status: 'FAILED', error: { code: 'PROVIDER_OVERLOADED' } }, { target: 'demo/echo' }],
      partial: { text: 'half an ans' },
    })
  })

  it.each(['INVALID_REQUEST', 'MODEL_NOT_FOUND', 'UNSUPPORTED_PARAMETER', 'JOURNAL_UNAVAILABLE'] as const)(
    'tells %s as an error of the operation',
    async (code) => {
      const { ask, pipeline } = await startDoor()
      pipeline.answer = failing(new GatewayError(code, 'No.', { path: 'model' }))
      const { data, errors, status } = await ask(COMPLETE, { input: ASK })
      expect(status).toBe(200)
      expect(data).toBeNull()
      expect(errors).toMatchObject([{ message: 'No.', path: ['complete'], extensions: { code, path: 'model' } }])
    },
  )

  it('shows a model that the catalogue does not list by its name', async () => {
    const { ask, pipeline } = await startDoor()
    pipeline.answer = () => eventsOf(['x'], { model: 'openai/brand-new', cost: null })
    const { data } = await ask(COMPLETE, { input: ASK })
    expect(data.complete).toMatchObject({ model: { id: 'openai/brand-new', contextWindow: null }, cost: null })
  })

  it('counts each usage bucket once', async () => {
    const { ask, pipeline } = await startDoor()
    const usage = createUsage({
      input: { text: 1, cacheRead: 2, cacheWrite5m: 4, cacheWrite1h: 8, audio: 16, image: 32 },
      output: { text: 64, reasoning: 128 },
    })
    pipeline.answer = () => eventsOf(['x'], { usage })
    const { data } = await ask(COMPLETE, { input: ASK })
    expect(data.complete.usage).toMatchObject({ inputTokens: 63, outputTokens: 192, totalTokens: 255 })
  })

  it('aborts the call when the client hangs up', async () => {
    const { pipeline, url } = await startDoor()
    pipeline.answer = async function* ({ options: { signal } }) {
      await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))
      yield* failing(new GatewayError('CLIENT_CLOSED', 'Gone.'))()
    }
    const hangUp = new AbortController()
    const headers = { 'content-type': 'application/json', authorization: 'Bearer caller-key' }
    const body = JSON.stringify({ query: COMPLETE, variables: { input: ASK } })
    const answer = fetch(url, { method: 'POST', headers, body, signal: hangUp.signal }).catch((error: Error) => error.name)
    await until(() => pipeline.asked.length === 1)
    hangUp.abort()
    expect(await answer).toBe('AbortError')
    await expect.poll(() => pipeline.log).toEqual(['abort', 'return'])
  })
})

describe('embed', () => {
  it('answers with a vector for each text', async () => {
    const { ask, pipeline } = await startDoor()
    const { data, errors } = await ask(String(EmbedDocument), { input: { model: 'demo/echo', input: ['a', 'b'], dimensions: 2 } })
    expect(errors).toBeUndefined()
    expect(data.embed).toMatchObject({
      vectors: [
        [0, 0.5],
        [1, 0.5],
      ],
      model: { id: 'demo/echo' },
      cost: { total: '0.0015' },
    })
    expect(pipeline.embedded).toEqual([{ model: 'demo/echo', input: ['a', 'b'], dimensions: 2 }])
  })
})
