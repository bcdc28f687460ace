import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildSchema, parse, validate } from 'graphql'
import { describe, expect, it } from 'vitest'
import { loadConfig } from '../src/config.js'
import { discoverProviders } from '../src/gateway/discover-providers.js'
import { createMetrics } from '../src/telemetry/metrics.js'

const root = fileURLToPath(new URL('..', import.meta.url))
const guides = [
  'README.md',
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
]
const text = (guide: string) => readFileSync(join(root, guide), 'utf8')
const blocks = (guide: string, language: string) =>
  Array.from(text(guide).matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, 'g')), (match) => match[1] ?? '')
const configOf = (block: string) =>
  loadConfig({ env: {}, cwd: root, cores: 2, readFile: () => block, loadSecret: () => 'x'.repeat(32) })

const schema = buildSchema(readFileSync(join(root, 'schema/api.graphql'), 'utf8'))

describe.each(guides)('%s', (guide) => {
  it.each(blocks(guide, 'graphql').map((block) => [block]))('asks only what the schema has: %s', (block) => {
    expect(validate(schema, parse(block))).toEqual([])
  })

  it.each(blocks(guide, 'yaml').map((block) => [block]))('configures what is allowed: %s', (block) => {
    expect(configOf(block).port).toBe(4000)
  })

  it('links to files that exist', () => {
    const links = Array.from(text(guide).matchAll(/\]\((?!https?:|#)([^)#]+)/g), (match) => match[1] ?? '')
    expect(links.filter((link) => !existsSync(join(root, dirname(guide), link)))).toEqual([])
  })
})

describe('docs/providers.md', async () => {
  const guide = text('docs/providers.md')
  const known = await discoverProviders()

  it.each([...known.values()].map(({ vendor }) => vendor))('names the kind $kind, and the variable of its key', (vendor) => {
    expect(guide).toContain(`\`${vendor.kind}\``)
    if (vendor.apiKeyVariable) expect(guide).toContain(`\`${vendor.apiKeyVariable}\``)
  })

  // The key file is none of this machine's, and packages of the AI SDK are installed by who uses them.
  const shown = blocks('docs/providers.md', 'yaml')
    .flatMap((block) => configOf(block.replace(/, keyFile: [^ }]+/, '')).providers)
    .filter(({ kind }) => kind !== 'ai-sdk')

  it.each(shown)('shows settings that $kind takes', async (options) => {
    const { plugin, vendor } = known.get(options.kind)!
    const provider = plugin.createProvider(vendor, options)
    await provider.close()
    expect(provider).toMatchObject({ name: options.name, kind: options.kind })
  })
})

it('docs/operating.md names every metric', () => {
  const metrics = createMetrics({ processMetrics: false })
  metrics.watchJournal(() => ({ bytes: 0, pendingEntries: 0, droppedRecords: 0 }))
  metrics.watchLoad(() => ({ running: 0, queued: 0, refused: 0 }))
  metrics.watchPrices(() => ({ stale: 0, missing: 0 }))
  metrics.watchDeployments(() => [])
  const names = metrics.registry.getMetricsAsArray().map(({ name }) => name)
  expect(names.length).toBeGreaterThan(20)
  expect(names.filter((name) => !text('docs/operating.md').includes(`\`${name}\``))).toEqual([])
})
