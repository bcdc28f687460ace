import Anthropic from '@anthropic-ai/sdk'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { GATEWAY_ERRORS, type GatewayErrorCode } from '../../../src/domain/gateway-error.js'
import { CALL_ID, fail, KEY } from '../support/fake-pipeline.js'
import { type OpenAnthropic, openAnthropic } from './support/open-anthropic.js'

let door: OpenAnthropic
beforeAll(async () => {
  door = await openAnthropic()
})
afterAll(() => door.close())

const ASK = { model: 'a/b', max_tokens: 10, messages: [{ role: 'user' as const, content: 'Hi' }] }
const caught = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  ) as Promise<InstanceType<typeof Anthropic.APIError>>

const CLASSES = [
  ['INVALID_REQUEST', Anthropic.BadRequestError, 400, 'invalid_request_error'],
  ['UNAUTHENTICATED', Anthropic.AuthenticationError, 401, 'authentication_error'],
  ['ACCESS_DENIED', Anthropic.PermissionDeniedError, 403, 'permission_error'],
  ['MODEL_NOT_FOUND', Anthropic.NotFoundError, 404, 'not_found_error'],
  ['PAYLOAD_TOO_LARGE', Anthropic.APIError, 413, 'request_too_large'],
  ['PROVIDER_RATE_LIMITED', Anthropic.RateLimitError, 429, 'rate_limit_error'],
  ['PROVIDER_OVERLOADED', Anthropic.InternalServerError, 529, 'overloaded_error'],
  ['PROVIDER_TIMEOUT', Anthropic.InternalServerError, 504, 'timeout_error'],
  ['PROVIDER_ERROR', Anthropic.InternalServerError, 502, 'api_error'],
] as const

describe.each([false, true])('a call that fails before any content (streamed: %s)', (stream) => {
  it.each(CLASSES)('with %s is the error class of the official client', async (code, type, status, name) => {
    door.pipeline.script = fail(code, [], { retryAfterMs: 1500 })
    const error = await caught(door.client.messages.create({ ...ASK, stream }))
    expect(error).toBeInstanceOf(type)
    expect(error).toMatchObject({ status, type: name, requestID: CALL_ID })
    expect(error.error).toEqual({
      type: 'error',
      error: { type: name, message: `It failed with ${code}.` },
      request_id: CALL_ID,
    })
    expect(Object.fromEntries(error.headers as Headers)).toMatchObject({
      'x-weir-error': code,
      'x-weir-call-id': CALL_ID,
      'retry-after': '2',
      'x-should-retry': String(GATEWAY_ERRORS[code].retryable),
    })
  })
})

it.each(Object.keys(GATEWAY_ERRORS) as GatewayErrorCode[])('answers %s with a status of its own kind', async (code) => {
  door.pipeline.script = fail(code)
  const error = await caught(door.client.messages.create(ASK))
  expect(error).toBeInstanceOf(Anthropic.APIError)
  expect(error.status).toBe(error.type === 'overloaded_error' ? 529 : GATEWAY_ERRORS[code].status)
})

it('tells of a failure in the middle of a stream by an error event', async () => {
  door.pipeline.script = fail('PROVIDER_STREAM_CUT', [[{ type: 'text-delta', text: 'Half' }]])
  const seen: string[] = []
  const stream = door.client.messages.stream(ASK).on('text', (text) => seen.push(text))
  const error = await caught(stream.finalMessage())
  expect(seen).toEqual(['Half'])
  expect(error).toBeInstanceOf(Anthropic.APIError)
  expect(error).toMatchObject({ type: 'api_error', error: { request_id: CALL_ID } })
})

const send = (path: string, init: RequestInit = {}) =>
  fetch(`${door.url}${path}`, { headers: { 'x-api-key': KEY, 'content-type': 'application/json' }, ...init })

it.each([
  ['malformed JSON', '/v1/messages', { method: 'POST', body: '{"model": secret' }, 400, 'invalid_request_error'],
  [
    'a body that is too large',
    '/v1/messages',
    { method: 'POST', body: JSON.stringify('x'.repeat(1_100_000)) },
    413,
    'request_too_large',
  ],
  ['no key', '/v1/messages', { method: 'POST', headers: {}, body: '{}' }, 401, 'authentication_error'],
  ['the wrong method', '/v1/messages', { method: 'GET' }, 405, 'invalid_request_error'],
  ['batches', '/v1/messages/batches', { method: 'POST', body: '{}' }, 404, 'not_found_error'],
  [
    'a wrong field in a count',
    '/v1/messages/count_tokens',
    { method: 'POST', body: '{"model":"m"}' },
    400,
    'invalid_request_error',
  ],
] as const)('refuses %s in its own shape', async (_what, path, init, status, type) => {
  const response = await send(path, init)
  expect(response.status).toBe(status)
  const text = await response.text()
  expect(JSON.parse(text)).toMatchObject({ type: 'error', error: { type, message: expect.any(String) } })
  expect(JSON.parse(text).request_id).toBe(response.headers.get('request-id'))
  expect(text).not.toMatch(/secret|node_modules|\.ts|FST_/)
})
