import { describe, expect, it } from 'vitest'
import { createCatalogue } from '../../plugins/catalogue/index.js'
import { compileCondition } from '../../plugins/conditions/index.js'
import type { ModelFilter } from '../../src/admin/admin.js'
import { listModels } from '../../src/admin/list-models.js'
import { type Config, loadConfig } from '../../src/config.js'
import { EMPTY_CONTENT } from '../../src/domain/control-plane.js'
import type { Price } from '../../src/domain/cost.js'
import type { Provider } from '../../src/domain/provider.js'
import { toEffective } from '../../src/gateway/effective-config.js'
import { type ListedModels, listOwnModels } from '../../src/gateway/list-own-models.js'
import { loadCatalog, loadSnapshot } from '../../src/gateway/load-snapshot.js'
import type { RunningProvider } from '../../src/gateway/running-provider.js'
import { countPrices } from '../../src/gateway/watch-prices.js'
import type { Vendor } from '../../src/plugin-api.js'
import { toTargets } from '../../src/routing/find-targets.js'

const NOW = new Date('2026-11-23T12:00:00Z')
const OPENAI: Vendor = { kind: 'openai', displayName: 'OpenAI', baseUrl: 'https://api.openai.com/v1', documentation: '' }
const ANTHROPIC: Vendor = { kind: 'anthropic', displayName: 'Anthropic', documentation: '' }
const VLLM: Vendor = { kind: 'vllm', displayName: 'vLLM', documentation: '' }
const catalogue = createCatalogue()

function running(
  vendor: Vendor,
  changes: Partial<RunningProvider['setup']> = {},
  provider: Partial<Provider> = {},
): RunningProvider {
  const name = changes.name ?? vendor.kind
  const complete = async function* () {}
  const made = { name, kind: vendor.kind, complete, close: async () => undefined, ...provider }
  return {
    setup: { name, kind: vendor.kind, timeouts: {}, keys: [], managedBy: 'FILE', ...changes },
    vendor,
    provider: made,
    keys: [{ id: `${name}#1`, provider: made }],
    incarnation: name,
  }
}

function configWith(file: string): Config {
  return loadConfig({ env: {}, cwd: '/', cores: 1, readFile: () => file, loadSecret: () => 's'.repeat(32) })
}

function load(on: readonly RunningProvider[], file = '', at = NOW, listed: ListedModels = new Map()) {
  const config = configWith(file)
  const effective = toEffective(config, [], EMPTY_CONTENT, new Map())
  const providers = { running: on, vendors: [OPENAI, ANTHROPIC, VLLM], listed }
  const catalog = loadCatalog(effective, config.unpricedModels, providers, catalogue, at)
  return loadSnapshot(catalog, { effective, config, version: 0, compile: compileCondition, keysOf: () => [] })
}

describe('the models of a snapshot', () => {
  it('are those that a provider that is on serves, with what is known of them', () => {
    const { models } = load([running(OPENAI)])
    expect(models.get('openai/gpt-5-mini')).toMatchObject({
      available: true,
      contextWindow: 400_000,
      capabilities: { tools: true, jsonSchema: true },
      price: { source: 'genai-prices' },
      priceStale: false,
    })
    expect([...models.keys()].filter((id) => !id.startsWith('openai/'))).toEqual([])
  })

  it('leave out what only paints, which is known all the same', () => {
    const snapshot = load([running(OPENAI)])
    expect(snapshot.models.has('openai/gpt-image-2')).toBe(false)
    expect(snapshot.catalogue().get('openai/gpt-image-2')).toMatchObject({ available: false })
  })

  it('that have retired are not available from that day on, and routes that name them stand', () => {
    const at = (day: string) => load([running(OPENAI)], 'routes: [{ name: old, targets: [gpt-4] }]', new Date(day))
    expect(at('2026-10-01').models.get('openai/gpt-4')?.available).toBe(true)
    const retired = at('2026-11-23')
    expect(retired.models.get('openai/gpt-4')?.available).toBe(false)
    expect(toTargets(retired, retired.routes.get('old')?.spec.targets ?? []).map(({ model }) => model.id)).toEqual([
      'openai/gpt-4',
    ])
    const everyone = { organizationId: 'o', keyId: 'k', name: 'n', scopes: new Set<never>(), models: null }
    const listed = (filter: ModelFilter) =>
      listModels(retired, everyone, { search: 'openai/gpt-4', ...filter }, { first: 500 }).items
    expect(listed({}).map(({ id }) => id)).not.toContain('openai/gpt-4')
    expect(listed({ known: true, available: false }).map(({ id }) => id)).toContain('openai/gpt-4')
  })

  it('of vendors that are off are known under their kind, as not available', () => {
    const known = load([running(OPENAI, { name: 'eu' })]).catalogue()
    expect(known.get('eu/gpt-5-mini')?.available).toBe(true)
    expect(known.get('anthropic/claude-haiku-4-5')).toMatchObject({ available: false, price: { source: 'genai-prices' } })
    expect(known.has('openai/gpt-5-mini')).toBe(false)
  })

  it('of a provider that the operator restricts are those, known or not', () => {
    const snapshot = load([running(OPENAI, { models: ['gpt-5-mini', 'our-tune'] })])
    expect([...snapshot.models.keys()]).toEqual(['openai/gpt-5-mini', 'openai/our-tune'])
    expect(snapshot.models.get('openai/our-tune')).toMatchObject({ contextWindow: null, price: null })
    expect(snapshot.catalogue().get('openai/gpt-5-nano')).toMatchObject({ available: false, contextWindow: 400_000 })
  })

  it('that pass through are described by their name', () => {
    const snapshot = load([running(OPENAI)])
    expect(snapshot.describe('openai', 'gpt-5-mini-2025-08-07')).toMatchObject({
      id: 'openai/gpt-5-mini-2025-08-07',
      contextWindow: 400_000,
    })
    expect(snapshot.describe('openai', 'nobody-knows')).toMatchObject({ contextWindow: null, price: null })
  })

  it('of a server of one’s own are those that it lists', async () => {
    const local = running(VLLM, {}, { listModels: async () => [{ id: 'meta-llama/Llama-3.3-70B-Instruct' }] })
    const listed: ListedModels = new Map()
    await listOwnModels(
      [local],
      listed,
      (vendor) => catalogue.modelsOf(vendor).length > 0,
      () => undefined,
    )
    expect(load([local], '', NOW, listed).models.get('vllm/meta-llama/Llama-3.3-70B-Instruct')).toMatchObject({
      contextWindow: null,
      price: null,
      capabilities: { input: ['text'], tools: true, jsonSchema: null },
    })
  })
})

describe('what is said of a model', () => {
  it('by the operator wins over the plugin, which wins over the vendor, which wins over the catalogue', () => {
    const vendor: Vendor = { ...OPENAI, capabilities: { tools: false, jsonMode: false, reasoning: false, unsupported: ['n'] } }
    const plugin = { capabilitiesOf: () => ({ jsonMode: null, reasoning: true, unsupported: ['seed' as const] }) }
    const on = [running(vendor, {}, plugin)]
    const told = load(on).models.get('openai/o3')?.capabilities
    expect(told).toMatchObject({ tools: false, jsonMode: false, reasoning: true, jsonSchema: true })
    expect(told?.unsupported).toEqual(expect.arrayContaining(['seed', 'n', 'temperature']))
    const file = 'models: { openai/o3: { contextWindow: 9, capabilities: { tools: true, unsupported: [] } } }'
    expect(load(on, file).models.get('openai/o3')).toMatchObject({
      contextWindow: 9,
      maxOutputTokens: 100_000,
      capabilities: { tools: true, reasoning: true, unsupported: [] },
    })
  })

  it('holds for a deployment that the operator says is a model', () => {
    const azure: Vendor = { kind: 'azure-openai', displayName: 'Azure', documentation: '' }
    const file = 'models: { azure-openai/ours: { model: gpt-5-mini } }'
    expect(load([running(azure, { models: ['ours'] })], file).models.get('azure-openai/ours')).toMatchObject({
      contextWindow: 400_000,
      capabilities: { jsonSchema: true },
      price: { rates: { input: { text: 250_000_000n } } },
    })
  })
})

describe('a price', () => {
  const price = (file: string, at = NOW) => load([running(OPENAI)], file, at).models.get('openai/gpt-5-mini')

  it('of the operator wins over the list, from its day on', () => {
    const file = 'prices: { openai/gpt-5-mini: { input: 1, output: 2, effectiveFrom: 2026-12-01 } }'
    expect(price(file)?.price?.source).toBe('genai-prices')
    expect(price(file, new Date('2026-12-01'))?.price).toMatchObject({
      version: expect.stringMatching(/^config@/),
      effectiveFrom: new Date('2026-12-01'),
    })
  })

  it('is stale 90 days after its list was published, and past its validity', () => {
    const asOf = (price('')?.price as Price | undefined)?.asOf as Date
    const days = (count: number) => new Date(asOf.getTime() + count * 86_400_000)
    expect(price('', days(90))?.priceStale).toBe(false)
    expect(price('', days(91))?.priceStale).toBe(true)
    const file = 'prices: { openai/gpt-5-mini: { input: 1, output: 2, validUntil: 2027-06-01 } }'
    expect(price(file, new Date('2027-05-31'))?.priceStale).toBe(false)
    expect(price(file, new Date('2027-06-01'))?.priceStale).toBe(true)
  })

  it('that is stale or missing is counted', () => {
    const on = [running(OPENAI, { models: ['gpt-5-mini', 'gpt-5-nano', 'our-tune'] })]
    expect(countPrices(load(on))).toEqual({ stale: 0, missing: 1 })
    expect(countPrices(load(on, '', new Date('2030-01-01')))).toEqual({ stale: 2, missing: 1 })
    expect(countPrices(load(on, 'unpricedModels: ESTIMATE_AT_MAX'))).toEqual({ stale: 0, missing: 1 })
  })
})

it('the policy for models without a price is part of the snapshot and of its version', () => {
  const [flagged, blocked] = ['', 'unpricedModels: BLOCK'].map((file) => load([running(OPENAI)], file))
  expect([flagged?.unpriced, blocked?.unpriced]).toEqual(['ALLOW_AND_FLAG', 'BLOCK'])
  expect(flagged?.version).not.toBe(blocked?.version)
})
