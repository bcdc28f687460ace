import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { composeServices } from '@theguild/federation-composition'
import { graphql, parse } from 'graphql'
import { expect, it, onTestFinished } from 'vitest'
import { emitSchema } from '../../src/graphql/emit-schema.js'
import { createSubgraph } from '../../src/graphql/subgraph.js'

it.each(['weir.graphql', 'api.graphql'])('schema/%s is what the classes emit', (file) => {
  const directory = mkdtempSync(join(tmpdir(), 'weir-schema-'))
  onTestFinished(() => rmSync(directory, { recursive: true }))
  emitSchema(directory)
  expect(readFileSync(join(directory, file), 'utf8')).toBe(readFileSync(join('schema', file), 'utf8'))
})

it('api.graphql shows no federation plumbing', () => {
  expect(readFileSync('schema/api.graphql', 'utf8')).not.toMatch(/@key|@link|_entities|_service|_Any|federation__/)
})

it('what _service tells composes', async () => {
  const { data } = await graphql({ schema: createSubgraph(), source: '{ _service { sdl } }' })
  const { sdl } = (data as { _service: { sdl: string } })._service
  const composed = composeServices([{ name: 'weir', typeDefs: parse(sdl), url: 'http://weir.example' }])
  expect(composed.errors).toBeUndefined()
  expect(composed.supergraphSdl).toContain('type Completion')
})
