import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { baseNames } from './base-names.js'
import { CORRECTIONS } from './corrections-data.js'
import { createCatalogue } from './index.js'
import { PRICES_PUBLISHED } from './known-models.js'
import { SHARDS } from './shards.js'
import { type SourceModel, toKnownRow } from './to-known-row.js'

const NOW = new Date('2026-11-23T12:00:00Z')
const catalogue = createCatalogue()
const describeModel = (kind: string, name: string) => catalogue.describe({ kind }, name, NOW)

describe('the catalogue', () => {
  it('knows more than 300 models of the first vendors alone, most with limits, capabilities and prices', () => {
    const kinds = ['openai', 'anthropic', 'gemini', 'mistral', 'cohere', 'xai', 'deepseek', 'bedrock', 'azure-openai']
    const models = kinds.flatMap((kind) => catalogue.modelsOf({ kind }).map((name) => describeModel(kind, name)))
    expect(models.length).toBeGreaterThan(300)
    const share = (told: (model: (typeof models)[number]) => boolean) => models.filter(told).length / models.length
    expect(share(({ price }) => price !== null)).toBeGreaterThan(0.7)
    expect(share(({ contextWindow }) => contextWindow !== null)).toBeGreaterThan(0.6)
    expect(share(({ capabilities }) => capabilities.input !== null)).toBeGreaterThan(0.6)
  })

  it('knows every kind of its table', () => {
    for (const kind of Object.keys(SHARDS)) expect([kind, catalogue.modelsOf({ kind }).length]).not.toEqual([kind, 0])
  })

  it('knows nothing of a stranger', () => {
    expect(catalogue.modelsOf({ kind: 'vllm' })).toEqual([])
    expect(describeModel('vllm', 'our-own-tune')).toMatchObject({
      contextWindow: null,
      price: null,
      capabilities: { tools: null },
    })
  })

  it('was renewed with the price list that is installed', () => {
    const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as { packages: Record<string, { version: string }> }
    expect(PRICES_PUBLISHED.version).toBe(lock.packages['node_modules/@pydantic/genai-prices']?.version)
  })

  it('names a document for each correction', () => {
    for (const { source } of CORRECTIONS) expect(new URL(source).protocol).toBe('https:')
  })

  it('has no correction that holds for nothing', () => {
    const known = Object.keys(SHARDS).map((kind) => [kind, catalogue.modelsOf({ kind }).flatMap(names)] as const)
    const idle = CORRECTIONS.filter(
      ({ kinds, models }) => !known.some(([kind, all]) => kinds.includes(kind) && all.some((name) => models.test(name))),
    )
    expect(idle.map(({ models }) => String(models))).toEqual([])
  })
})

const names = (name: string) => baseNames(name).map((base) => base.name)

describe('a model', () => {
  it.each([
    ['openai', 'gpt-5-mini', 400_000, 128_000],
    ['openai', 'gpt-5-mini-2025-08-07', 400_000, 128_000],
    ['azure-openai', 'gpt-4.1-mini', 1_047_576, 32_768],
    ['anthropic', 'claude-haiku-4-5', 200_000, 64_000],
    ['anthropic', 'claude-haiku-4-5-20251001', 200_000, 64_000],
    ['bedrock', 'eu.anthropic.claude-sonnet-4-5-20250929-v1:0', 200_000, 64_000],
    ['bedrock', 'sa.amazon.nova-pro-v1:0', 300_000, 10_000],
    ['vertex', 'claude-haiku-4-5@20251001', 200_000, 64_000],
    ['gemini', 'models/gemini-2.5-flash', 1_048_576, 65_536],
    ['vertex', 'publishers/google/models/gemini-2.5-flash', 1_048_576, 65_536],
  ])('of %s named %s is known with its limits', (kind, name, contextWindow, maxOutputTokens) => {
    expect(describeModel(kind, name)).toMatchObject({ contextWindow, maxOutputTokens })
  })

  it('that another host serves keeps what its maker built in, and none of the host’s', () => {
    const model = describeModel('vllm', 'meta-llama/Llama-3.3-70B-Instruct')
    expect(model).toMatchObject({
      contextWindow: null,
      price: null,
      capabilities: { input: ['text'], tools: true, jsonSchema: null },
    })
  })

  it('does not inherit the end of another version', () => {
    expect(describeModel('openai', 'o1')).toMatchObject({ retiresAt: new Date('2026-10-23') })
    expect(describeModel('openai', 'o1-2030-01-01')).toMatchObject({ contextWindow: 200_000, retiresAt: null })
  })

  it.each([
    ['openai', 'o3', ['temperature', 'topP', 'stop']],
    ['openai', 'o4-mini-2025-04-16', ['temperature', 'topP', 'stop']],
    ['openai', 'gpt-5', ['temperature', 'topP', 'stop']],
    ['azure-openai', 'gpt-5-nano', ['temperature', 'topP']],
    ['anthropic', 'claude-opus-4-8', ['temperature', 'topP', 'topK']],
    ['bedrock', 'us.anthropic.claude-opus-4-8', ['temperature', 'topP', 'topK']],
    ['xai', 'grok-4.6', ['presencePenalty', 'frequencyPenalty', 'stop']],
    ['deepseek', 'deepseek-reasoner', ['temperature', 'topP', 'logprobs']],
  ] as const)('of %s named %s refuses parameters', (kind, name, unsupported) => {
    expect(describeModel(kind, name).capabilities.unsupported).toEqual(expect.arrayContaining([...unsupported]))
  })

  it.each([
    ['openai', 'gpt-4.1'],
    ['openai', 'gpt-5.1'],
    ['anthropic', 'claude-sonnet-4-5'],
    ['xai', 'grok-4-fast-non-reasoning'],
  ])('of %s named %s takes a temperature and stop sequences', (kind, name) => {
    expect(describeModel(kind, name).capabilities.unsupported).not.toContain('temperature')
    expect(describeModel(kind, name).capabilities.unsupported).not.toContain('stop')
  })

  it.each([
    ['openai', 'gpt-4o', true],
    ['openai', 'gpt-4-turbo', false],
    ['openai', 'gpt-4o-2024-05-13', false],
    ['anthropic', 'claude-sonnet-4-5', true],
    ['gemini', 'gemini-2.5-flash', true],
    ['mistral', 'mistral-large-latest', true],
    ['cohere', 'command-a-03-2025', true],
    ['deepseek', 'deepseek-chat', false],
    ['bedrock', 'amazon.nova-pro-v1:0', false],
  ])('of %s named %s: answers to a JSON schema is %s', (kind, name, jsonSchema) => {
    expect(describeModel(kind, name).capabilities.jsonSchema).toBe(jsonSchema)
  })

  it.each([
    ['openai', 'text-embedding-3-small', { embeddings: true, moderation: false }],
    ['openai', 'omni-moderation-latest', { moderation: true, embeddings: false }],
    ['cohere', 'rerank-v3.5', { rerank: true, embeddings: false }],
    ['cohere', 'embed-v4.0', { embeddings: true }],
    ['openai', 'gpt-5-mini', { embeddings: false, rerank: false, moderation: false }],
  ])('of %s named %s tells what it is for', (kind, name, capabilities) => {
    expect(describeModel(kind, name).capabilities).toMatchObject(capabilities)
  })
})

describe('a row of the catalogue', () => {
  const model: SourceModel = {
    id: 'm',
    name: null,
    aliases: [],
    release_date: '2026',
    limits: null,
    cost: null,
    modalities: null,
    capabilities: null,
    lifecycle: null,
    extra: null,
  }
  it('is none when only the name is known', () => expect(toKnownRow(model)).toBeUndefined())

  it('takes a schema that was never spoken of for unknown', () => {
    const capabilities = {
      chat: true,
      embeddings: false,
      reasoning: { enabled: false },
      rerank: false,
      tools: {},
      json: { schema: false },
    }
    expect(toKnownRow({ ...model, capabilities })?.[1]).toEqual({ reasoning: false })
    expect(toKnownRow({ ...model, capabilities, extra: { structured_output: true } })?.[1]).toMatchObject({ schema: true })
  })

  it('takes a price of nothing for a plan and not for a price', () => {
    const cost = { input: 0, output: 0, cache_read: undefined, cache_write: undefined }
    expect(toKnownRow({ ...model, name: 'M', cost })?.[1]).toEqual({ title: 'M' })
  })
})
