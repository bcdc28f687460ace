import { describe, expect, it } from 'vitest'
import { fitSchema } from './fit-schema.js'

describe('a schema for structured output', () => {
  it('closes objects, also those within', () => {
    const inner = { type: 'object', properties: { a: { type: 'string' } }, additionalProperties: true }
    expect(fitSchema({ type: 'object', properties: { list: { type: 'array', items: inner } }, required: ['list'] })).toEqual({
      type: 'object',
      properties: {
        list: {
          type: 'array',
          items: { type: 'object', properties: { a: { type: 'string' } }, additionalProperties: false },
        },
      },
      required: ['list'],
      additionalProperties: false,
    })
  })

  it('tells the model of constraints that are not compiled', () => {
    expect(fitSchema({ type: 'number', minimum: 1, maximum: 9, description: 'A digit.' })).toEqual({
      type: 'number',
      description: 'A digit.\n\n{minimum: 1, maximum: 9}',
    })
    expect(fitSchema({ type: 'array', items: { type: 'string', pattern: '^a' }, minItems: 3 })).toEqual({
      type: 'array',
      items: { type: 'string', description: '{pattern: "^a"}' },
      description: '{minItems: 3}',
    })
  })

  it.each([
    [{ type: 'array', items: { type: 'null' }, minItems: 1 }],
    [{ type: 'string', format: 'date-time' }],
    [{ enum: ['a', 1, null] }],
    [{ const: 'a' }],
    [{ type: ['string', 'null'] }],
    [{ $ref: '#/$defs/a' }],
  ])('leaves %j as it is', (schema) => {
    expect(fitSchema(schema)).toEqual(schema)
  })

  it('drops what constrains nothing, and the type that values imply', () => {
    expect(fitSchema({ $schema: 'https://json-schema.org/draft/2020-12/schema', type: 'string', enum: ['a'] })).toEqual({
      enum: ['a'],
    })
  })

  it('makes alternatives of oneOf and of a list of types', () => {
    expect(fitSchema({ oneOf: [{ type: 'string' }, { type: 'object' }] })).toEqual({
      anyOf: [{ type: 'string' }, { type: 'object', properties: {}, additionalProperties: false }],
    })
    expect(fitSchema({ type: ['object', 'null'], properties: { a: { type: 'string' } } })).toEqual({
      anyOf: [{ type: 'object', properties: { a: { type: 'string' } }, additionalProperties: false }, { type: 'null' }],
    })
  })

  it('fits definitions, old and new', () => {
    const a = { type: 'object', properties: {}, additionalProperties: false }
    expect(fitSchema({ $ref: '#/$defs/a', $defs: { a: { type: 'object' } } })).toEqual({ $ref: '#/$defs/a', $defs: { a } })
    expect(fitSchema({ $ref: '#/definitions/a', definitions: { a: { type: 'object' } } })).toEqual({
      $ref: '#/definitions/a',
      definitions: { a },
    })
  })

  it('comes to an end', () => {
    let schema: { readonly [key: string]: never } | object = { type: 'string' }
    for (let depth = 0; depth < 1_000; depth++) schema = { type: 'array', items: schema }
    expect(JSON.stringify(fitSchema(schema as never)).length).toBeLessThan(10_000)
  })
})
