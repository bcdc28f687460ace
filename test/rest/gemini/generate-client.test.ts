import type { GenerateContentResponse } from '@google/genai'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { CompletionEvent } from '../../../src/domain/completion-event.js'
import { createUsage } from '../../../src/domain/usage.js'
import { wrapState } from '../../../src/rest/opaque-state.js'
import { CALL_ID, KEY, say } from '../support/fake-pipeline.js'
import { type OpenGemini, openGemini } from './support/open-gemini.js'

let door: OpenGemini
beforeAll(async () => {
  door = await openGemini()
})
afterAll(() => door.close())

const ASK = { model: 'google/gemini-3-pro', contents: 'Hi' }
const foreign = { provider: 'anthropic', value: { signature: 'sig' } }
const own = (thoughtSignature: string) => ({ provider: 'gemini', value: { thoughtSignature } })

/** Everything that an answer can hold. */
const RICH: CompletionEvent[][] = [
  [
    { type: 'reasoning-delta', part: 0, text: 'Let me ' },
    { type: 'reasoning-delta', part: 0, text: 'think.' },
  ],
  [{ type: 'reasoning-delta', part: 0, text: '', providerState: foreign }],
  [{ type: 'text-delta', part: 1, text: 'It ' }],
  [{ type: 'text-delta', part: 1, text: 'is so.' }],
  [
    {
      type: 'native',
      part: 2,
      dialect: 'gemini',
      value: { executableCode: { language: 'PYTHON', code: '1' } },
      providerState: own('bmF0'),
    },
  ],
  [{ type: 'tool-call-delta', index: 0, id: 't1', name: 'weather', argumentsDelta: '{"city":', providerState: own('c2ln') }],
  [
    { type: 'tool-call-delta', index: 0, argumentsDelta: '"Bonn"}' },
    { type: 'tool-call-delta', index: 1, id: 't2', name: 'time', argumentsDelta: '' },
  ],
  [{ type: 'safety', ratings: [{ category: 'HARM_CATEGORY_HARASSMENT', probability: 'LOW' }] }],
  [{ type: 'finish', reason: 'TOOL_CALLS', nativeReason: 'STOP' }],
]
const PARTS = [
  { text: 'Let me think.', thought: true, thoughtSignature: wrapState(foreign) },
  { text: 'It is so.' },
  { executableCode: { language: 'PYTHON', code: '1' }, thoughtSignature: 'bmF0' },
  { functionCall: { id: 't1', name: 'weather', args: { city: 'Bonn' } }, thoughtSignature: 'c2ln' },
  { functionCall: { id: 't2', name: 'time', args: {} } },
]
const CANONICAL = [
  { type: 'reasoning', text: 'Let me think.', providerState: foreign },
  { type: 'text', text: 'It is so.' },
  { type: 'native', dialect: 'gemini', value: { executableCode: { language: 'PYTHON', code: '1' } }, providerState: own('bmF0') },
  { type: 'tool-call', id: 't1', name: 'weather', arguments: '{"city":"Bonn"}', providerState: own('c2ln') },
  { type: 'tool-call', id: 't2', name: 'time', arguments: '{}' },
]
const USAGE = {
  promptTokenCount: 14,
  candidatesTokenCount: 5,
  thoughtsTokenCount: 2,
  cachedContentTokenCount: 4,
  totalTokenCount: 21,
}

it('answers the official client with every kind of part', async () => {
  door.pipeline.script = say(...RICH)
  const answer = await door.client.models.generateContent(ASK)
  expect(answer.candidates?.[0]?.content).toEqual({ role: 'model', parts: PARTS })
  expect(answer).toMatchObject({ modelVersion: 'google/gemini-3-pro', responseId: CALL_ID, usageMetadata: USAGE })
  expect(answer.candidates?.[0]).toMatchObject({
    finishReason: 'STOP',
    index: 0,
    safetyRatings: [{ category: 'HARM_CATEGORY_HARASSMENT', probability: 'LOW' }],
  })
  expect(door.pipeline.seen.at(-1)).toMatchObject({
    request: { model: 'google/gemini-3-pro' },
    options: { door: 'GEMINI', stream: false },
  })
})

it('streams to the official client what it would have answered whole', async () => {
  door.pipeline.script = say(...RICH)
  const chunks = await read(await door.client.models.generateContentStream(ASK))
  expect(chunks.map(({ text }) => text ?? '').join('')).toBe('It is so.')
  expect(chunks.flatMap(({ functionCalls }) => functionCalls ?? [])).toEqual([
    { id: 't1', name: 'weather', args: { city: 'Bonn' } },
    { id: 't2', name: 'time', args: {} },
  ])
  expect(chunks.at(-1)).toMatchObject({ usageMetadata: USAGE, candidates: [{ finishReason: 'STOP' }] })
  expect(chunks.slice(0, -1).map((chunk) => chunk.candidates?.[0]?.finishReason)).toEqual(chunks.slice(1).map(() => undefined))
})

it('streams a JSON array to who does not ask for events', async () => {
  door.pipeline.script = say(...RICH)
  const response = await fetch(`${door.url}/v1beta/models/google/gemini-3-pro:streamGenerateContent`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-goog-api-key': KEY },
    body: JSON.stringify({ contents: [{ parts: [{ text: 'Hi' }] }] }),
  })
  expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8')
  const chunks = (await response.json()) as GenerateContentResponse[]
  expect(chunks.length).toBeGreaterThan(3)
  expect(chunks.at(-1)).toMatchObject({ usageMetadata: USAGE, candidates: [{ finishReason: 'STOP' }] })
})

it.each([false, true])('takes a chat back as the parts that it was made of (streamed: %s)', async (stream) => {
  door.pipeline.script = say(...RICH)
  const chat = door.client.chats.create({ model: ASK.model })
  if (stream) await read(await chat.sendMessageStream({ message: 'Hi' }))
  else await chat.sendMessage({ message: 'Hi' })
  await chat.sendMessage({
    message: [
      { functionResponse: { id: 't1', name: 'weather', response: { output: 'warm' } } },
      { functionResponse: { name: 'time', response: { hour: 3 } } },
    ],
  })
  expect(door.pipeline.request.messages).toEqual([
    { role: 'user', parts: [{ type: 'text', text: 'Hi' }] },
    { role: 'assistant', parts: CANONICAL },
    { role: 'tool', parts: [{ type: 'tool-result', toolCallId: 't1', parts: [{ type: 'text', text: 'warm' }] }] },
    { role: 'tool', parts: [{ type: 'tool-result', toolCallId: 't2', parts: [{ type: 'text', text: '{"hour":3}' }] }] },
  ])
})

it("keeps a signature of Google's on a part of its own", async () => {
  door.pipeline.script = say(
    [{ type: 'text-delta', part: 0, text: 'Yes.' }],
    [{ type: 'text-delta', part: 1, text: '', providerState: own('ZW5k') }],
  )
  const chat = door.client.chats.create({ model: ASK.model })
  await read(await chat.sendMessageStream({ message: 'Hi' }))
  await chat.sendMessage({ message: 'And?' })
  expect(door.pipeline.request.messages[1]).toEqual({
    role: 'assistant',
    parts: [
      { type: 'text', text: 'Yes.' },
      { type: 'text', text: '', providerState: own('ZW5k') },
    ],
  })
})

it('answers several candidates, with their log probabilities and sources', async () => {
  door.pipeline.script = say([
    {
      type: 'text-delta',
      text: 'Ä so',
      logprobs: [
        { token: 'Ä', logprob: -0.5, top: [{ token: 'A', logprob: -2 }] },
        { token: ' so', logprob: -1.5 },
      ],
    },
    { type: 'text-delta', text: '', citations: [{ url: 'https://a.example', title: 'A', start: 2, end: 4 }] },
    { type: 'text-delta', choice: 1, text: 'B' },
    { type: 'finish', reason: 'STOP' },
    { type: 'finish', choice: 1, reason: 'LENGTH' },
  ])
  const config = { candidateCount: 2, responseLogprobs: true, logprobs: 1 }
  const whole = await door.client.models.generateContent({ ...ASK, config })
  expect(door.pipeline.request).toMatchObject({ n: 2, logprobs: { top: 1 } })
  expect(whole.candidates?.map(({ finishReason }) => finishReason)).toEqual(['STOP', 'MAX_TOKENS'])
  expect(whole.candidates?.[0]).toMatchObject({
    avgLogprobs: -1,
    logprobsResult: {
      chosenCandidates: [
        { token: 'Ä', logProbability: -0.5 },
        { token: ' so', logProbability: -1.5 },
      ],
      topCandidates: [{ candidates: [{ token: 'A', logProbability: -2 }] }, { candidates: [] }],
    },
    citationMetadata: { citations: [{ startIndex: 3, endIndex: 5, uri: 'https://a.example', title: 'A' }] },
  })
  const chunks = await read(await door.client.models.generateContentStream({ ...ASK, config }))
  expect(chunks.at(-1)?.candidates).toEqual(
    whole.candidates?.map((candidate) => ({ ...candidate, content: { role: 'model', parts: [{ text: '' }] } })),
  )
})

it.each([
  ['LENGTH', 'length', 'MAX_TOKENS'],
  ['CONTENT_FILTER', 'content_filter', 'SAFETY'],
  ['CONTENT_FILTER', 'RECITATION', 'RECITATION'],
  ['REFUSAL', 'refusal', 'SAFETY'],
  ['OTHER', 'MALFORMED_FUNCTION_CALL', 'MALFORMED_FUNCTION_CALL'],
  ['OTHER', 'whatever', 'OTHER'],
] as const)('ends %s (%s) as %s', async (reason, nativeReason, finishReason) => {
  door.pipeline.script = say([
    { type: 'text-delta', text: 'a' },
    { type: 'finish', reason, nativeReason },
  ])
  const answer = await door.client.models.generateContent(ASK)
  expect(answer.candidates?.[0]?.finishReason).toBe(finishReason)
})

it('shows what only its own dialect knows of an answer', async () => {
  door.pipeline.script = say([{ type: 'text-delta', text: 'a' }])
  const groundingMetadata = { webSearchQueries: ['weir'] }
  door.pipeline.completion = {
    extra: { dialect: 'gemini', fields: { groundingMetadata, modelStatus: { modelStage: 'STABLE' } } },
  }
  const answer = await door.client.models.generateContent(ASK)
  door.pipeline.completion = {}
  expect(answer.candidates?.[0]?.groundingMetadata).toEqual(groundingMetadata)
  expect(answer.modelStatus).toEqual({ modelStage: 'STABLE' })
})

it('counts tokens without a call, of contents and of a whole request', async () => {
  const calls = door.pipeline.seen.length
  door.pipeline.estimation = {
    model: 'a/b',
    inputTokens: 42,
    countedBy: 'PROVIDER',
    maxOutputTokens: 1,
    inputCost: null,
    maxCost: null,
  }
  expect((await door.client.models.countTokens(ASK)).totalTokens).toBe(42)
  const whole = { contents: [{ parts: [{ text: 'Hi' }] }], systemInstruction: { parts: [{ text: 'Be brief' }] } }
  const response = await fetch(`${door.url}/v1beta/models/a/b:countTokens?key=${KEY}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ generateContentRequest: { model: 'models/a/b', ...whole } }),
  })
  expect(await response.json()).toMatchObject({ totalTokens: 42 })
  expect(door.pipeline.whole.at(-1)).toMatchObject({ model: 'a/b', messages: [{ role: 'system' }, { role: 'user' }] })
  expect(door.pipeline.seen).toHaveLength(calls)
})

it('embeds one text and several', async () => {
  const { createdAt, timings } = {
    createdAt: new Date(),
    timings: { totalMs: 1, overheadMs: 1, providerMs: 0, timeToFirstTokenMs: null, stages: [] },
  }
  door.pipeline.embedding = {
    ...{ id: CALL_ID, createdAt, requestedModel: 'a/e', model: 'a/e', provider: 'a', usage: createUsage({ input: { text: 3 } }) },
    ...{
      usageSource: 'PROVIDER',
      cost: null,
      attempts: [],
      route: null,
      timings,
      warnings: [],
      vectors: [
        [1, 2],
        [3, 4],
      ],
    },
  }
  const config = { outputDimensionality: 2, taskType: 'RETRIEVAL_QUERY' }
  const batch = await door.client.models.embedContent({ model: 'a/e', contents: ['x', 'y'], config })
  expect(batch.embeddings).toEqual([{ values: [1, 2] }, { values: [3, 4] }])
  expect(door.pipeline.embedded.at(-1)).toEqual({
    model: 'a/e',
    input: ['x', 'y'],
    dimensions: 2,
    extra: { dialect: 'gemini', fields: { taskType: 'RETRIEVAL_QUERY' } },
  })
  const one = await fetch(`${door.url}/v1beta/models/a/e:embedContent`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-goog-api-key': KEY },
    body: JSON.stringify({ content: { parts: [{ text: 'x' }, { text: 'y' }] } }),
  })
  expect(await one.json()).toEqual({ embedding: { values: [1, 2] }, usageMetadata: { promptTokenCount: 3 } })
  expect(door.pipeline.embedded.at(-1)?.input).toEqual(['xy'])
})

it.each([
  ['/v1beta/models/openai/gpt-5:generateContent', 'openai/gpt-5'],
  ['/v1beta/models/openai%2Fgpt-5:generateContent', 'openai/gpt-5'],
  ['/v1beta/models/ollama/llama3:8b:generateContent', 'ollama/llama3:8b'],
  ['/v1beta/tunedModels/mine:generateContent', 'tunedModels/mine'],
  ['/v1/models/openai/gpt-5:generateContent', 'openai/gpt-5'],
  ['/v1/models/gpt-5%3AgenerateContent', 'gpt-5'],
  ['/v1/tunedModels/mine:generateContent', 'tunedModels/mine'],
])('finds the model in %s', async (path, model) => {
  door.pipeline.script = say([{ type: 'text-delta', text: 'a' }])
  const response = await fetch(`${door.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${KEY}` },
    body: JSON.stringify({ contents: [{ parts: [{ text: 'Hi' }] }] }),
  })
  expect(response.status).toBe(200)
  expect(door.pipeline.request.model).toBe(model)
})

async function read<Item>(stream: AsyncIterable<Item>): Promise<Item[]> {
  const items: Item[] = []
  for await (const item of stream) items.push(item)
  return items
}
