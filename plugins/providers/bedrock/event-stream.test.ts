import { readFileSync } from 'node:fs'
import { EventStreamCodec, Int64, type MessageHeaders } from '@smithy/eventstream-codec'
import { describe, expect, it } from 'vitest'
import type { GatewayError, GatewayErrorCode, ProviderEvent } from '../../../src/plugin-api.js'
import { describeFuzz } from '../../../test/support/fuzz-stream.js'
import { encodeFrame } from '../../../test/support/provider-process/dialects/bedrock.mjs'
import { toBedrockError } from './bedrock-error.js'
import { createEventStreamDecoder, type Frame, MAX_FRAME_BYTES } from './event-stream-decoder.js'
import { createConverseReader } from './from-converse-event.js'

interface Failure {
  readonly type: string
  readonly body: object
  readonly code: GatewayErrorCode
}

const file = new URL('fixtures/errors/errors.json', import.meta.url)
const errors = JSON.parse(readFileSync(file, 'utf8')) as {
  readonly answers: readonly (Failure & { readonly status: number })[]
  readonly exceptions: readonly Failure[]
}

const TEXT = encodeFrame('event', 'contentBlockDelta', { contentBlockIndex: 0, delta: { text: 'The flöw ' } })
const WHOLE = Buffer.concat([
  encodeFrame('event', 'messageStart', { role: 'assistant' }),
  encodeFrame('event', 'contentBlockDelta', { contentBlockIndex: 0, delta: { reasoningContent: { text: 'Hm 🌊.' } } }),
  encodeFrame('event', 'contentBlockDelta', { contentBlockIndex: 0, delta: { reasoningContent: { signature: 'c2ln' } } }),
  encodeFrame('event', 'contentBlockStop', { contentBlockIndex: 0 }),
  encodeFrame('event', 'contentBlockStart', { contentBlockIndex: 1, start: { toolUse: { toolUseId: 'a', name: 'b' } } }),
  encodeFrame('event', 'contentBlockDelta', { contentBlockIndex: 1, delta: { toolUse: { input: '{"c":1}' } } }),
  encodeFrame('event', 'contentBlockStop', { contentBlockIndex: 1 }),
  encodeFrame('event', 'messageStop', { stopReason: 'tool_use' }),
  encodeFrame('event', 'metadata', { usage: { inputTokens: 3, outputTokens: 4 }, metrics: { latencyMs: 5 } }),
])

function read(reads: readonly Buffer[]): ProviderEvent[] {
  const decoder = createEventStreamDecoder('bedrock')
  const reader = createConverseReader({ provider: 'bedrock', owner: 'bedrock' })
  const out: ProviderEvent[] = []
  for (const piece of reads) {
    const frames: Frame[] = []
    decoder.push([piece], frames)
    for (const frame of frames) reader.read(frame, out)
  }
  reader.end(out, false)
  return out
}

function failureOf(act: () => unknown): GatewayError {
  try {
    act()
  } catch (error) {
    return error as GatewayError
  }
  throw new Error('It did not fail')
}

describeFuzz('the event stream of Converse', { bytes: WHOLE, read, hugeBytes: MAX_FRAME_BYTES + 1, rounds: 150 })

describe('the event stream', () => {
  it.each(errors.exceptions)('throws $code for a frame of $type, after what stood before it', ({ type, body, code }) => {
    const reader = createConverseReader({ provider: 'bedrock', owner: 'bedrock' })
    const frames: Frame[] = []
    createEventStreamDecoder('bedrock').push([Buffer.concat([TEXT, encodeFrame('exception', type, body)])], frames)
    const out: ProviderEvent[] = []
    const error = failureOf(() => frames.map((frame) => reader.read(frame, out)))
    expect(error).toMatchObject({ code, providerCode: type })
    expect(out).toEqual([{ type: 'text-delta', text: 'The flöw ', part: 0 }])
  })

  it('refuses a frame whose content was changed on its way', () => {
    const changed = Buffer.from(TEXT)
    changed[changed.length - 8]! ^= 1
    expect(failureOf(() => read([changed])).code).toBe('PROVIDER_BAD_RESPONSE')
  })

  it('refuses a wrong length at once, before it waits for so many bytes', () => {
    const changed = Buffer.from(TEXT)
    changed.writeUInt32BE(12_345_678, 0)
    expect(failureOf(() => read([changed])).code).toBe('PROVIDER_BAD_RESPONSE')
  })

  it('refuses a frame that is longer than the limit by its length alone', () => {
    const decoder = createEventStreamDecoder('bedrock', 64)
    expect(failureOf(() => decoder.push([TEXT.subarray(0, 12)], [])).message).toContain('longer than')
  })

  it('passes over messages and events of kinds that it does not know', () => {
    const unknown = encodeFrame('event', 'somethingNew', { a: 1 })
    expect(read([Buffer.concat([unknown, WHOLE])])).toEqual(read([WHOLE]))
  })

  it('takes headers of every type that there is', () => {
    const codec = new EventStreamCodec(
      (bytes) => Buffer.from(bytes).toString('utf8'),
      (text) => Buffer.from(text, 'utf8'),
    )
    const headers: MessageHeaders = {
      a: { type: 'boolean', value: true },
      b: { type: 'byte', value: 1 },
      c: { type: 'short', value: 2 },
      d: { type: 'integer', value: 3 },
      e: { type: 'long', value: Int64.fromNumber(4) },
      f: { type: 'binary', value: Buffer.from([1, 2, 3]) },
      g: { type: 'timestamp', value: new Date(0) },
      h: { type: 'uuid', value: '01234567-89ab-cdef-0123-456789abcdef' },
      ':message-type': { type: 'string', value: 'error' },
      ':error-code': { type: 'string', value: 'InternalError' },
      ':error-message': { type: 'string', value: 'It broke.' },
    }
    const frames: Frame[] = []
    createEventStreamDecoder('bedrock').push([Buffer.from(codec.encode({ headers, body: Buffer.alloc(0) }))], frames)
    expect(frames).toEqual([{ kind: 'exception', type: 'InternalError', body: { message: 'It broke.' } }])
  })

  it('is cut when it ends without a stop', () => {
    expect(failureOf(() => read([TEXT])).code).toBe('PROVIDER_STREAM_CUT')
  })
})

describe('an error of Bedrock', () => {
  it.each(errors.answers)('$type "$body.message" is $code', ({ type, status, body, code }) => {
    const error = toBedrockError('bedrock', { type, status, body })
    expect(error).toMatchObject({ code, providerStatus: status, providerCode: type })
  })

  it('does not repeat the prompt', () => {
    const body = { message: 'The text "the secret of the weir is a frog" is out of range.' }
    const prompts = () => ['the secret of the weir is a frog']
    const error = toBedrockError('bedrock', { type: 'ValidationException', status: 400, body, prompts })
    expect(error.message).not.toContain('frog')
  })
})
