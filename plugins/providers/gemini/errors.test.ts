import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { GatewayError, type Provider } from '../../../src/plugin-api.js'
import { asking, readAnswer, toCall } from '../../../test/conformance/provider/read-answer.js'
import { startProviderServer } from '../../../test/support/provider-process/server.mjs'
import { toProviderError } from '../../provider-transport/to-provider-error.js'
import { createAnswerReader, fromAnswer } from './from-answer.js'
import { plugin } from './index.js'
import { CODES, findRetryDelayMs, findWireError, toWireError } from './wire-error.js'

const { errors } = JSON.parse(readFileSync(new URL('fixtures/errors.json', import.meta.url), 'utf8')) as {
  readonly errors: readonly {
    readonly name: string
    readonly status: number
    readonly body: unknown
    readonly code: string
    readonly retryAfterMs?: number
  }[]
}

describe('an error in the words of Google', () => {
  it.each(errors)('$name is $code', ({ status, body, code, retryAfterMs }) => {
    const found = findWireError(body)
    const error = toProviderError(toWireError(found), { provider: 'gemini', codes: CODES, status })
    expect(error.code).toBe(code)
    expect(findRetryDelayMs(found)).toBe(retryAfterMs)
  })

  it('is thrown where it stands within a 200, buffered or streamed', () => {
    const body = { error: { code: 503, message: 'Overloaded.', status: 'UNAVAILABLE' } }
    expect(() => fromAnswer('gemini', body)).toThrow(expect.objectContaining({ code: 'PROVIDER_OVERLOADED' }))
    expect(() => createAnswerReader('gemini').read([body], [])).toThrow(expect.objectContaining({ code: 'PROVIDER_OVERLOADED' }))
  })

  it('may be nonsense', () => {
    for (const body of [null, 'text', [], {}, { error: null }, { error: 7 }, { error: { details: [null, 4] } }]) {
      expect(toProviderError(toWireError(findWireError(body)), { provider: 'gemini', codes: CODES, status: 500 }).code).toBe(
        'PROVIDER_ERROR',
      )
    }
  })
})

describe('a provider that fails', () => {
  let server: Awaited<ReturnType<typeof startProviderServer>>
  let provider: Provider
  beforeAll(async () => {
    server = await startProviderServer()
    provider = open('key-of-a-test')
  })
  afterAll(async () => {
    await provider.close()
    await server.close()
  })

  function open(apiKey?: string): Provider {
    const [vendor] = plugin.vendors
    return plugin.createProvider(vendor!, { name: 'local', kind: 'gemini', baseUrl: `${server.origin}/gemini/v1beta`, apiKey })
  }

  async function failure(model: string, stream: boolean, by = provider): Promise<GatewayError> {
    const caught = await readAnswer(by, toCall(model, asking('A secret plan of the river.'), { stream })).catch((error) => error)
    expect(caught).toBeInstanceOf(GatewayError)
    return caught
  }

  const faults = [
    ['fault-400', 'PROVIDER_REJECTED'],
    ['fault-401', 'PROVIDER_AUTHENTICATION'],
    ['fault-404', 'PROVIDER_MODEL_NOT_FOUND'],
    ['fault-429', 'PROVIDER_RATE_LIMITED'],
    ['fault-500', 'PROVIDER_ERROR'],
    ['fault-503', 'PROVIDER_OVERLOADED'],
    ['fault-context-length', 'CONTEXT_LENGTH_EXCEEDED'],
  ] as const
  it.each(faults.flatMap(([model, code]) => [true, false].map((stream) => ({ model, code, stream }))))(
    '$model is $code (stream: $stream)',
    async ({ model, code, stream }) => {
      const error = await failure(model, stream)
      expect(error.code).toBe(code)
      expect(error.retryAfterMs).toBe(model === 'fault-429' ? 7000 : undefined)
      expect(error.message).not.toContain('river')
    },
  )

  it('without a key is asked in vain', async () => {
    const stranger = open()
    expect((await failure('text', true, stranger)).code).toBe('PROVIDER_AUTHENTICATION')
    await stranger.close()
  })

  it.each([
    ['fault-cut-mid-stream', 'PROVIDER_STREAM_CUT'],
    ['fault-error-in-stream', 'PROVIDER_ERROR'],
  ])('%s shows what it had said before it throws %s', async (model, code) => {
    let said = ''
    const read = async () => {
      for await (const batch of provider.complete(toCall(model, asking('Say something.')))) {
        for (const event of batch) if (event.type === 'text-delta') said += event.text
      }
    }
    await expect(read()).rejects.toMatchObject({ code })
    expect(said).toMatch(/^The quiet weir/)
  })
})

describe('an answer that is not whole', () => {
  const begun = { candidates: [{ content: { parts: [{ text: 'Half' }] }, index: 0 }], responseId: 'r' }

  it('is cut when its stream ends without a reason to finish', () => {
    const reader = createAnswerReader('gemini')
    reader.read(begun, [])
    expect(() => reader.end([], false)).toThrow(expect.objectContaining({ code: 'PROVIDER_STREAM_CUT' }))
    expect(() => createAnswerReader('gemini').end([], false)).toThrow(expect.objectContaining({ code: 'PROVIDER_STREAM_CUT' }))
  })

  it('is cut when one of its alternatives does not finish', () => {
    const reader = createAnswerReader('gemini')
    reader.read({ candidates: [{ finishReason: 'STOP' }, { index: 1, content: { parts: [{ text: 'x' }] } }] }, [])
    expect(() => reader.end([], false)).toThrow(expect.objectContaining({ code: 'PROVIDER_STREAM_CUT' }))
  })

  it('is a bad answer when it came in one piece', () => {
    for (const body of [{}, begun, { candidates: [] }, { candidates: 'x' }, [], { candidates: [{ index: 99 }] }]) {
      expect(() => fromAnswer('gemini', body)).toThrow(expect.objectContaining({ code: 'PROVIDER_BAD_RESPONSE' }))
    }
  })
})
