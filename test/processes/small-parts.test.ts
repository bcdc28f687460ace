import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { backOffMs } from '../../src/processes/back-off.js'
import { loadOrCreateNodeId } from '../../src/processes/node-id.js'
import { formatStartLines } from '../../src/processes/start-lines.js'

describe('the node id', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'weir-node-'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  it('is made once, of the characters of call ids', () => {
    const id = loadOrCreateNodeId(join(folder, 'data'))
    expect(id).toMatch(/^[0-9a-hjkmnp-tv-z]{5}$/)
    expect(loadOrCreateNodeId(join(folder, 'data'))).toBe(id)
    expect(readdirSync(join(folder, 'data'))).toEqual(['node-id'])
  })

  it.each(['', 'abc', 'ABCDE', 'ilou0', 'abcdef'])('is refused when the file holds %j', (content) => {
    writeFileSync(join(folder, 'node-id'), content)
    expect(() => loadOrCreateNodeId(folder)).toThrow(/does not hold a node id/)
  })
})

it('waits ever longer between failures, up to ten seconds', () => {
  expect([0, 1, 2, 3, 8, 50].map(backOffMs)).toEqual([0, 100, 200, 400, 10_000, 10_000])
})

describe('start lines', () => {
  const config = { host: '127.0.0.1', port: 4000, tls: undefined, dataDir: '/data', graphql: { explorer: false } } as Parameters<
    typeof formatStartLines
  >[0]
  const started = { mongodbUri: 'mongodb://a:b@c:1,d/weir', providers: ['demo'], adminKey: null }

  it('leave out an explorer that is off and an admin key that is not new', () => {
    expect(formatStartLines(config, started)).toBe(
      'GraphQL: http://127.0.0.1:4000/graphql\nOpenAI: http://127.0.0.1:4000/v1\nAnthropic, Gemini: http://127.0.0.1:4000\nMongoDB: mongodb://***@c:1,d/weir\nData: /data\nProviders: demo\n',
    )
  })

  it.each([
    ['0.0.0.0', 'localhost'],
    ['::', 'localhost'],
    ['::1', '[::1]'],
  ])('name %s so that a browser goes there', (host, shown) => {
    expect(formatStartLines({ ...config, host, tls: { certFile: '', keyFile: '' } }, started)).toContain(
      `https://${shown}:4000/graphql`,
    )
  })
})
