import { readdirSync, readFileSync } from 'node:fs'
import type { ErrorResponse, Message, MessageCreateParams, RawMessageStreamEvent } from '@anthropic-ai/sdk/resources'
import { describe, expect, it } from 'vitest'
import { costOf, type Price } from '../../../src/domain/cost.js'
import {
  type CompletionRequest,
  type ContentPart,
  createUsage,
  type FinishReason,
  type GatewayErrorCode,
  INPUT_BUCKETS,
  type Json,
  OUTPUT_BUCKETS,
  type ProviderEvent,
  type Usage,
  type UsageCounts,
} from '../../../src/plugin-api.js'
import { foldAnswer } from '../../../test/conformance/provider/read-answer.js'
import { createSseDecoder } from '../../provider-transport/sse-decoder.js'
import { toProviderError } from '../../provider-transport/to-provider-error.js'
import { CLAUDE_CODES, createMessageStreamReader, fromMessage, toMessagesBody, toWireError } from './claude-dialect.js'

/** A request and its answer, shaped after an example in the vendor's documentation (`source`). */
interface Fixture {
  readonly source: string
  readonly model: string
  readonly request: CompletionRequest
  readonly wireRequest: MessageCreateParams & Sampling
  readonly buffered: Message
  readonly stream: readonly (RawMessageStreamEvent | { readonly type: 'ping' })[]
  readonly expected: {
    readonly parts: readonly ContentPart[]
    readonly finishReason: FinishReason
    readonly nativeReason: string
    readonly stopSequence?: string
    readonly usage: UsageCounts
    readonly extra?: Readonly<Record<string, Json>>
    /** The parameters that were left out or became something near; null for what is no parameter. */
    readonly warnings?: readonly (string | null)[]
  }
  /** Nano-dollars per million tokens, from `priceSource`. */
  readonly price: { readonly input: Rates; readonly output: Rates }
  readonly priceSource: string
  /** Worked out by hand: `note` has the arithmetic. */
  readonly expectedCostNanos: string
  readonly note: string
}
/** What older models take, and the SDK has no types for any more. */
interface Sampling {
  readonly temperature?: number
  readonly top_p?: number
  readonly top_k?: number
}
type Rates = Readonly<Record<string, string>>

interface ErrorFixtures {
  readonly source: string
  readonly errors: readonly { readonly status: number; readonly body: ErrorResponse; readonly code: GatewayErrorCode }[]
}

const FOLDER = new URL('fixtures/', import.meta.url)
const fixtures = readdirSync(FOLDER)
  .filter((file) => file !== 'errors.json')
  .map((file) => ({ name: file.replace('.json', ''), fixture: load<Fixture>(file) }))
const { errors } = load<ErrorFixtures>('errors.json')

function load<Content>(file: string): Content {
  return JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8')) as Content
}

function readBuffered({ buffered }: Fixture): readonly ProviderEvent[] {
  return fromMessage(buffered, { provider: 'fixture' })
}

/** Through bytes, in reads of 97 of them. */
function readStreamed({ stream }: Fixture): readonly ProviderEvent[] {
  const bytes = Buffer.from(stream.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`).join(''))
  const decoder = createSseDecoder()
  const reader = createMessageStreamReader({ provider: 'fixture' })
  const payloads: string[] = []
  for (let from = 0; from < bytes.length; from += 97) decoder.push([bytes.subarray(from, from + 97)], payloads)
  const events: ProviderEvent[] = []
  const ended = payloads.map((payload) => reader.read(payload, events))
  expect(ended.indexOf(true)).toBe(ended.length - 1)
  reader.end(events, true)
  return events
}

const ways = [
  { way: 'buffered', read: readBuffered },
  { way: 'streamed', read: readStreamed },
]

describe.each(fixtures)('$name', ({ fixture }) => {
  const { expected } = fixture

  it.each(ways)('is read as expected, $way', ({ read }) => {
    const { choices, usage, extra, warnings } = foldAnswer([read(fixture)])
    expect(choices).toEqual([
      {
        parts: expected.parts,
        finishReason: expected.finishReason,
        nativeFinishReason: expected.nativeReason,
        ...(expected.stopSequence !== undefined && { stopSequence: expected.stopSequence }),
      },
    ])
    expect(usage).toEqual(createUsage(expected.usage))
    expect(extra).toEqual(expected.extra ?? {})
    expect(warnings).toEqual([])
  })

  it.each(ways)('is identified before its content, $way', ({ read }) => {
    const { id, model } = fixture.buffered
    expect(read(fixture)[0]).toEqual({
      type: 'response-metadata',
      providerResponseId: id,
      providerModel: model,
      serviceTier: 'standard',
    })
  })

  it('asks as the vendor wants to be asked', () => {
    const { model } = fixture
    const { body, warnings } = toMessagesBody(fixture.request, { model })
    expect(JSON.parse(JSON.stringify({ ...body, model, stream: true }))).toEqual(fixture.wireRequest)
    expect(warnings.map(({ parameter }) => parameter ?? null)).toEqual(expected.warnings ?? [])
  })

  it('costs what the vendor would bill, streamed and buffered', () => {
    for (const { read } of ways) {
      const { usage } = foldAnswer([read(fixture)])
      expect(costOf(usage!, priceOf(fixture))?.totalNanos.toString()).toBe(fixture.expectedCostNanos)
    }
    expect(fixture.priceSource).toMatch(/^https:\/\//)
  })

  it('would cost something else if any bucket that it uses were lost', () => {
    for (const lost of withoutEachBucket(createUsage(expected.usage))) {
      expect(costOf(lost, priceOf(fixture))?.totalNanos.toString()).not.toBe(fixture.expectedCostNanos)
    }
  })
})

describe.each(errors)('an error of status $status and type $body.error.type', ({ status, body, code }) => {
  it(`is ${code}`, () => {
    expect(toProviderError(toWireError(body), { provider: 'fixture', codes: CLAUDE_CODES, status }).code).toBe(code)
  })
})

it('uses every bucket that this dialect reports', () => {
  const used = new Set(fixtures.flatMap(({ fixture }) => usedBuckets(createUsage(fixture.expected.usage))))
  const buckets = ['input.text', 'input.cacheRead', 'input.cacheWrite5m', 'input.cacheWrite1h', 'output.text', 'output.reasoning']
  expect([...used].sort()).toEqual(buckets.sort())
})

function priceOf({ price }: Fixture): Price {
  const rates = (strings: Rates) => Object.fromEntries(Object.entries(strings).map(([bucket, rate]) => [bucket, BigInt(rate)]))
  return { version: 'fixture', rates: { input: rates(price.input), output: rates(price.output) } }
}

function usedBuckets({ input, output }: Usage): string[] {
  return [
    ...INPUT_BUCKETS.filter((bucket) => input[bucket] > 0).map((bucket) => `input.${bucket}`),
    ...OUTPUT_BUCKETS.filter((bucket) => output[bucket] > 0).map((bucket) => `output.${bucket}`),
  ]
}

function withoutEachBucket({ input, output }: Usage): Usage[] {
  return [
    ...INPUT_BUCKETS.filter((bucket) => input[bucket] > 0).map((bucket) => ({ input: { ...input, [bucket]: 0 }, output })),
    ...OUTPUT_BUCKETS.filter((bucket) => output[bucket] > 0).map((bucket) => ({ input, output: { ...output, [bucket]: 0 } })),
  ]
}
