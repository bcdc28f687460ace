import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { RouteFacts } from '../../src/plugin-api.js'
import { FUNCTIONS, METHODS } from './functions.js'
import { compileCondition } from './index.js'
import { VARIABLES } from './variables.js'

const guide = readFileSync(new URL('../../docs/conditions.md', import.meta.url), 'utf8')
const examples = Array.from(guide.matchAll(/```cel\n([\s\S]*?)```/g), (match) => match[1]!.trim())
const rowsUnder = (heading: string) => {
  const table = guide.slice(guide.indexOf(`| written | ${heading} |`)).split('\n\n')[0]!
  return Array.from(table.matchAll(/^\| `(.+?)` \| `(.+?)` \|$/gm), ([, source, said]) => [source!, said!] as const)
}

const facts: RouteFacts = {
  request: {
    model: 'gpt-5-mini',
    operation: 'completion',
    stream: false,
    tools: ['db_read'],
    jsonSchema: false,
    vision: false,
    modalities: ['text'],
    output: 'json',
    promptTokens: 9_000,
    maxOutputTokens: 0,
    complexity: 0.1,
    messages: 1,
    reasoning: false,
    endUser: '',
    tags: [],
    metadata: { plan: 'enterprise' },
    headers: { 'x-beta': 'on' },
    region: '',
    dataClasses: ['health'],
  },
  principal: {
    organization: 'o',
    key: 'k',
    name: 'n',
    team: 'ads',
    application: '',
    role: '',
    tier: 'free',
    tags: [],
    scopes: ['inference'],
  },
  now: new Date('2026-12-02T10:00:00Z'),
}
const nobody: RouteFacts = {
  request: {
    ...facts.request,
    model: '',
    tools: [],
    output: 'text',
    promptTokens: 0,
    complexity: 1,
    metadata: { plan: '' },
    headers: {},
    dataClasses: [],
  },
  principal: { ...facts.principal, team: '', tier: '' },
  now: new Date('2026-11-29T10:00:00Z'),
}

describe('docs/conditions.md', () => {
  test('has ten examples and one of absence', () => {
    expect(examples).toHaveLength(11)
  })

  test.each(examples.slice(0, 10))('%s: holds for whom it is meant, and not for others', (source) => {
    const condition = compileCondition(source)
    expect(condition.test(facts)).toEqual({ holds: true })
    expect(condition.test(nobody)).toEqual({ holds: false })
  })

  test('tells an absent header from an empty one', () => {
    const absent = { ...facts, request: { ...facts.request, headers: { 'x-beta': '' }, metadata: {} } }
    expect(compileCondition(examples[10]!).test(absent)).toEqual({ holds: true })
  })

  test.each(rowsUnder('refused with'))('%s is refused with: %s', (source, said) => {
    expect(() => compileCondition(source)).toThrow(said)
  })

  test.each(rowsUnder('problem'))('%s has the problem: %s', (source, said) => {
    expect(compileCondition(source).test(facts)).toEqual({ holds: false, problem: said })
  })

  test('shows rows of both kinds', () => {
    expect([rowsUnder('refused with').length, rowsUnder('problem').length]).toEqual([7, 3])
  })

  test.each([...Object.keys(VARIABLES.request), ...Object.keys(VARIABLES.principal), 'now'])('names the variable %s', (name) => {
    expect(guide).toContain(`\`${name}\``)
  })

  test.each([...FUNCTIONS, ...METHODS])('names the function %s', (name) => {
    expect(guide).toMatch(new RegExp(`\`[^\`]*\\b${name}\\b[^\`]*\``))
  })
})
