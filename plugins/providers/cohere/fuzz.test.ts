import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { GatewayError, type ProviderEvent } from '../../../src/plugin-api.js'
import { foldAnswer } from '../../../test/conformance/provider/read-answer.js'
import { createSseDecoder } from '../../provider-transport/sse-decoder.js'
import { createPayloadReader } from './from-chat-events.js'

const ROUNDS = 300
const names = ['text', 'tool-plan', 'citations', 'thinking']

/** Mulberry32: the same numbers for the same seed. */
function createRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

function toBytes(name: string, random = () => 1): Buffer {
  const { stream } = JSON.parse(readFileSync(new URL(`fixtures/${name}.json`, import.meta.url), 'utf8')) as { stream: unknown[] }
  const noise = () => (random() < 0.3 ? ': keep-alive\r\n\r\n' : '')
  const items = stream.map((chunk) => `${noise()}event: x\ndata: ${JSON.stringify(chunk)}\n\n`)
  return Buffer.from(`${items.join('')}${noise()}`)
}

/** What the stream says, read in pieces of random length. */
function readIn(bytes: Buffer, random: () => number) {
  const decoder = createSseDecoder()
  const reader = createPayloadReader('fuzzed')
  const events: ProviderEvent[] = []
  let marked = false
  for (let from = 0; from < bytes.length && !marked; ) {
    const to = from + 1 + Math.floor(random() * 40)
    const payloads: string[] = []
    decoder.push([bytes.subarray(from, to)], payloads)
    marked = payloads.some((payload) => reader.read(payload, events))
    from = to
  }
  const rest = decoder.end()
  reader.end(events, marked || (rest !== undefined && reader.isMark?.(rest) === true))
  return foldAnswer([events])
}

describe.each(names)('a stream of %s', (name) => {
  const whole = readIn(toBytes(name), () => 0.99)

  it('reads the same at any boundaries, with comments in between', () => {
    for (let seed = 0; seed < ROUNDS; seed++) {
      const random = createRandom(seed)
      const { choices, usage } = readIn(toBytes(name, random), random)
      expect({ choices, usage }).toEqual({ choices: whole.choices, usage: whole.usage })
    }
  })

  it('is whole or a GatewayError when it is cut anywhere or holds bytes that are not UTF-8', () => {
    for (let seed = 0; seed < ROUNDS; seed++) {
      const random = createRandom(seed)
      const bytes = toBytes(name)
      const cut = bytes.subarray(0, Math.floor(random() * bytes.length))
      const spoilt = Buffer.from(bytes)
      spoilt[Math.floor(random() * bytes.length)] = 0xff
      for (const fuzzed of [cut, spoilt]) expectWholeOrTyped(() => readIn(fuzzed, random))
    }
  })
})

it('refuses a line without end', () => {
  const huge = Buffer.concat([Buffer.from('data: {"id":"'), Buffer.alloc(2 * 1024 * 1024, 'x')])
  expect(() => readIn(huge, () => 1_000)).toThrow(expect.objectContaining({ code: 'PROVIDER_BAD_RESPONSE' }))
})

function expectWholeOrTyped(read: () => ReturnType<typeof readIn>): void {
  try {
    expect(read().finishReason).not.toBeNull()
  } catch (error) {
    expect(error).toBeInstanceOf(GatewayError)
  }
}
