import { describe, expect, test } from 'vitest'
import type { CompletionRequest } from '../../src/domain/completion-request.js'
import type { Principal } from '../../src/domain/principal.js'
import { createFacts, type FactsInput } from '../../src/routing/facts.js'
import type { RequestNeeds } from '../../src/routing/needs.js'

const principal: Principal = { organizationId: 'acme', keyId: 'k1', name: 'web', scopes: new Set(['inference']), models: null }
const hello: CompletionRequest = { model: 'smart', messages: [{ role: 'user', parts: [{ type: 'text', text: 'Hello there!' }] }] }

function factsOf(request: Partial<CompletionRequest> = {}, input: Partial<FactsInput> = {}) {
  const given = {
    request: { ...hello, ...request },
    operation: 'completion',
    stream: false,
    principal,
    now: 1_796_000_000_000,
  } as const
  return createFacts({ ...given, ...input })
}

test('tells of a plain request what is known, and empty texts and lists for the rest', () => {
  const { request, principal: who, now } = factsOf()
  const { model, operation, stream, tools, jsonSchema, vision, modalities, output, promptTokens, maxOutputTokens } = request
  expect({ model, operation, stream, tools, jsonSchema, vision, modalities, output, promptTokens, maxOutputTokens }).toEqual({
    model: 'smart',
    operation: 'completion',
    stream: false,
    tools: [],
    jsonSchema: false,
    vision: false,
    modalities: ['text'],
    output: 'text',
    promptTokens: 7,
    maxOutputTokens: 0,
  })
  const { complexity, messages, reasoning, endUser, tags, metadata, headers, region, dataClasses } = request
  expect({ complexity, messages, reasoning, endUser, tags, metadata, headers, region, dataClasses }).toEqual({
    complexity: 0,
    messages: 1,
    reasoning: false,
    endUser: '',
    tags: [],
    metadata: {},
    headers: {},
    region: '',
    dataClasses: [],
  })
  expect([who.organization, who.key, who.name, who.team, who.tier, who.tags, who.scopes]).toEqual([
    'acme',
    'k1',
    'web',
    '',
    '',
    [],
    ['inference'],
  ])
  expect(now).toEqual(new Date(1_796_000_000_000))
})

test('tells what a request asks for', () => {
  const { request } = factsOf({
    tools: [{ name: 'search' }],
    nativeTools: [{ dialect: 'anthropic', definition: { type: 'web_search_20250305', name: 'web_search' } }],
    toolChoice: { type: 'required' },
    responseFormat: { type: 'json-schema', name: 'answer', schema: {} },
    reasoning: { effort: 'low' },
    maxOutputTokens: 5,
  })
  expect(request.tools).toEqual(['search', 'web_search'])
  expect([request.output, request.jsonSchema, request.reasoning, request.maxOutputTokens]).toEqual(['tools', true, true, 5])
})

test.each([
  [{}, 'text'],
  [{ responseFormat: { type: 'json-object' } }, 'json'],
  [{ responseFormat: { type: 'json-schema', name: 'a', schema: {} } }, 'json'],
  [{ toolChoice: { type: 'auto' } }, 'text'],
] as const)('%j is answered in %s', (request, output) => {
  expect(factsOf(request).request.output).toBe(output)
})

test.each([
  [{ effort: 'none' }, false],
  [{ maxTokens: 0 }, false],
  [{ maxTokens: 100 }, true],
] as const)('reasoning %j is %s', (reasoning, expected) => {
  expect(factsOf({ reasoning }).request.reasoning).toBe(expected)
})

test('finds images in the results of tools', () => {
  const image = { type: 'image', source: { type: 'url', url: 'https://pictures.test/a.png' } } as const
  const { request } = factsOf({
    messages: [...hello.messages, { role: 'tool', parts: [{ type: 'tool-result', toolCallId: '1', parts: [image] }] }],
  })
  expect([request.modalities, request.vision]).toEqual([['text', 'image'], true])
})

test.each([
  ['embedding', { model: 'e', input: ['abcd', [1, 2, 3]] }, 4, ['text']],
  ['rerank', { model: 'r', query: 'abcd', documents: ['abcd', 'abcdefgh'] }, 4, ['text']],
  ['moderation', { model: 'm', input: [[{ type: 'text', text: 'abcdefgh' }]] }, 2, ['text']],
] as const)('counts what a request for %s sends', (operation, request, tokens, modalities) => {
  const facts = factsOf({}, { operation, request }).request
  expect([facts.promptTokens, facts.modalities, facts.messages, facts.complexity]).toEqual([tokens, modalities, 0, 0])
})

describe('headers', () => {
  test('are named in lower case and leave out whatever may carry credentials', () => {
    const secret = [
      'authorization',
      'Proxy-Authorization',
      'cookie',
      'x-api-key',
      'x-goog-api-key',
      'api-key',
      'x-amz-security-token',
    ]
    const headers = {
      'X-Stage': 'on',
      accept: ['a', 'b'],
      gone: undefined,
      ...Object.fromEntries(secret.map((name) => [name, 's'])),
    }
    expect({ ...factsOf({}, { headers }).request.headers }).toEqual({ 'x-stage': 'on', accept: 'a, b' })
  })

  test('are bounded in number, and may have any name', () => {
    const many = Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`x-${i}`, '1']))
    expect(Object.keys(factsOf({}, { headers: many }).request.headers)).toHaveLength(128)
    const odd = JSON.parse('{"__proto__": "1", "constructor": "2"}') as Record<string, string>
    expect(Object.entries(factsOf({}, { headers: odd }).request.headers)).toEqual([
      ['__proto__', '1'],
      ['constructor', '2'],
    ])
  })

  test('name region and data classes, to which the request and the guards add', () => {
    const headers = { 'x-weir-region': ' EU-Central ', 'x-weir-data-classes': 'PII, health,,pii' }
    const { request } = factsOf({ dataClasses: ['Secret'] }, { headers, dataClasses: ['cards'] })
    expect([request.region, request.dataClasses]).toEqual(['eu-central', ['pii', 'health', 'secret', 'cards']])
  })

  test.each([
    [{ 'x-weir-data-classes': 'p i i' }],
    [{ 'x-weir-data-classes': 'a'.repeat(65) }],
    [{ 'x-weir-data-classes': Array.from({ length: 40 }, (_, i) => `c${i}`).join() }],
    [{ 'x-weir-region': '<eu>' }],
  ])('are refused rather than passed over when they name no class or region: %j', (headers) => {
    expect(() => factsOf({}, { headers })).toThrow(expect.objectContaining({ code: 'INVALID_REQUEST' }))
  })
})

test('reads no message and no header before it is asked, and counts a prompt once', () => {
  let reads = 0
  const counting = <Value extends object>(value: Value) =>
    new Proxy(value, {
      get(target, name) {
        reads++
        return Reflect.get(target, name)
      },
      ownKeys(target) {
        reads++
        return Reflect.ownKeys(target)
      },
    })
  const messages = counting(hello.messages)
  const { request } = factsOf({ messages })
  expect(reads).toBe(0)
  const tokens = request.promptTokens
  const afterFirst = reads
  expect(request.promptTokens).toBe(tokens)
  expect(reads).toBe(afterFirst)
})

test.each([
  [[{ type: 'text', text: 'plain words' }]],
  [[{ type: 'text', text: 'слова 言葉' }]],
  [[{ type: 'tool-call', id: '1', name: 'search', arguments: '{"q":"a"}' }]],
  [[{ type: 'tool-result', toolCallId: '1', parts: [{ type: 'text', text: 'é' }] }]],
  [[{ type: 'image', source: { type: 'file-id', id: '1' } }]],
  [[{ type: 'native', dialect: 'x', value: { a: 'long enough to count for something' } }]],
  [[]],
] as const)('never estimates more for %j than the bound that it tells without reading', (parts) => {
  const { request } = factsOf({ messages: [{ role: 'user', parts }] })
  expect(request.promptTokens).toBeLessThanOrEqual((request as RequestNeeds).mostPromptTokens ?? 0)
})
