import { readdirSync, readFileSync } from 'node:fs'
import type { Response, ResponseCreateParamsStreaming, ResponseStreamEvent } from 'openai/resources/responses/responses'
import { describe, expect, it } from 'vitest'
import { costOf, type Price } from '../../../../src/domain/cost.js'
import {
  type CompletionRequest,
  type ContentPart,
  createUsage,
  type FinishReason,
  INPUT_BUCKETS,
  OUTPUT_BUCKETS,
  type ProviderEvent,
  type Usage,
  type UsageCounts,
} from '../../../../src/plugin-api.js'
import { foldAnswer, type ReadAnswer } from '../../../../test/conformance/provider/read-answer.js'
import { describeFuzz } from '../../../../test/support/fuzz-stream.js'
import { createSseDecoder } from '../../../provider-transport/sse-decoder.js'
import { toProviderError, type WireError } from '../../../provider-transport/to-provider-error.js'
import { ERROR_CODES } from '../error-codes.js'
import { toModelFacts } from '../model-facts.js'
import { fromResponse } from './from-response.js'
import { createPayloadReader } from './response-reader.js'
import { toResponsesBody } from './to-responses-body.js'

/** A request and its answer, shaped after an example in the vendor's documentation (`source`). */
interface Fixture {
  readonly source: string
  readonly model: string
  readonly request: CompletionRequest
  readonly wireRequest: ResponseCreateParamsStreaming
  readonly buffered: Response
  readonly stream: readonly ResponseStreamEvent[]
  readonly expected: {
    readonly parts: readonly ContentPart[]
    readonly logprobTokens?: readonly string[]
    readonly usage: UsageCounts
    readonly finishReason: FinishReason
  }
  /** Nano-dollars per million tokens, from `priceSource`. */
  readonly price: { readonly input: Rates; readonly output: Rates }
  readonly priceSource: string
  /** Worked out by hand: `note` has the arithmetic. */
  readonly expectedCostNanos: string
  readonly note: string
}
type Rates = Readonly<Record<string, string>>

const FOLDER = new URL('../fixtures/responses/', import.meta.url)
const OWNER = 'openai-responses'
const OPTIONS = { provider: 'openai', owner: OWNER, codes: ERROR_CODES }

const fixtures = readdirSync(FOLDER).map((file) => ({
  name: file.replace('.json', ''),
  fixture: JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8')) as Fixture,
}))

function toBytes(stream: Fixture['stream']): Buffer {
  return Buffer.from(stream.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`).join(''))
}

function readStream(reads: readonly Buffer[], maxBytes?: number): ProviderEvent[] {
  const decoder = createSseDecoder(maxBytes)
  const reader = createPayloadReader(OPTIONS)
  const payloads: string[] = []
  const events: ProviderEvent[] = []
  decoder.push(reads, payloads)
  const isOver = payloads.some((payload) => reader.read(payload, events))
  reader.end(events, isOver)
  return events
}

function readBuffered({ buffered }: Fixture): ReadAnswer {
  return foldAnswer([fromResponse(buffered, OPTIONS)])
}

function readStreamed({ stream }: Fixture): ReadAnswer {
  return foldAnswer([readStream([toBytes(stream)])])
}

function costFor(fixture: Fixture, usage: Usage): string | undefined {
  const rates = (strings: Rates) => Object.fromEntries(Object.entries(strings).map(([bucket, rate]) => [bucket, BigInt(rate)]))
  const { input, output } = fixture.price
  const price: Price = { version: 'fixture', rates: { input: rates(input), output: rates(output) } }
  return costOf(usage, price)?.totalNanos.toString()
}

describe.each(fixtures)('$name', ({ fixture }) => {
  const ways = [
    { way: 'buffered', read: readBuffered },
    { way: 'streamed', read: readStreamed },
  ]

  it.each(ways)('is read as expected, $way', ({ read }) => {
    const { choices, usage, finishReason } = read(fixture)
    expect(choices[0]!.parts).toEqual(fixture.expected.parts)
    expect(finishReason).toBe(fixture.expected.finishReason)
    expect(usage).toEqual(createUsage(fixture.expected.usage))
    if (fixture.expected.logprobTokens) {
      expect(choices[0]).toMatchObject({ logprobs: fixture.expected.logprobTokens.map((token) => ({ token })) })
    }
  })

  it.each(ways)('costs what the vendor would bill, $way', ({ read }) => {
    expect(costFor(fixture, read(fixture).usage!)).toBe(fixture.expectedCostNanos)
    expect(fixture.priceSource).toMatch(/^https:\/\//)
  })

  it('costs something else when any bucket that it uses is lost', () => {
    const usage = createUsage(fixture.expected.usage)
    const lost = [
      ...INPUT_BUCKETS.filter((bucket) => usage.input[bucket] > 0).map((bucket) => ({
        ...usage,
        input: { ...usage.input, [bucket]: 0 },
      })),
      ...OUTPUT_BUCKETS.filter((bucket) => usage.output[bucket] > 0).map((bucket) => ({
        ...usage,
        output: { ...usage.output, [bucket]: 0 },
      })),
    ]
    for (const less of lost) expect(costFor(fixture, less)).not.toBe(fixture.expectedCostNanos)
  })

  it('is the same answer streamed and buffered', () => {
    const [buffered, streamed] = [readBuffered(fixture), readStreamed(fixture)]
    expect(streamed.choices).toEqual(buffered.choices)
    expect(streamed.usage).toEqual(buffered.usage)
  })

  it('is asked for as the vendor wants it', () => {
    const plain = toModelFacts(fixture.model).reasons === false
    const { body, warnings } = toResponsesBody(fixture.request, { model: fixture.model, stream: true, owner: OWNER, plain })
    expect(JSON.parse(JSON.stringify(body))).toEqual(fixture.wireRequest)
    expect(warnings).toEqual([])
  })
})

it('prices every bucket that Responses report', () => {
  const used = fixtures.flatMap(({ fixture: { expected } }) => [
    ...Object.keys(expected.usage.input ?? {}).map((bucket) => `input.${bucket}`),
    ...Object.keys(expected.usage.output ?? {}).map((bucket) => `output.${bucket}`),
  ])
  expect([...new Set(used)].sort()).toEqual(['input.cacheRead', 'input.text', 'output.reasoning', 'output.text'])
})

interface Errors {
  readonly refused: readonly {
    readonly name: string
    readonly status: number
    readonly body: { readonly error: WireError }
    readonly expected: string
  }[]
  readonly failed: readonly { readonly code: string; readonly message: string; readonly expected: string }[]
}
const errors = JSON.parse(readFileSync(new URL('../fixtures/errors.json', import.meta.url), 'utf8')) as Errors
const failing = fixtures.find(({ name }) => name === 'reasoning')!.fixture

it.each(errors.refused)('reads a refusal for $name as $expected', ({ status, body, expected }) => {
  const error = toProviderError(body.error, { provider: 'openai', status, codes: ERROR_CODES })
  expect(error.code).toBe(expected)
  expect(error.message).not.toContain('sk-wrong')
})

describe.each(errors.failed)('a response that failed with $code', ({ code, message, expected }) => {
  const response = { ...failing.buffered, status: 'failed', error: { code, message }, output: [] }

  it('is that error, buffered', () => {
    expect(() => fromResponse(response, OPTIONS)).toThrow(expect.objectContaining({ code: expected, providerCode: code }))
  })

  it('is that error after what was shown and its usage, streamed', () => {
    const reader = createPayloadReader(OPTIONS)
    const out: ProviderEvent[] = []
    for (const event of failing.stream.slice(0, 8)) reader.read(JSON.stringify(event), out)
    const last = JSON.stringify({ type: 'response.failed', response })
    expect(() => reader.read(last, out)).toThrow(expect.objectContaining({ code: expected }))
    expect(out.map(({ type }) => type)).toEqual(expect.arrayContaining(['reasoning-delta', 'usage']))
  })

  it('is that error as an event of its own', () => {
    const event = JSON.stringify({ type: 'error', code, message, param: null, sequence_number: 3 })
    expect(() => createPayloadReader(OPTIONS).read(event, [])).toThrow(expect.objectContaining({ code: expected }))
  })
})

for (const name of ['web-search', 'parallel-tools', 'reasoning']) {
  describeFuzz(`a stream of Responses (${name})`, {
    bytes: toBytes(fixtures.find((known) => known.name === name)!.fixture.stream),
    read: (reads) => readStream(reads, 64 * 1024),
    interleave: { after: '\n\n', comments: [': keep-alive\n\n', 'event: ping\n\n', '\n', 'data: {"type":"keepalive"}\n\n'] },
    hugeBytes: 128 * 1024,
    rounds: 100,
  })
}
