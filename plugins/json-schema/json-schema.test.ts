import { describe, expect, it } from 'vitest'
import { compileSchema } from './compile-schema.js'

const PERSON = {
  type: 'object',
  properties: { name: { type: 'string', pattern: '^[A-Z]' }, age: { type: 'integer', minimum: 0 } },
  required: ['name', 'age'],
  additionalProperties: false,
} as const

describe('compileSchema', () => {
  it('finds nothing wrong with a value that is valid', () => {
    expect(compileSchema(PERSON)({ name: 'Ada', age: 36 })).toEqual([])
  })

  it.each([
    [{ name: 'Ada' }, "the value must have required property 'age'"],
    [{ name: 'Ada', age: -1 }, '/age must be >= 0'],
    [{ name: 'ada', age: 1 }, '/name must match pattern "^[A-Z]"'],
    [[], 'the value must be object'],
  ])('says by path what is wrong with %j, without the value', (value, problem) => {
    expect(compileSchema(PERSON)(value as never)).toEqual([problem])
  })

  it('resolves references within the schema, recursion included', () => {
    const tree = {
      $defs: { node: { type: 'object', properties: { next: { $ref: '#/$defs/node' } }, additionalProperties: false } },
      $ref: '#/$defs/node',
    }
    expect(compileSchema(tree)({ next: { next: {} } })).toEqual([])
    expect(compileSchema(tree)({ next: { other: 1 } })).toEqual(['/next must NOT have additional properties'])
  })

  it.each([
    ['a reference to elsewhere', { $ref: 'https://example.com/schema.json' }],
    ['what is no schema', { type: 'strang' }],
    ['a schema that is too deep', deep(70)],
    ['a schema that is too large', { enum: ['x'.repeat(300_000)] }],
  ])('refuses %s as the request that it came with', (_, schema) => {
    expect(() => compileSchema(schema)).toThrow(
      expect.objectContaining({ code: 'INVALID_REQUEST', path: 'responseFormat.schema' }),
    )
  })

  it.each([
    'http://json-schema.org/draft-07/schema#',
    'https://json-schema.org/draft/2019-09/schema',
    'https://json-schema.org/draft/2020-12/schema',
  ])('knows the draft %s', ($schema) => {
    expect(compileSchema({ $schema, type: 'array', items: { type: 'number' } })([1, 'a'])).toEqual(['/1 must be number'])
  })
})

function deep(levels: number): Record<string, never> {
  let schema: object = {}
  for (let i = 0; i < levels; i++) schema = { properties: { a: schema } }
  return schema as Record<string, never>
}
