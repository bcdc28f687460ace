import { describe, expect, it } from 'vitest'
import { fromBatchEmbedRequest, fromEmbedRequest } from '../../../src/rest/gemini/from-embed-request.js'
import { fromGenerateRequest } from '../../../src/rest/gemini/from-generate-request.js'

const USER = { role: 'user', parts: [{ text: 'Hi' }] }
const ask = (fields: object = {}) => ({ contents: [USER], ...fields })
const parts = (...list: unknown[]) => ({ contents: [{ role: 'user', parts: list }] })
const model = (...list: unknown[]) => ({ contents: [USER, { role: 'model', parts: list }] })
const config = (generationConfig: object) => ask({ generationConfig })
const read = (body: unknown) => fromGenerateRequest(body, 'm')
const nested = (levels: number): object => (levels === 0 ? {} : { a: nested(levels - 1) })

const SCHEMA = {
  type: 'OBJECT',
  properties: {
    type: { type: 'STRING', nullable: true, enum: ['A'] },
    max_items: { type: 'ARRAY', items: { type: 'INTEGER' }, maxItems: '3' },
    either: { anyOf: [{ type: 'NUMBER' }, { type: 'BOOLEAN' }] },
  },
  required: ['type'],
  propertyOrdering: ['type'],
}
const JSON_SCHEMA = {
  type: 'object',
  properties: {
    type: { type: ['string', 'null'], enum: ['A', null] },
    max_items: { type: 'array', items: { type: 'integer' }, maxItems: 3 },
    either: { anyOf: [{ type: 'number' }, { type: 'boolean' }] },
  },
  required: ['type'],
  propertyOrdering: ['type'],
}

it('reads everything that a request can say', () => {
  const request = read({
    contents: [USER],
    systemInstruction: { parts: [{ text: 'Be brief.' }] },
    tools: [
      {
        functionDeclarations: [
          { name: 'f', description: 'd', parameters: SCHEMA, behavior: 'BLOCKING' },
          { name: 'g', parametersJsonSchema: { type: 'object' } },
        ],
      },
      { googleSearch: {} },
    ],
    toolConfig: { functionCallingConfig: { mode: 'ANY', allowedFunctionNames: ['f'] }, retrievalConfig: { languageCode: 'de' } },
    generationConfig: {
      temperature: 0.5,
      topP: 0.9,
      topK: 40,
      candidateCount: 2,
      maxOutputTokens: 100,
      stopSequences: ['END'],
      seed: 7,
      presencePenalty: 1,
      frequencyPenalty: -1,
      responseLogprobs: true,
      logprobs: 3,
      responseMimeType: 'application/json',
      responseSchema: SCHEMA,
      thinkingConfig: { thinkingBudget: 512, includeThoughts: true },
      mediaResolution: 'MEDIA_RESOLUTION_LOW',
    },
    safetySettings: [{ category: 'HARM_CATEGORY_HARASSMENT', threshold: 'BLOCK_NONE' }],
    cachedContent: 'cachedContents/c1',
    labels: { team: 'a' },
  })
  expect(request).toEqual({
    model: 'm',
    messages: [
      { role: 'system', parts: [{ type: 'text', text: 'Be brief.' }] },
      { role: 'user', parts: [{ type: 'text', text: 'Hi' }] },
    ],
    tools: [
      { name: 'f', description: 'd', parameters: JSON_SCHEMA, extra: { behavior: 'BLOCKING' } },
      { name: 'g', parameters: { type: 'object' } },
    ],
    nativeTools: [{ dialect: 'gemini', definition: { googleSearch: {} } }],
    toolChoice: { type: 'tool', name: 'f' },
    temperature: 0.5,
    topP: 0.9,
    topK: 40,
    n: 2,
    maxOutputTokens: 100,
    stop: ['END'],
    seed: 7,
    presencePenalty: 1,
    frequencyPenalty: -1,
    logprobs: { top: 3 },
    responseFormat: { type: 'json-schema', name: 'response', schema: JSON_SCHEMA },
    reasoning: { maxTokens: 512, show: true },
    extra: {
      dialect: 'gemini',
      fields: {
        toolConfig: { retrievalConfig: { languageCode: 'de' } },
        generationConfig: { mediaResolution: 'MEDIA_RESOLUTION_LOW' },
        safetySettings: [{ category: 'HARM_CATEGORY_HARASSMENT', threshold: 'BLOCK_NONE' }],
        cachedContent: 'cachedContents/c1',
        labels: { team: 'a' },
      },
    },
  })
})

it('takes snake case for camel case, but leaves names of the caller alone', () => {
  const snake = {
    contents: [{ parts: [{ inline_data: { mime_type: 'image/png', data: 'AAAA' } }, { text: 'a', thought_signature: 'c2ln' }] }],
    system_instruction: { parts: [{ text: 'b' }] },
    tools: [{ function_declarations: [{ name: 'f', parameters_json_schema: { properties: { my_name: {} } } }] }],
    tool_config: { function_calling_config: { mode: 'ANY', allowed_function_names: ['f'] } },
    generation_config: {
      max_output_tokens: 5,
      thinking_config: { thinking_level: 'low' },
      response_mime_type: 'application/json',
    },
    safety_settings: [],
  }
  expect(read(snake)).toEqual({
    model: 'm',
    messages: [
      { role: 'system', parts: [{ type: 'text', text: 'b' }] },
      {
        role: 'user',
        parts: [
          { type: 'image', source: { type: 'base64', mediaType: 'image/png', data: 'AAAA' } },
          { type: 'text', text: 'a', providerState: { provider: 'gemini', value: { thoughtSignature: 'c2ln' } } },
        ],
      },
    ],
    tools: [{ name: 'f', parameters: { properties: { my_name: {} } } }],
    toolChoice: { type: 'tool', name: 'f' },
    maxOutputTokens: 5,
    reasoning: { effort: 'low' },
    responseFormat: { type: 'json-object' },
    extra: { dialect: 'gemini', fields: { safetySettings: [] } },
  })
})

it('reads bytes and files by their types', () => {
  const inline = (mimeType: string, more = {}) => ({ inlineData: { mimeType, data: 'AAAA', ...more } })
  const file = (mimeType: string, fileUri: string) => ({ fileData: { mimeType, fileUri } })
  const held = 'https://generativelanguage.googleapis.com/v1beta/files/f1'
  const found = read(
    parts(
      inline('image/png'),
      inline('audio/wav'),
      inline('application/pdf', { displayName: 'a.pdf' }),
      file('image/png', 'https://a.example/b.png'),
      file('video/mp4', held),
      file('video/mp4', 'https://video.example/v'),
      file('image/png', 'gs://bucket/b.png'),
      { text: 'c', videoMetadata: { fps: 2 } },
    ),
  ).messages[0]?.parts
  expect(found).toEqual([
    { type: 'image', source: { type: 'base64', mediaType: 'image/png', data: 'AAAA' } },
    { type: 'audio', source: { type: 'base64', mediaType: 'audio/wav', data: 'AAAA' } },
    { type: 'file', source: { type: 'base64', mediaType: 'application/pdf', data: 'AAAA' }, filename: 'a.pdf' },
    { type: 'image', source: { type: 'url', url: 'https://a.example/b.png' } },
    { type: 'file', source: { type: 'file-id', id: held } },
    { type: 'native', dialect: 'gemini', value: file('video/mp4', 'https://video.example/v') },
    { type: 'native', dialect: 'gemini', value: file('image/png', 'gs://bucket/b.png') },
    { type: 'text', text: 'c', extra: { videoMetadata: { fps: 2 } } },
  ])
})

it('gives calls without ids the same ids in every request, and finds what a response answers by name and order', () => {
  const call = (name: string, id?: string) => ({ functionCall: { name, args: {}, ...(id && { id }) } })
  const response = (name: string, output: string, id?: string) => ({
    functionResponse: { name, response: { output }, ...(id && { id }) },
  })
  const turns = [
    USER,
    { role: 'model', parts: [call('f'), call('g'), call('f')] },
    { role: 'user', parts: [response('g', '2'), response('f', '1'), response('f', '3')] },
  ]
  const more = [
    ...turns,
    { role: 'model', parts: [call('f', 'own'), call('f')] },
    { role: 'function', parts: [response('f', '4', 'own'), response('f', '5', 'lost')] },
  ]
  const ids = (contents: object[]) =>
    read({ contents }).messages.flatMap((message) =>
      message.parts.flatMap((part) => (part.type === 'tool-call' ? [part.id] : [])),
    )
  const answers = read({ contents: more }).messages.flatMap(({ parts: list }) =>
    list.flatMap((part) => (part.type === 'tool-result' ? [[part.toolCallId, part.parts[0]]] : [])),
  )
  const [f1, g, f2, , f3] = ids(more)
  expect(ids(more).slice(0, 3)).toEqual(ids(turns))
  expect(new Set(ids(more)).size).toBe(5)
  expect(answers.map(([id]) => id)).toEqual([g, f1, f2, 'own', f3])
  expect(answers.map(([, part]) => part)).toEqual(['2', '1', '3', '4', '5'].map((text) => ({ type: 'text', text })))
})

it('reads the response of a function as its text, its failure or its object', () => {
  const calls = { role: 'model', parts: ['a', 'b', 'c'].map((id) => ({ functionCall: { id, name: 'f' } })) }
  const respond = (id: string, response: object, more = {}) => ({ functionResponse: { id, name: 'f', response, ...more } })
  const image = { inlineData: { mimeType: 'image/png', data: 'AAAA' } }
  const { messages } = read({
    contents: [
      USER,
      calls,
      {
        parts: [
          respond('a', { output: { x: 1 } }),
          respond('b', { error: 'no' }),
          respond('c', { result: 1 }, { parts: [image] }),
        ],
      },
    ],
  })
  expect(messages.slice(2).map((message) => message.parts[0])).toEqual([
    { type: 'tool-result', toolCallId: 'a', parts: [{ type: 'text', text: '{"x":1}' }] },
    { type: 'tool-result', toolCallId: 'b', parts: [{ type: 'text', text: 'no' }], isError: true },
    {
      type: 'tool-result',
      toolCallId: 'c',
      parts: [
        { type: 'text', text: '{"result":1}' },
        { type: 'image', source: { type: 'base64', mediaType: 'image/png', data: 'AAAA' } },
      ],
    },
  ])
})

it.each([
  [{ thinkingBudget: 0 }, { effort: 'none' }, undefined],
  [{ thinkingBudget: -1, includeThoughts: true }, { show: true }, { thinkingConfig: { thinkingBudget: -1 } }],
  [{ thinkingLevel: 'HIGH' }, { effort: 'high' }, undefined],
  [{ thinkingLevel: 'MINIMAL', includeThoughts: false }, { effort: 'minimal', show: false }, undefined],
  [{ thinkingLevel: 'THINKING_LEVEL_UNSPECIFIED' }, undefined, undefined],
])('reads %j as reasoning %j', (thinkingConfig, reasoning, kept) => {
  const request = read(config({ thinkingConfig }))
  expect(request.reasoning).toEqual(reasoning)
  expect(request.extra?.fields['generationConfig']).toEqual(kept)
})

it('leaves out the functions that may not be called where several may', () => {
  const functionDeclarations = ['f', 'g', 'h'].map((name) => ({ name }))
  const choose = (calling: object) =>
    read(ask({ tools: [{ functionDeclarations }], toolConfig: { functionCallingConfig: calling } }))
  const any = choose({ mode: 'ANY', allowedFunctionNames: ['f', 'h'] })
  expect([any.toolChoice, any.tools?.map(({ name }) => name)]).toEqual([{ type: 'required' }, ['f', 'h']])
  const validated = choose({ mode: 'VALIDATED', allowedFunctionNames: ['f'] })
  expect(validated).toMatchObject({
    toolChoice: { type: 'auto' },
    extra: { fields: { toolConfig: { functionCallingConfig: { mode: 'VALIDATED', allowedFunctionNames: ['f'] } } } },
  })
  expect(choose({ mode: 'NONE' }).toolChoice).toEqual({ type: 'none' })
})

it('keeps a type of answer that only Google knows', () => {
  const request = read(config({ responseMimeType: 'text/x.enum', responseSchema: { type: 'STRING', enum: ['a'] } }))
  expect(request.responseFormat).toBeUndefined()
  expect(request.extra?.fields['generationConfig']).toEqual({
    responseMimeType: 'text/x.enum',
    responseSchema: { type: 'STRING', enum: ['a'] },
  })
})

const WRONG: readonly (readonly [path: string, body: unknown])[] = [
  ['contents', {}],
  ['contents', { contents: 'Hi' }],
  ['contents', { contents: [] }],
  ['contents[0]', { contents: ['Hi'] }],
  ['contents[0].role', { contents: [{ role: 'assistant', parts: [{ text: 'a' }] }] }],
  ['contents[0].parts', { contents: [{ role: 'user' }] }],
  ['contents[0].parts', parts()],
  ['contents[0].parts[0]', parts('a')],
  ['contents[0].parts[0]', parts({})],
  ['contents[0].parts[0].text', parts({ text: 5 })],
  ['contents[0].parts[0].thought', parts({ text: 'a', thought: 'yes' })],
  ['contents[0].parts[0].thoughtSignature', parts({ text: 'a', thoughtSignature: 5 })],
  ['contents[0].parts[0].inlineData', parts({ inlineData: 'AAAA' })],
  ['contents[0].parts[0].inlineData.mimeType', parts({ inlineData: { data: 'AAAA' } })],
  ['contents[0].parts[0].inlineData.data', parts({ inlineData: { mimeType: 'image/png' } })],
  ['contents[0].parts[0].fileData.fileUri', parts({ fileData: { mimeType: 'image/png' } })],
  ['contents[0].parts[0]', parts({ functionCall: { name: 'f' } })],
  ['contents[0].parts[0].functionResponse.name', parts({ functionResponse: { response: {} } })],
  ['contents[0].parts[0].functionResponse', parts({ functionResponse: { name: 'f', response: {} } })],
  ['contents[0].parts[0].functionResponse.response', parts({ functionResponse: { name: 'f', id: 'a', response: 'x' } })],
  [
    'contents[0].parts[0].functionResponse.parts[0]',
    parts({ functionResponse: { name: 'f', id: 'a', parts: [{ inlineData: { mimeType: 'audio/wav', data: 'A' } }] } }),
  ],
  ['contents[0].parts[0]', parts({ newThing: nested(101) })],
  ['contents[1].parts[0]', model({ functionResponse: { name: 'f', id: 'a' } })],
  ['contents[1].parts[0].functionCall.name', model({ functionCall: { args: {} } })],
  ['contents[1].parts[0].functionCall.args', model({ functionCall: { name: 'f', args: '{}' } })],
  ['contents[1].parts[0].functionCall.id', model({ functionCall: { name: 'f', id: 5 } })],
  ['systemInstruction', ask({ systemInstruction: 5 })],
  ['systemInstruction.parts[0]', ask({ systemInstruction: { parts: [{ inlineData: { mimeType: 'image/png', data: 'A' } }] } })],
  ['tools', ask({ tools: {} })],
  ['tools[0].functionDeclarations', ask({ tools: [{ functionDeclarations: {} }] })],
  ['tools[0].functionDeclarations[0].name', ask({ tools: [{ functionDeclarations: [{}] }] })],
  ['tools[0].functionDeclarations[0].parameters', ask({ tools: [{ functionDeclarations: [{ name: 'f', parameters: 'x' }] }] })],
  [
    'tools[0].functionDeclarations[0].parameters',
    ask({ tools: [{ functionDeclarations: [{ name: 'f', parameters: nested(101) }] }] }),
  ],
  ['toolConfig', ask({ toolConfig: 'AUTO' })],
  ['toolConfig.functionCallingConfig.mode', ask({ toolConfig: { functionCallingConfig: { mode: 'SOME' } } })],
  [
    'toolConfig.functionCallingConfig.allowedFunctionNames',
    ask({ toolConfig: { functionCallingConfig: { mode: 'ANY', allowedFunctionNames: 'f' } } }),
  ],
  ['generationConfig', ask({ generationConfig: 5 })],
  ['generationConfig.temperature', config({ temperature: 3 })],
  ['generationConfig.topP', config({ topP: '1' })],
  ['generationConfig.topK', config({ topK: 0 })],
  ['generationConfig.candidateCount', config({ candidateCount: 0 })],
  ['generationConfig.maxOutputTokens', config({ maxOutputTokens: 1.5 })],
  ['generationConfig.stopSequences[0]', config({ stopSequences: [5] })],
  ['generationConfig.seed', config({ seed: 'a' })],
  ['generationConfig.presencePenalty', config({ presencePenalty: 3 })],
  ['generationConfig.frequencyPenalty', config({ frequencyPenalty: '1' })],
  ['generationConfig.responseLogprobs', config({ responseLogprobs: 5 })],
  ['generationConfig.logprobs', config({ logprobs: 2 })],
  ['generationConfig.responseMimeType', config({ responseMimeType: 5 })],
  ['generationConfig.responseSchema', config({ responseSchema: 'x' })],
  ['generationConfig.responseSchema.properties.a', config({ responseSchema: { properties: { a: 'STRING' } } })],
  ['generationConfig.responseJsonSchema', config({ responseJsonSchema: [] })],
  ['generationConfig.thinkingConfig', config({ thinkingConfig: true })],
  ['generationConfig.thinkingConfig.thinkingBudget', config({ thinkingConfig: { thinkingBudget: -2 } })],
  ['generationConfig.thinkingConfig.thinkingLevel', config({ thinkingConfig: { thinkingLevel: 'EXTREME' } })],
  ['generationConfig.thinkingConfig.includeThoughts', config({ thinkingConfig: { includeThoughts: 'yes' } })],
  ['vendorField', ask({ vendorField: nested(101) })],
]

describe('a body whose field is wrong', () => {
  it.each(WRONG)('is refused by the name of %s: %j', (path, body) => {
    expect(() => read(body)).toThrow(expect.objectContaining({ path, status: 400 }))
  })

  it('is refused by name in requests for embeddings too', () => {
    const content = { parts: [{ text: 'a' }] }
    const wrong = [
      ['content', () => fromEmbedRequest({}, 'm')],
      ['content.parts', () => fromEmbedRequest({ content: { parts: [] } }, 'm')],
      ['content.parts[0].text', () => fromEmbedRequest({ content: { parts: [{ inlineData: {} }] } }, 'm')],
      ['outputDimensionality', () => fromEmbedRequest({ content, outputDimensionality: 0 }, 'm')],
      ['requests', () => fromBatchEmbedRequest({ requests: [] }, 'm')],
      ['requests[1]', () => fromBatchEmbedRequest({ requests: [{ content }, { content, taskType: 'CLUSTERING' }] }, 'm')],
    ] as const
    for (const [path, refuse] of wrong) expect(refuse).toThrow(expect.objectContaining({ path, status: 400 }))
  })
})
