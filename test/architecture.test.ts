import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parseSource, type SourceFile } from './architecture/imports.js'
import { MAY_IMPORT } from './architecture/rules.js'
import { violations } from './architecture/violations.js'

const files = readSources()

describe('the code of this repository', () => {
  it('imports only downwards, without cycles of values or of types, and reads the environment in one place', () => {
    expect(files.length).toBeGreaterThan(100)
    expect(violations(files)).toEqual([])
  })

  it('has a rule for every folder', () => {
    const folders = readdirSync('src').map((name) => `src/${name.replace(/\.ts$/, '')}`)
    expect(folders.filter((folder) => !(folder in MAY_IMPORT))).toEqual([])
  })

  it('stays in small files', () => {
    const sizes = files.map(({ lines }) => lines).sort((a, b) => a - b)
    const at = (share: number) => sizes[Math.floor(share * (sizes.length - 1))]
    console.log(`${files.length} files of ${at(0.5)} lines in the middle, ${at(0.9)} for nine of ten, ${at(1)} at most`)
    expect(files.filter(({ lines }) => lines > 300).map(({ path, lines }) => `${path} has ${lines} lines`)).toEqual([])
  })
})

describe('a wrong import is caught', () => {
  it.each([
    ['src/domain/a.ts', `import { b } from '../routing/b.js'`, 'src/domain may import nothing of ours'],
    ['src/domain/a.ts', `import type { b } from '../routing/b.js'`, 'src/domain may import nothing of ours'],
    ['src/domain/a.ts', `import { readFileSync } from 'node:fs'`, 'src/domain imports no package'],
    ['src/pipeline/a.ts', `import fastify from 'fastify'`, 'src/pipeline imports no package'],
    ['src/routing/a.ts', `import { Pool } from 'undici'`, 'src/routing imports no package'],
    ['src/admin/a.ts', `import mongoose from 'mongoose'`, 'src/admin imports no package'],
    ['src/admin/a.ts', `import { GraphQLError } from 'graphql'`, 'src/admin imports no package'],
    ['src/pipeline/a.ts', `import { store } from '../storage/store.js'`, 'src/pipeline may import src/routing, src/domain'],
    ['src/pipeline/a.ts', `import { door } from '../rest/door.js'`, 'src/pipeline may import'],
    ['src/graphql/x/a.ts', `import { door } from '../../rest/door.js'`, 'src/graphql may import'],
    ['src/graphql/a.ts', `import { loadConfig } from '../config.js'`, 'src/graphql may import'],
    ['src/rest/a.ts', `import { Schema } from 'mongoose'`, 'known only in src/storage'],
    ['src/journal/a.ts', `import { x } from '../storage/x.js'`, 'src/journal may import src/domain'],
    ['src/processes/a.ts', `export { startGateway } from '../gateway.js'`, 'src/processes may import'],
    ['src/telemetry/a.ts', `const x = await import('../gateway/secrets.js')`, 'src/telemetry may import'],
    ['src/routing/a.ts', `type X = import('../admin/admin.js').Admin`, 'src/routing may import src/domain'],
    ['plugins/providers/p/a.ts', `import { usage } from '../../../src/domain/usage.js'`, 'plugins may import src/plugin-api'],
    ['plugins/providers/p/a.ts', `import { b } from '../q/b.js'`, 'plugins may import src/plugin-api'],
    ['plugins/prices/a.ts', `import { b } from '../embedded-mongodb/b.js'`, 'plugins may import src/plugin-api'],
    ['src/gateway/a.ts', `import { x } from '../../plugins/providers/demo/index.js'`, 'src/gateway may import'],
    ['src/rest/a.ts', 'const key = process.env.KEY', 'reads process.env'],
    ['plugins/prices/a.ts', `import { env } from 'node:process'`, 'reads process.env'],
  ])('%s: %s', (path, text, expected) => {
    expect(violations([parseSource(path, text)]).join()).toContain(expected)
  })

  it('in a circle', () => {
    const circle = [
      parseSource('src/domain/a.ts', `import { b } from './b.js'`),
      parseSource('src/domain/b.ts', `export * from './c.js'`),
      parseSource('src/domain/c.ts', `import { a } from './a.js'`),
    ]
    expect(violations(circle)).toEqual(['import cycle: src/domain/a.ts -> src/domain/b.ts -> src/domain/c.ts -> src/domain/a.ts'])
  })

  it.each([
    ['a type', `import type { A } from './a.js'`],
    ['types among values', `import { type A, a } from './a.js'`],
    ['the type of an import', `export type A = import('./a.js').A`],
    ['types passed on', `export type * from './a.js'`],
  ])('in a circle that %s closes', (_, text) => {
    const circle = [parseSource('src/domain/a.ts', `import { b } from './b.js'`), parseSource('src/domain/b.ts', text)]
    expect(violations(circle)).toEqual(['import cycle: src/domain/a.ts -> src/domain/b.ts -> src/domain/a.ts'])
  })

  it('of types alone in a circle', () => {
    const circle = [
      parseSource('plugins/prices/a.ts', `import type { B } from './b.js'`),
      parseSource('plugins/prices/b.ts', `import type { A } from './a.js'`),
    ]
    expect(violations(circle)).toEqual(['import cycle: plugins/prices/a.ts -> plugins/prices/b.ts -> plugins/prices/a.ts'])
  })

  it('in a third file of what two may know', () => {
    const shield = (name: string) => parseSource(`src/graphql/${name}.ts`, `import { rule } from 'graphql-shield'`)
    expect(violations([shield('a'), shield('b')])).toEqual([])
    expect(violations([shield('a'), shield('b'), shield('c')]).join()).toContain('at most 2 files')
  })
})

it('what is right is left alone', () => {
  const right = [
    parseSource('src/pipeline/a.ts', `import { b } from '../routing/b.js'\nimport type { U } from '../domain/usage.js'`),
    parseSource('src/graphql/a.ts', `import type { Config } from '../config.js'\nimport { GraphQLError } from 'graphql'`),
    parseSource(
      'plugins/providers/p/x/a.ts',
      `import { b } from '../b.js'\nimport { Usage } from '../../../../src/plugin-api.js'`,
    ),
    parseSource('src/domain/a.ts', `import type { B } from './b.js'`),
    parseSource('src/domain/b.ts', `import type { C } from './c.js'`),
  ]
  expect(violations(right)).toEqual([])
})

function readSources(): SourceFile[] {
  return ['src', 'plugins']
    .flatMap((top) =>
      readdirSync(top, { recursive: true, encoding: 'utf8' }).map((name) => `${top}/${name.replaceAll('\\', '/')}`),
    )
    .filter((path) => path.endsWith('.ts') && !/\.test\.ts$|\/(node_modules|dist|fixtures)\//.test(path))
    .map((path) => parseSource(path, readFileSync(path, 'utf8')))
}
