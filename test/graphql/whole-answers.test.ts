import { describe, expect, it } from 'vitest'
import { EstimateDocument, ModerateDocument, RerankDocument } from '../generated/graphql.js'
import { CALL_ID } from './support/answers.js'
import { startDoor } from './support/start-door.js'

const MODEL = 'demo/echo'

describe('rerank', () => {
  it('answers with the ranking, its model and its accounts', async () => {
    const { ask, pipeline } = await startDoor()
    const input = { model: MODEL, query: 'a weir', documents: ['a dam', 'a bridge'], topN: 2, tags: null, endUser: 'u1' }
    const { data, errors } = await ask(String(RerankDocument), { input })
    expect(errors).toBeUndefined()
    expect(data.rerank).toMatchObject({
      id: CALL_ID,
      results: [
        { index: 0, score: 1 },
        { index: 1, score: 0.5 },
      ],
      model: { id: MODEL },
      usage: { inputTokens: 7 },
      cost: { total: '0.0015' },
    })
    expect(pipeline.reranked).toEqual([
      { model: MODEL, query: 'a weir', documents: ['a dam', 'a bridge'], topN: 2, endUser: 'u1' },
    ])
  })
})

describe('moderate', () => {
  it('judges each item by its parts', async () => {
    const { ask, pipeline } = await startDoor()
    const image = { base64: 'AAAA', mediaType: 'image/png' }
    const { data, errors } = await ask(String(ModerateDocument), {
      input: { model: MODEL, input: [[{ text: 'hello' }, { image }], [{ text: 'bye' }]] },
    })
    expect(errors).toBeUndefined()
    const verdict = { flagged: false, categories: [{ name: 'violence', flagged: false, score: 0.01 }] }
    expect(data.moderate).toMatchObject({ id: CALL_ID, results: [verdict, verdict], model: { id: MODEL } })
    expect(pipeline.moderated[0]?.input).toEqual([
      [
        { type: 'text', text: 'hello' },
        { type: 'image', source: { type: 'base64', mediaType: 'image/png', data: 'AAAA' } },
      ],
      [{ type: 'text', text: 'bye' }],
    ])
  })

  it('names the part that says nothing', async () => {
    const { ask } = await startDoor()
    const { errors } = await ask(String(ModerateDocument), { input: { model: MODEL, input: [[{}]] } })
    expect(errors).toMatchObject([{ extensions: { code: 'INVALID_REQUEST' }, message: expect.stringContaining('input[0][0]') }])
  })
})

describe('estimate', () => {
  it('tells tokens and costs, and asks nobody', async () => {
    const { ask, pipeline } = await startDoor()
    const input = { model: MODEL, messages: [{ role: 'USER', text: 'hi' }], maxOutputTokens: 100 }
    const { data, errors } = await ask(String(EstimateDocument), { input })
    expect(errors).toBeUndefined()
    expect(data.estimate).toEqual({
      target: MODEL,
      model: { id: MODEL },
      inputTokens: 12,
      countedBy: 'CHARACTERS',
      maxOutputTokens: 100,
      inputCost: null,
      maxCost: { total: '0.015', estimated: true },
    })
    expect(pipeline.estimated).toMatchObject([{ request: { maxOutputTokens: 100 }, ask: false }])
    expect(pipeline.asked).toEqual([])
  })
})

it.each([
  ['rerank', String(RerankDocument), { model: MODEL, query: 'q', documents: ['d'] }],
  ['moderate', String(ModerateDocument), { model: MODEL, input: [[{ text: 't' }]] }],
  ['estimate', String(EstimateDocument), { model: MODEL, messages: [{ role: 'USER', text: 'hi' }] }],
])('%s is refused to a key that may not ask models, before anyone is asked', async (name, document, input) => {
  const { ask, pipeline } = await startDoor()
  const { errors } = await ask(document, { input }, 'reader-key')
  expect(errors).toMatchObject([{ extensions: { code: 'ACCESS_DENIED' }, path: [name] }])
  expect([pipeline.reranked, pipeline.moderated, pipeline.estimated]).toEqual([[], [], []])
})
