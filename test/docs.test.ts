import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildSchema, parse, validate } from 'graphql'
import { describe, expect, it } from 'vitest'
import { loadConfig } from '../src/config.js'

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

const schema = buildSchema(readFileSync(join(root, 'schema/api.graphql'), 'utf8'))

describe.each(guides)('%s', (guide) => {
  it.each(blocks(guide, 'graphql').map((block) => [block]))('asks only what the schema has: %s', (block) => {
    expect(validate(schema, parse(block))).toEqual([])
  })

  it.each(blocks(guide, 'yaml').map((block) => [block]))('configures what is allowed: %s', (block) => {
    const config = loadConfig({ env: {}, cwd: root, cores: 2, readFile: () => block, loadSecret: () => 'x'.repeat(32) })
    expect(config.port).toBe(4000)
  })

  it('links to files that exist', () => {
    const links = Array.from(text(guide).matchAll(/\]\((?!https?:|#)([^)#]+)/g), (match) => match[1] ?? '')
    expect(links.filter((link) => !existsSync(join(root, dirname(guide), link)))).toEqual([])
  })
})
