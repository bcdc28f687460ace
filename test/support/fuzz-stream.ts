import { describe, expect, it } from 'vitest'
import { GatewayError, type ProviderEvent } from '../../src/plugin-api.js'

export interface FuzzedStream {
  /** A whole streamed answer as its vendor sends it. */
  readonly bytes: Buffer
  /** The events of the reads, as one list. @throws {GatewayError} */
  readonly read: (reads: readonly Buffer[]) => readonly ProviderEvent[]
  /** Where a comment, a keep-alive or an empty line may stand, and what it is; absent: the format has none. */
  readonly interleave?: { readonly after: string; readonly comments: readonly string[] }
  /** Longer than any line or frame that is taken. */
  readonly hugeBytes: number
  readonly rounds?: number
}

/** Whatever the network does to a stream: the same events, or an error that has a name. */
export function describeFuzz(name: string, { bytes, read, interleave, hugeBytes, rounds = 300 }: FuzzedStream): void {
  const whole = mergeDeltas(read([bytes]))

  describe(`${name}, fuzzed`, () => {
    it('is the same however it is split', () => {
      const random = createRandom(1)
      for (let round = 0; round < rounds; round++) expect(mergeDeltas(read(split(bytes, random)))).toEqual(whole)
    })

    it('is the same a byte at a time', () => {
      expect(mergeDeltas(read(Array.from(bytes, (byte) => Buffer.from([byte]))))).toEqual(whole)
    })

    it('is cut short with a typed error, or was over', () => {
      const random = createRandom(2)
      for (let round = 0; round < rounds; round++) {
        const outcome = tryRead(read, split(bytes.subarray(0, Math.floor(random() * bytes.length)), random))
        if (!(outcome instanceof GatewayError)) expect(outcome.some(({ type }) => type === 'finish')).toBe(true)
      }
    })

    it('with bytes that are wrong fails with a typed error, or makes events', () => {
      const random = createRandom(3)
      for (let round = 0; round < rounds; round++) {
        const damaged = Buffer.from(bytes)
        for (let hits = 0; hits < 4; hits++) damaged[Math.floor(random() * damaged.length)] = Math.floor(random() * 256)
        tryRead(read, split(damaged, random))
      }
    })

    it('does not keep what has no end', () => {
      const outcome = tryRead(read, [
        Buffer.from('data: "'),
        ...Array.from({ length: 64 }, () => Buffer.alloc(Math.ceil(hugeBytes / 64), 120)),
      ])
      expect(outcome).toBeInstanceOf(GatewayError)
    })

    if (!interleave) return
    it('is the same with comments between', () => {
      const random = createRandom(4)
      const { after, comments } = interleave
      const pieces = bytes.toString('utf8').split(after)
      for (let round = 0; round < rounds / 10; round++) {
        const noisy = pieces
          .flatMap((piece, index) => [piece, index < pieces.length - 1 ? after + pick(comments, random) : ''])
          .join('')
        expect(mergeDeltas(read(split(Buffer.from(noisy), random)))).toEqual(whole)
      }
    })
  })
}

/** Anything but events and a GatewayError is a bug. */
function tryRead(read: FuzzedStream['read'], reads: readonly Buffer[]): readonly ProviderEvent[] | GatewayError {
  try {
    return read(reads)
  } catch (error) {
    if (error instanceof GatewayError) return error
    throw error
  }
}

/** Deltas that follow each other say the same as one. */
function mergeDeltas(events: readonly ProviderEvent[]): ProviderEvent[] {
  const merged: ProviderEvent[] = []
  for (const event of events) {
    const last = merged.at(-1)
    const continues =
      last?.type === event.type &&
      'text' in event &&
      'text' in last &&
      !last.providerState &&
      !('logprobs' in event && event.logprobs)
    if (continues) merged[merged.length - 1] = { ...event, text: last.text + event.text } as ProviderEvent
    else merged.push(event)
  }
  return merged
}

function split(bytes: Buffer, random: () => number): Buffer[] {
  const reads: Buffer[] = []
  for (let from = 0; from < bytes.length; ) {
    const to = Math.min(bytes.length, from + 1 + Math.floor(random() ** 3 * 200))
    reads.push(bytes.subarray(from, to))
    from = to
  }
  return reads
}

function pick<Item>(items: readonly Item[], random: () => number): Item {
  return items[Math.floor(random() * items.length)] as Item
}

/** Mulberry32: the same numbers for the same seed. */
function createRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
