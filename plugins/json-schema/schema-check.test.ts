import { afterEach, describe, expect, it } from 'vitest'
import { createSchemaCheck, type SchemaCheck } from './schema-check.js'

const PERSON = { type: 'object', properties: { age: { type: 'integer' } }, required: ['age'] }

describe('the thread that checks schemas', () => {
  let check: SchemaCheck
  afterEach(() => check.close())

  it('says what is wrong with a value, and nothing when nothing is', async () => {
    check = createSchemaCheck()
    const validate = await check.compile(PERSON)
    expect(await Promise.all([validate({ age: 1 }), validate({ age: 'old' }), validate({})])).toEqual([
      [],
      ['/age must be integer'],
      ["the value must have required property 'age'"],
    ])
  })

  it('refuses what is no schema as the request that it came with', async () => {
    check = createSchemaCheck()
    await expect(check.compile({ type: 'strang' })).rejects.toMatchObject({
      code: 'INVALID_REQUEST',
      path: 'responseFormat.schema',
    })
  })

  it.each([
    [
      'a schema that takes minutes to compile',
      { type: 'object', patternProperties: many(20_000, (i) => [`^p${i}(a|b)*$`, { type: 'string' }]) },
    ],
    ['a schema that is nested without end', deep(3_000)],
  ])('is not held up by %s', async (_, schema) => {
    check = createSchemaCheck({ patienceMs: 300 })
    const hostile = check.compile(schema).catch((error: unknown) => error)
    const honest = check.compile(PERSON).then((validate) => validate({ age: 'old' }))
    expect(await hostile).toMatchObject({ code: 'INVALID_REQUEST' })
    expect(await honest).toEqual(['/age must be integer'])
  })

  it.each([
    ['a pattern that backtracks', { type: 'string', pattern: '^(a+)+$' }, `${'a'.repeat(60)}b`],
    ['a comparison of each with each', { type: 'array', uniqueItems: true }, Array.from({ length: 30_000 }, (_, a) => ({ a }))],
  ])('gives up on %s and serves the next', async (_, schema, value) => {
    check = createSchemaCheck({ patienceMs: 300 })
    const [hostile, honest] = await Promise.all([check.compile(schema), check.compile(PERSON)])
    const answers = [hostile(value), honest({ age: 1 }), honest({})]
    expect(await Promise.all(answers)).toEqual([
      ['it takes too long to check'],
      [],
      ["the value must have required property 'age'"],
    ])
  })
})

function many(count: number, of: (index: number) => [string, object]): Record<string, never> {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => of(index))) as Record<string, never>
}

function deep(levels: number): Record<string, never> {
  let schema: object = {}
  for (let i = 0; i < levels; i++) schema = { not: schema }
  return schema as Record<string, never>
}
