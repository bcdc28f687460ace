import { Cohere, CohereClient, CohereClientV2, CohereError } from 'cohere-ai'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Ranking } from '../../../src/domain/completion.js'
import { GatewayError } from '../../../src/domain/gateway-error.js'
import { createUsage } from '../../../src/domain/usage.js'
import { CALL_ID, createCompletion, KEY } from '../support/fake-pipeline.js'
import { type OpenDoor, openDoor } from '../support/open-door.js'

let door: OpenDoor
let client: CohereClientV2
beforeEach(async () => {
  door = await openDoor()
  client = new CohereClientV2({ token: KEY, environment: door.url })
  door.pipeline.ranking = RANKING
})
afterEach(() => door.close())

const { choices: _choices, status: _status, ...accounts } = createCompletion()
const RANKING: Ranking = {
  ...accounts,
  usage: createUsage(),
  results: [
    { index: 1, score: 0.9 },
    { index: 0, score: 0.1 },
  ],
}
const ASKED = { model: 'cohere/rerank-v3.5', query: 'Which river?', documents: ['A hill', 'The Iller'] }

describe('rerank', () => {
  it('answers what the official client of version 2 expects', async () => {
    const { data, rawResponse } = await client.rerank({ ...ASKED, topN: 2, maxTokensPerDoc: 100 }).withRawResponse()
    expect(data).toEqual({
      id: CALL_ID,
      results: [
        { index: 1, relevanceScore: 0.9 },
        { index: 0, relevanceScore: 0.1 },
      ],
      meta: { apiVersion: { version: '2' } },
    })
    expect(rawResponse.headers.get('x-weir-call-id')).toBe(CALL_ID)
    expect(door.pipeline.whole[0]).toEqual({
      ...ASKED,
      topN: 2,
      extra: { dialect: 'cohere', fields: { max_tokens_per_doc: 100 } },
    })
  })

  it('answers that of version 1, with the documents when they are asked for', async () => {
    const older = new CohereClient({ token: KEY, environment: door.url })
    const documents: Record<string, string>[] = [{ text: 'A hill' }, { text: 'The Iller', where: 'Ulm' }]
    const answer = await older.rerank({ ...ASKED, documents, returnDocuments: true })
    expect(answer.results[0]).toEqual({ index: 1, relevanceScore: 0.9, document: { text: 'The Iller' } })
    expect(door.pipeline.whole[0]).toMatchObject({ documents: ['A hill', 'The Iller'] })
    await older.rerank({ ...ASKED, documents, rankFields: ['where', 'text'] })
    expect(door.pipeline.whole[1]).toMatchObject({ documents: ['text: A hill', 'where: Ulm\ntext: The Iller'] })
  })

  it('tells the searches that were billed, when the vendor told them', async () => {
    door.pipeline.ranking = { ...RANKING, searchUnits: 2 }
    const { meta } = await client.rerank(ASKED)
    expect(meta?.billedUnits).toEqual({ searchUnits: 2 })
  })

  it('tells warnings in the answer, where its clients look for them', async () => {
    door.pipeline.ranking = { ...RANKING, warnings: [{ code: 'UNPRICED_MODEL', message: 'No price.' }] }
    const { data, rawResponse } = await client.rerank(ASKED).withRawResponse()
    expect(data.meta?.warnings).toEqual(['No price.'])
    expect(rawResponse.headers.get('x-weir-warnings')).toBe('UNPRICED_MODEL')
  })

  it.each<[string, object, string]>([
    ['model', { query: 'a', documents: [] }, 'model'],
    ['query', { model: 'm', documents: [] }, 'query'],
    ['documents', { model: 'm', query: 'a' }, 'documents'],
    ['a document', { model: 'm', query: 'a', documents: ['a', {}] }, 'documents[1].text'],
    ['top_n', { model: 'm', query: 'a', documents: ['a'], top_n: 0 }, 'top_n'],
  ])('that is wrong in %s is refused by its name', async (_what, body, path) => {
    const answer = await send('/v1/rerank', JSON.stringify(body))
    expect(answer.status).toBe(400)
    const error = await answer.json()
    expect(Object.keys(error)).toEqual(['message'])
    expect(error.message).toContain(path)
  })

  it.each([
    [new GatewayError('PROVIDER_RATE_LIMITED', 'Wait.', { retryAfterMs: 1_500 }), Cohere.TooManyRequestsError],
    [new GatewayError('MODEL_NOT_FOUND', 'No such model.'), Cohere.NotFoundError],
    [new GatewayError('ACCESS_DENIED', 'Not this key.'), Cohere.ForbiddenError],
    [new GatewayError('PROVIDER_OVERLOADED', 'Full.'), Cohere.ServiceUnavailableError],
    [new GatewayError('PROVIDER_ERROR', 'Broken.'), CohereError],
  ])('fails as the error that the client knows: %s', async (error, kind) => {
    door.pipeline.ranking = error
    const raised = await client.rerank(ASKED, { maxRetries: 0 }).catch((reason) => reason)
    expect(raised).toBeInstanceOf(kind)
    expect(raised).toMatchObject({ statusCode: error.status, body: { message: error.message } })
  })

  it('refuses an unknown key, a body that is no JSON and another method in the same shape', async () => {
    const stranger = new CohereClientV2({ token: 'nobody', environment: door.url })
    await expect(stranger.rerank(ASKED, { maxRetries: 0 })).rejects.toBeInstanceOf(Cohere.UnauthorizedError)
    const malformed = await send('/v2/rerank', '{')
    expect([malformed.status, Object.keys(await malformed.json())]).toEqual([400, ['message']])
    const wrong = await fetch(`${door.url}/v2/rerank`, { headers: { authorization: `Bearer ${KEY}` } })
    expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, 'POST'])
  })
})

function send(path: string, body: string): Promise<Response> {
  const headers = { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' }
  return fetch(`${door.url}${path}`, { method: 'POST', headers, body })
}
