import { describe, expect, it } from 'vitest'
import { startDoor } from './support/start-door.js'

const COMPLETE = `mutation ($input: CompletionInput!) { complete(input: $input) {
  __typename
  ... on Completion { id status text finishReason model { id contextWindow } messages { role text } createdAt
    usage { inputTokens outputTokens totalTokens input { text cacheRead } source } cost { total currency priceVersion }
    route { name requestedModel attempts { target outcome } } timings { totalMs stages { name ms } } warnings { code } }
  ... on AccessDenied { message callId }
  ... on ProviderFailed { callId error { code retryable } attempts { target error { code } } partial { text } } } }`

const ASK = { model: 'demo/echo', messages: [{ role: 'USER', text: 'hi' }] }
const STREAM = `subscription ($input: CompletionInput!) { completionStream(input: $input) {
  __typename ... on Started { seq callId } ... on TextDelta { seq text } ... on UsageTick { seq usage { totalTokens } }
  ... on Completed { seq completion { text cost { total } } } ... on Failed { seq error { code } } } }`

describe('complete', () => {
  it('answers with the whole completion and its accounts', async () => {
    const { ask } = await startDoor()
    const { status, data, errors } = await ask(COMPLETE, { input: ASK })
    expect(errors).toBeUndefined()
    expect(status).toBe(200)
    expect(data.complete).toMatchObject({
      __typename: 'Completion',
      text: 'Hello, weir!',
      status: 'COMPLETED',
      model: { id: 'demo/echo', contextWindow: 8000 },
      messages: [{ role: 'USER', text: 'hi' }],
      usage: { inputTokens: 7, outputTokens: 5, totalTokens: 12 },
      cost: { total: '0.0015', currency: 'USD', priceVersion: 'prices-1' },
      createdAt: '2026-01-02T03:04:05.000Z',
    })
  })
})

describe('completionStream over WebSocket', () => {
  it('tells the answer as it comes, numbered without a gap', async () => {
    const { wsClient } = await startDoor()
    const events = []
    for await (const { data, errors } of wsClient().iterate({ query: STREAM, variables: { input: ASK } })) {
      expect(errors).toBeUndefined()
      events.push((data as { completionStream: { __typename: string; seq: number; text?: string } }).completionStream)
    }
    expect(events[0]).toMatchObject({ __typename: 'Started' })
    expect(events.at(-1)).toMatchObject({
      __typename: 'Completed',
      completion: { text: 'Hello, weir!', cost: { total: '0.0015' } },
    })
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index))
    expect(events.map(({ text = '' }) => text).join('')).toBe('Hello, weir!')
  })
})
