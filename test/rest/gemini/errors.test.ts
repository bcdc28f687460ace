import { ApiError } from '@google/genai'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { GATEWAY_ERRORS, type GatewayErrorCode } from '../../../src/domain/gateway-error.js'
import { CALL_ID, fail, KEY } from '../support/fake-pipeline.js'
import { type OpenGemini, openGemini } from './support/open-gemini.js'

let door: OpenGemini
beforeAll(async () => {
  door = await openGemini()
})
afterAll(() => door.close())

const ASK = { model: 'a/b', contents: 'Hi' }
const caught = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  ) as Promise<ApiError>

describe.each([false, true])('a call that fails before any content (streamed: %s)', (stream) => {
  const ask = () => (stream ? door.client.models.generateContentStream(ASK) : door.client.models.generateContent(ASK))

  it.each(Object.keys(GATEWAY_ERRORS) as GatewayErrorCode[])('with %s is an error of the official client', async (code) => {
    door.pipeline.script = fail(code)
    const error = await caught(ask())
    expect(error).toBeInstanceOf(ApiError)
    expect(error.status).toBe(GATEWAY_ERRORS[code].status)
    const body = JSON.parse(error.message)
    expect(body.error).toMatchObject({
      code: error.status,
      message: `It failed with ${code}.`,
      status: expect.stringMatching(/^[A-Z_]+$/),
    })
    expect(body.error.details[0]).toMatchObject({ reason: code })
  })
})

const send = (path: string, init: RequestInit = {}) =>
  fetch(`${door.url}${path}`, { method: 'POST', headers: { 'content-type': 'application/json', 'x-goog-api-key': KEY }, ...init })
const BODY = JSON.stringify({ contents: [{ parts: [{ text: 'Hi' }] }] })

it('says when to try again', async () => {
  door.pipeline.script = fail('PROVIDER_RATE_LIMITED', [], { retryAfterMs: 6500 })
  const response = await send('/v1beta/models/a/b:generateContent', { body: BODY })
  expect(response.headers.get('retry-after')).toBe('7')
  expect(response.headers.get('x-weir-call-id')).toBe(CALL_ID)
  expect(((await response.json()) as { error: object }).error).toMatchObject({
    status: 'RESOURCE_EXHAUSTED',
    details: [{}, { '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '7s' }],
  })
})

it('tells of a failure in the middle of a stream in a way that the official client sees', async () => {
  door.pipeline.script = fail('PROVIDER_STREAM_CUT', [[{ type: 'text-delta', text: 'Half' }]])
  const seen: (string | undefined)[] = []
  const read = async () => {
    for await (const chunk of await door.client.models.generateContentStream(ASK)) seen.push(chunk.text)
  }
  await expect(read()).rejects.toThrow()
  expect(seen).toEqual(['Half'])
})

it('ends an array with the failure', async () => {
  door.pipeline.script = fail('PROVIDER_OVERLOADED', [[{ type: 'text-delta', text: 'Half' }]])
  const response = await send('/v1beta/models/a/b:streamGenerateContent', { body: BODY })
  const chunks = (await response.json()) as object[]
  expect(chunks).toMatchObject([{ candidates: [{}] }, { error: { code: 503, status: 'UNAVAILABLE' } }])
})

it.each([
  ['malformed JSON', '/v1beta/models/a:generateContent', { body: '{"contents": secret' }, 400, 'INVALID_ARGUMENT'],
  [
    'a body that is too large',
    '/v1beta/models/a:generateContent',
    { body: JSON.stringify('x'.repeat(1_100_000)) },
    413,
    'INVALID_ARGUMENT',
  ],
  ['no key', '/v1beta/models/a:generateContent', { headers: {}, body: BODY }, 401, 'UNAUTHENTICATED'],
  [
    'a wrong key in the URL',
    '/v1beta/models/a:generateContent?key=secret-key',
    { headers: {}, body: BODY },
    401,
    'UNAUTHENTICATED',
  ],
  ['the wrong method', '/v1beta/models', { body: BODY }, 405, 'INVALID_ARGUMENT'],
  ['an unknown method of a model', '/v1beta/models/a:predict', { body: BODY }, 404, 'NOT_FOUND'],
  ['no method of a model', '/v1beta/models/a', { body: BODY }, 404, 'NOT_FOUND'],
  ['files', '/v1beta/files', { body: BODY }, 404, 'NOT_FOUND'],
  ['a wrong field under /v1', '/v1/models/a:generateContent', { body: '{}' }, 400, 'INVALID_ARGUMENT'],
] as const)('refuses %s in its own shape', async (_what, path, init, status, name) => {
  const response = await send(path, init)
  expect(response.status).toBe(status)
  const text = await response.text()
  expect(JSON.parse(text).error).toMatchObject({ code: status, status: name, message: expect.any(String) })
  expect(text).not.toMatch(/secret|node_modules|\.ts"|FST_/)
})

it('never logs a key that stands in the URL', async () => {
  door.pipeline.embed = async () => {
    throw new Error('a bug')
  }
  const content = JSON.stringify({ content: { parts: [{ text: 'a' }] } })
  const response = await send(`/v1beta/models/a:embedContent?key=${KEY}`, {
    body: content,
    headers: { 'content-type': 'application/json' },
  })
  expect(response.status).toBe(500)
  expect(door.logged).toHaveLength(1)
  expect(JSON.stringify(door.logged) + (await response.text())).not.toContain(KEY)
})
