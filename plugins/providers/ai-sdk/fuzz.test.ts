import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { GatewayError, type ProviderEvent } from '../../../src/plugin-api.js'
import { foldAnswer } from '../../../test/conformance/provider/read-answer.js'
import { createPartReader } from './from-sdk-parts.js'

const ROUNDS = 300
const names = ['v3-thought-and-tools', 'v2-cached-and-thought', 'v3-sources-and-own-tools']

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

const NONSENSE = [undefined, null, 7, '', [], {}, { type: 'x' }, Number.NaN, { inputTokens: { total: -1 } }, 'x'.repeat(100)]

interface Part {
  readonly [name: string]: unknown
}

function partsOf(name: string): Part[] {
  return JSON.parse(readFileSync(new URL(`fixtures/${name}.json`, import.meta.url), 'utf8')).stream
}

function read(parts: readonly unknown[]) {
  const events: ProviderEvent[] = []
  const toError = () => new GatewayError('PROVIDER_ERROR', 'It failed.')
  const reader = createPartReader({ provider: 'fuzzed', package: 'fuzzed', owner: 'ai-sdk:fuzzed', toError })
  for (const part of parts) reader.read(part, events)
  reader.end(events, true)
  return foldAnswer([events])
}

describe.each(names)('the parts of %s', (name) => {
  it('are an answer or a GatewayError when fields are nonsense, parts are lost, and parts come twice', () => {
    for (let seed = 0; seed < ROUNDS; seed++) {
      const random = createRandom(seed)
      const parts = partsOf(name).flatMap((part) => spoil(part, random))
      try {
        expect(read(parts).finishReason).not.toBeNull()
      } catch (error) {
        expect(error).toBeInstanceOf(GatewayError)
      }
    }
  })

  it('are not whole when cut anywhere', () => {
    const parts = partsOf(name)
    for (let length = 0; length < parts.length; length++) {
      expect(() => read(parts.slice(0, length))).toThrow(expect.objectContaining({ code: 'PROVIDER_STREAM_CUT' }))
    }
  })
})

function spoil(part: Part, random: () => number): unknown[] {
  const chance = random()
  if (chance < 0.1) return []
  if (chance < 0.2) return [part, part]
  if (chance < 0.25) return [NONSENSE[Math.floor(random() * NONSENSE.length)]]
  if (chance > 0.6) return [part]
  const fields = Object.keys(part)
  const field = fields[Math.floor(random() * fields.length)]!
  return [{ ...part, [field]: NONSENSE[Math.floor(random() * NONSENSE.length)] }]
}
