import OpenAI from 'openai'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { GATEWAY_ERRORS, GatewayError, type GatewayErrorCode } from '../../src/domain/gateway-error.js'
import { OPENAI_ERRORS, toErrorHeaders, toOpenAiError } from '../../src/rest/openai/to-openai-error.js'
import { fail } from './support/fake-pipeline.js'
import { type OpenDoor, openDoor } from './support/open-door.js'

const CODES = Object.keys(GATEWAY_ERRORS) as GatewayErrorCode[]
const ASK = { model: 'demo/echo', messages: [{ role: 'user' as const, content: 'Hi' }] }

let door: OpenDoor
beforeAll(async () => {
  door = await openDoor()
})
afterAll(() => door.close())

async function refusalOf(code: GatewayErrorCode, stream: boolean, details = {}): Promise<InstanceType<typeof OpenAI.APIError>> {
  door.pipeline.script = fail(code, [], details)
  return door.client.chat.completions.create({ ...ASK, stream }).then(
    () => {
      throw new Error('It was not refused')
    },
    (error) => error,
  )
}

describe.each(CODES)('%s', (code) => {
  it.each([false, true])('reaches the client with its status and shape (streamed: %s)', async (stream) => {
    const error = await refusalOf(code, stream, { path: 'model' })
    const { type, code: wireCode } = OPENAI_ERRORS[code]
    expect(error).toMatchObject({ status: GATEWAY_ERRORS[code].status, type, code: wireCode, param: 'model' })
    expect(error.message).toContain(`It failed with ${code}.`)
    expect(error.headers?.get('x-weir-error')).toBe(code)
    expect(error.headers?.get('x-should-retry')).toBe(String(GATEWAY_ERRORS[code].retryable))
  })
})

it.each([
  ['INVALID_REQUEST', OpenAI.BadRequestError],
  ['ACCESS_DENIED', OpenAI.PermissionDeniedError],
  ['MODEL_NOT_FOUND', OpenAI.NotFoundError],
  ['CONFLICT', OpenAI.ConflictError],
  ['PROVIDER_RATE_LIMITED', OpenAI.RateLimitError],
  ['PROVIDER_OVERLOADED', OpenAI.InternalServerError],
  ['INTERNAL', OpenAI.InternalServerError],
] as const)('%s is the class of the official client that programs catch', async (code, type) => {
  expect(await refusalOf(code, false)).toBeInstanceOf(type)
})

it('asks for the wait that the provider asked for', () => {
  const error = new GatewayError('PROVIDER_RATE_LIMITED', 'Wait.', { retryAfterMs: 1500 })
  expect(toErrorHeaders(error)).toMatchObject({ 'retry-after': '2', 'retry-after-ms': '1500', 'x-should-retry': 'true' })
})

it('says how to authenticate', () => {
  expect(toErrorHeaders(new GatewayError('UNAUTHENTICATED', 'Who?'))).toMatchObject({ 'www-authenticate': 'Bearer' })
})

it('keeps causes, provider codes and stacks to itself', () => {
  const error = new GatewayError('INTERNAL', 'It failed.', { cause: new Error('secret'), providerCode: 'x', providerStatus: 500 })
  expect(toOpenAiError(error)).toEqual({
    error: { message: 'It failed.', type: 'server_error', param: null, code: 'internal_error' },
  })
})

it('answers a bug behind the door as an internal error, names the request in the log, and stays up', async () => {
  door.pipeline.script = () => {
    throw new TypeError('x is not a function')
  }
  const error = await door.client.chat.completions
    .create(ASK, { headers: { 'x-request-id': 'mine-1' } })
    .catch((caught: unknown) => caught as InstanceType<typeof OpenAI.APIError>)
  expect(error).toMatchObject({ status: 500, requestID: 'mine-1' })
  expect(JSON.stringify(error)).not.toContain('is not a function')
  expect(door.logged.at(-1)).toMatchObject({ requestId: 'mine-1', err: expect.any(TypeError) })
})
