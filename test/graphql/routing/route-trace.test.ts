import { expect, it } from 'vitest'
import { CompletionRouteDocument, IssueApiKeyDocument } from '../../generated/graphql.js'
import { startDoor } from '../support/start-door.js'

it('a call tells how its route decided, and each attempt with its deployment, time, cost and error', async () => {
  const { ask, admin } = await startDoor()
  const error = { code: 'PROVIDER_OVERLOADED', message: 'busy', providerStatus: 503 } as const
  admin.record('call_1', {
    route: 'smart',
    routing: { rule: null, split: 'canary', strategy: 'LOWEST_COST', reason: 'The cheapest.' },
    attempts: [
      { target: 'acme/large', deployment: 'large-eu', role: 'PRIMARY', outcome: 'FAILED', durationMs: 12.5, error },
      {
        ...{ target: 'acme/large', deployment: 'large-us', role: 'NEXT', outcome: 'SUCCEEDED', durationMs: 100 },
        ...{ firstTokenMs: 40, costNanos: 1_500_000n },
      },
    ],
  })
  const { data, errors } = await ask(String(CompletionRouteDocument), { id: 'call_1' }, 'finance-key')
  expect(errors).toBeUndefined()
  expect(data.completion.route).toEqual({
    ...{ name: 'smart', rule: null, split: 'canary', strategy: 'LOWEST_COST', reason: 'The cheapest.' },
    attempts: [
      {
        ...{ target: 'acme/large', deployment: 'large-eu', role: 'PRIMARY', status: 'FAILED', ms: 12.5, firstTokenMs: null },
        ...{ cost: null, error: { code: 'PROVIDER_OVERLOADED', scope: 'DEPLOYMENT' } },
      },
      {
        ...{ target: 'acme/large', deployment: 'large-us', role: 'NEXT', status: 'SUCCEEDED', ms: 100, firstTokenMs: 40 },
        ...{ cost: '0.0015', error: null },
      },
    ],
  })
})

it('a record of before there were deployments is shown as far as it goes', async () => {
  const { ask, admin } = await startDoor()
  admin.record('call_1')
  const { data, errors } = await ask(String(CompletionRouteDocument), { id: 'call_1' }, 'finance-key')
  expect(errors).toBeUndefined()
  expect(data.completion.route).toMatchObject({
    name: null,
    strategy: null,
    reason: null,
    attempts: [{ deployment: null, role: null, cost: null }],
  })
})

it('a key is issued with what conditions of routes go by', async () => {
  const { ask } = await startDoor()
  const attributes = { team: 'search', tier: 'free', tags: ['eu'] }
  const input = { name: 'k', scopes: ['INFERENCE'], attributes }
  const { data, errors } = await ask(String(IssueApiKeyDocument), { input }, 'admin-key')
  expect(errors).toBeUndefined()
  expect(data.issueApiKey.apiKey.attributes).toEqual({ ...attributes, application: null, role: null })
})
