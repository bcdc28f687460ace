import { describe, expect, it } from 'vitest'
import { estimateTextTokens, type JsonObject } from '../../../src/plugin-api.js'
import { describeProvider } from '../../../test/conformance/provider/provider-suite.js'
import { asking, readAnswer, toCall } from '../../../test/conformance/provider/read-answer.js'
import { fillSchema } from './fill-schema.js'
import { plugin } from './index.js'

const create = () => plugin.createProvider(plugin.vendors[0]!, { name: 'demo', kind: 'demo' })

describeProvider('demo', {
  models: {
    text: 'demo-chat',
    tools: 'demo-chat',
    parallelTools: 'demo-chat',
    jsonSchema: 'demo-chat',
    long: 'demo-chat',
    embeddings: 'demo-embed',
    unknown: 'gpt-5-mini',
  },
  create: async () => create(),
})

describe('the demo provider', () => {
  const provider = create()
  const weather = { name: 'get_weather', parameters: { type: 'object', properties: { city: { type: 'string' } } } }
  const time = { name: 'getTime', parameters: { type: 'object' } }

  it('says that no AI was asked, and quotes the user', async () => {
    const { text } = await readAnswer(provider, toCall('demo-chat', asking('Good morning')))
    expect(text).toContain('no AI was asked')
    expect(text).toContain('"Good morning"')
  })

  it('gives equal requests equal answers, and unequal ones their own', async () => {
    const answers = await Promise.all(['a', 'a', 'b'].map((text) => readAnswer(provider, toCall('demo-chat', asking(text)))))
    expect(answers[0]!.batches).toEqual(answers[1]!.batches)
    expect(answers[0]!.text).not.toBe(answers[2]!.text)
  })

  it('streams in several batches', async () => {
    const { batches } = await readAnswer(provider, toCall('demo-chat', asking('Good morning')))
    expect(batches.length).toBeGreaterThan(3)
  })

  it('does not make a long answer of many batches', async () => {
    const asked = asking('x', { n: 60 })
    expect((await readAnswer(provider, toCall('demo-chat', asked))).batches.length).toBeLessThanOrEqual(40)
  })

  it('counts by the estimator', async () => {
    const { text, usage } = await readAnswer(provider, toCall('demo-chat', asking('Good morning')))
    expect(usage!.output.text).toBe(estimateTextTokens(text))
  })

  it.each([
    { text: 'What is the weather?', toolChoice: undefined, called: ['get_weather'] },
    { text: 'Please call getTime', toolChoice: undefined, called: ['getTime'] },
    { text: 'The weather and the time', toolChoice: undefined, called: ['get_weather', 'getTime'] },
    { text: 'Good morning', toolChoice: undefined, called: [] },
    { text: 'Good morning', toolChoice: { type: 'required' } as const, called: ['get_weather'] },
    { text: 'What is the weather?', toolChoice: { type: 'none' } as const, called: [] },
    { text: 'What is the weather?', toolChoice: { type: 'tool', name: 'getTime' } as const, called: ['getTime'] },
  ])('calls $called for "$text" with the choice $toolChoice', async ({ text, toolChoice, called }) => {
    const request = asking(text, { tools: [weather, time], toolChoice })
    const { toolCalls } = await readAnswer(provider, toCall('demo-chat', request))
    expect(toolCalls.map((call) => call.name)).toEqual(called)
  })

  it('calls one tool only when parallel calls are off', async () => {
    const request = asking('The weather and the time', { tools: [weather, time], parallelToolCalls: false })
    expect((await readAnswer(provider, toCall('demo-chat', request))).toolCalls).toHaveLength(1)
  })

  it('stops at the output limit and at a stop sequence', async () => {
    const limited = await readAnswer(provider, toCall('demo-chat', asking('Good morning', { maxOutputTokens: 3 })))
    expect(limited).toMatchObject({ text: 'This is Weir', finishReason: 'LENGTH' })
    const stopped = await readAnswer(provider, toCall('demo-chat', asking('Good morning', { stop: ['demo'] })))
    expect(stopped).toMatchObject({ text: "This is Weir's ", finishReason: 'STOP' })
  })

  it('makes as many choices as are asked for', async () => {
    const { choices } = await readAnswer(provider, toCall('demo-chat', asking('Good morning', { n: 3 })))
    expect(choices).toHaveLength(3)
    expect(choices.every(({ finishReason }) => finishReason === 'STOP')).toBe(true)
  })

  it('embeds into unit vectors of 256 dimensions, near for texts that share words', async () => {
    const call = {
      ...toCall('demo-embed', asking('')),
      request: { model: 'any', input: ['a red house', 'a red car', 'blue seas'] },
    }
    const [house, car, seas] = (await provider.embed!(call)).vectors as [number[], number[], number[]]
    const dot = (a: number[], b: number[]) => a.reduce((sum, value, index) => sum + value * b[index]!, 0)
    expect(house).toHaveLength(256)
    expect(dot(house, house)).toBeCloseTo(1, 10)
    expect(dot(house, car)).toBeGreaterThan(dot(house, seas))
  })
})

describe('fillSchema', () => {
  const node = { type: 'object', properties: { value: { type: 'integer' }, next: { $ref: '#/$defs/node' } }, required: ['value'] }
  it.each<{ what: string; schema: JsonObject; value: unknown }>([
    { what: 'a constant', schema: { const: 5 }, value: 5 },
    { what: 'the first of an enum', schema: { enum: ['red', 'blue'] }, value: 'red' },
    { what: 'the first branch of anyOf', schema: { anyOf: [{ type: 'boolean' }, { type: 'null' }] }, value: true },
    {
      what: 'all branches of allOf',
      schema: { allOf: [obj({ a: { const: 1 } }), obj({ b: { const: 2 } })] },
      value: { a: 1, b: 2 },
    },
    { what: 'the type that is not null', schema: { type: ['null', 'string'], maxLength: 2 }, value: 'hi' },
    { what: 'a number within bounds', schema: { type: 'number', exclusiveMinimum: 0, maximum: 0.3 }, value: 0.3 },
    {
      what: 'a number between exclusive bounds',
      schema: { type: 'number', exclusiveMinimum: 0, exclusiveMaximum: 0.5 },
      value: 0.25,
    },
    { what: 'an integer above an exclusive bound', schema: { type: 'integer', exclusiveMinimum: 7 }, value: 8 },
    { what: 'a multiple', schema: { type: 'integer', minimum: 11, multipleOf: 5 }, value: 15 },
    { what: 'an integer below a bound', schema: { type: 'integer', maximum: -3 }, value: -3 },
    { what: 'a text of a least length', schema: { type: 'string', minLength: 10 }, value: 'hi there..' },
    { what: 'a date', schema: { type: 'string', format: 'date' }, value: '2026-01-01' },
    { what: 'items up to a least number', schema: { type: 'array', items: { const: 1 }, minItems: 3 }, value: [1, 1, 1] },
    { what: 'a tuple', schema: { type: 'array', prefixItems: [{ const: 1 }, { const: 2 }] }, value: [1, 2] },
    { what: 'a definition', schema: { $defs: { a: { const: 1 } }, ...obj({ x: { $ref: '#/$defs/a' } }) }, value: { x: 1 } },
    { what: 'a default', schema: { type: 'string', default: 'as usual' }, value: 'as usual' },
  ])('gives $what', ({ schema, value }) => {
    expect(fillSchema(schema, 'hi there')).toEqual(value)
  })

  it('ends for a schema that contains itself', () => {
    const filled = fillSchema({ $defs: { node }, $ref: '#/$defs/node' }, '')
    expect(filled).toMatchObject({ value: 1, next: { value: 1 } })
  })

  it('ends for a reference to itself', () => {
    expect(fillSchema({ $ref: '#' }, 'hi')).toBe('hi')
  })
})

function obj(properties: JsonObject): JsonObject {
  return { type: 'object', properties }
}
