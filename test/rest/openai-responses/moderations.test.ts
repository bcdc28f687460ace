import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Moderation } from '../../../src/domain/completion.js'
import { GatewayError } from '../../../src/domain/gateway-error.js'
import { CALL_ID, createCompletion } from '../support/fake-pipeline.js'
import { type OpenDoor, openDoor } from '../support/open-door.js'

let door: OpenDoor
beforeEach(async () => {
  door = await openDoor()
})
afterEach(() => door.close())

const { choices: _choices, status: _status, ...accounts } = createCompletion()
const MODERATION: Moderation = {
  ...accounts,
  model: 'openai/omni-moderation-latest',
  results: [
    {
      flagged: true,
      categories: [
        { name: 'violence', flagged: true, score: 0.9 },
        { name: 'illicit', flagged: false, score: null },
      ],
    },
  ],
}

describe('POST /v1/moderations', () => {
  it('answers what the official client expects', async () => {
    door.pipeline.moderation = MODERATION
    const { data, response } = await door.client.moderations.create({ input: 'A text' }).withResponse()
    expect(data).toEqual({
      id: `modr-${CALL_ID}`,
      model: 'openai/omni-moderation-latest',
      results: [
        {
          flagged: true,
          categories: { violence: true, illicit: false },
          category_scores: { violence: 0.9 },
          category_applied_input_types: { violence: ['text'], illicit: ['text'] },
        },
      ],
    })
    expect(response.headers.get('x-weir-call-id')).toBe(CALL_ID)
  })

  it.each([
    ['a text', 'A', [[{ type: 'text', text: 'A' }]]],
    ['texts', ['A', 'B'], [[{ type: 'text', text: 'A' }], [{ type: 'text', text: 'B' }]]],
    [
      'a text with an image',
      [
        { type: 'text' as const, text: 'A' },
        { type: 'image_url' as const, image_url: { url: 'https://a.example/b.png' } },
      ],
      [
        [
          { type: 'text', text: 'A' },
          { type: 'image', source: { type: 'url', url: 'https://a.example/b.png' } },
        ],
      ],
    ],
  ])('judges %s', async (_what, input, canonical) => {
    door.pipeline.moderation = MODERATION
    await door.client.moderations.create({ input, model: 'mistral/moderation' })
    expect(door.pipeline.whole[0]).toEqual({ model: 'mistral/moderation', input: canonical })
  })

  it('asks for the model that OpenAI would when none is named', async () => {
    door.pipeline.moderation = MODERATION
    await door.client.moderations.create({ input: 'A' })
    expect(door.pipeline.whole[0]).toMatchObject({ model: 'omni-moderation-latest' })
  })

  it.each<[string, object]>([
    ['input', {}],
    ['input', { input: [] }],
    ['input[1]', { input: ['A', 5] }],
    ['input[0].type', { input: [{ type: 'video' }] }],
    ['model', { input: 'A', model: 5 }],
  ])('names the field %s', async (param, body) => {
    await expect(door.client.post('/moderations', { body })).rejects.toMatchObject({ status: 400, param })
  })

  it('fails in the shape of OpenAI', async () => {
    door.pipeline.moderation = new GatewayError('PROVIDER_OVERLOADED', 'Try again.')
    await expect(door.client.moderations.create({ input: 'A' })).rejects.toMatchObject({
      status: 503,
      code: 'provider_overloaded',
    })
  })
})
