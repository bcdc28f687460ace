import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { costOf, type Price } from '../../../src/domain/cost.js'
import {
  type CompletionRequest,
  createUsage,
  type FinishReason,
  INPUT_BUCKETS,
  type Json,
  OUTPUT_BUCKETS,
  type Usage,
  type UsageCounts,
} from '../../../src/plugin-api.js'
import { foldAnswer, type ReadAnswer } from '../../../test/conformance/provider/read-answer.js'
import { createSseDecoder } from '../../provider-transport/sse-decoder.js'
import { createChunkReader } from './from-chat-chunk.js'
import { fromChatResponse } from './from-chat-response.js'
import { toChatBody } from './to-chat-body.js'
import { vendors } from './vendors/index.js'

/** A request and its answer, shaped after an example in the vendor's documentation (`source`). */
interface Fixture {
  readonly source: string
  readonly vendor: string
  readonly model: string
  readonly request: CompletionRequest
  readonly wireRequest?: Json
  readonly buffered: Json
  readonly stream: readonly Json[]
  readonly expected: {
    readonly text?: string
    readonly texts?: readonly string[]
    readonly reasoning?: string
    readonly reasoningState?: Json
    readonly refusal?: string
    readonly toolCalls?: ReadAnswer['toolCalls']
    readonly logprobTokens?: readonly string[]
    readonly extra?: Readonly<Record<string, Json>>
    readonly usage: UsageCounts
    readonly finishReason: FinishReason
  }
  /** Nano-dollars per million tokens, from `priceSource`. */
  readonly price?: { readonly input: Rates; readonly output: Rates; readonly perRequest?: string }
  readonly priceSource?: string
  /** Worked out by hand: `costNote` has the arithmetic. */
  readonly expectedCostNanos?: string
  readonly costNote?: string
}
type Rates = Readonly<Record<string, string>>

const FOLDER = new URL('fixtures/', import.meta.url)
const fixtures = readdirSync(FOLDER).map((file) => ({
  name: file.replace('.json', ''),
  fixture: JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8')) as Fixture,
}))
const priced = fixtures.filter(({ fixture }) => fixture.price)

const optionsOf = ({ vendor }: Fixture) => {
  const { kind, quirks = {} } = vendors.find((row) => row.kind === vendor)!
  return { provider: kind, kind, quirks }
}

function readBuffered(fixture: Fixture): ReadAnswer {
  return foldAnswer([fromChatResponse(fixture.buffered, optionsOf(fixture))])
}

/** Through bytes, in reads of 97 of them. */
function readStreamed(fixture: Fixture): ReadAnswer {
  const bytes = Buffer.from(`${fixture.stream.map((chunk) => `data: ${JSON.stringify(chunk)}\n\n`).join('')}data: [DONE]\n\n`)
  const decoder = createSseDecoder()
  const reader = createChunkReader(optionsOf(fixture))
  const payloads: string[] = []
  for (let from = 0; from < bytes.length; from += 97) decoder.push([bytes.subarray(from, from + 97)], payloads)
  const events: ReadAnswer['batches'][number][number][] = []
  for (const payload of payloads) if (payload !== '[DONE]') reader.read(JSON.parse(payload), events)
  reader.end(events, true)
  return foldAnswer([events])
}

function priceOf({ price }: Fixture): Price {
  const rates = (strings: Rates) => Object.fromEntries(Object.entries(strings).map(([bucket, rate]) => [bucket, BigInt(rate)]))
  const { input, output, perRequest } = price!
  return {
    version: 'fixture',
    rates: { input: rates(input), output: rates(output), ...(perRequest ? { perRequest: BigInt(perRequest) } : {}) },
  }
}

describe.each(fixtures)('$name', ({ fixture }) => {
  const { expected } = fixture
  const ways = [
    { way: 'buffered', read: readBuffered },
    { way: 'streamed', read: readStreamed },
  ]

  it.each(ways)('is read as expected, $way', ({ read }) => {
    const answer = read(fixture)
    expect(answer.usage).toEqual(createUsage(expected.usage))
    expect(answer.finishReason).toBe(expected.finishReason)
    expect(answer.text).toBe(expected.text ?? '')
    expect(answer.reasoning).toBe(expected.reasoning ?? '')
    expect(answer.toolCalls).toEqual(expected.toolCalls ?? [])
    expect(answer.extra).toMatchObject(expected.extra ?? {})
    if (expected.texts) expect(answer.choices.map(textOf)).toEqual(expected.texts)
    if (expected.refusal) expect(answer.choices[0]!.parts).toEqual([{ type: 'refusal', text: expected.refusal }])
    if (expected.reasoningState)
      expect(answer.choices[0]!.parts[0]).toMatchObject({ providerState: { value: expected.reasoningState } })
    if (expected.logprobTokens)
      expect(answer.choices[0]).toMatchObject({ logprobs: expected.logprobTokens.map((token) => ({ token })) })
  })

  it('is the same answer streamed and buffered', () => {
    const [buffered, streamed] = [readBuffered(fixture), readStreamed(fixture)]
    expect(streamed.choices).toEqual(buffered.choices)
    expect(streamed.usage).toEqual(buffered.usage)
    expect(streamed.extra).toEqual(buffered.extra)
  })
})

describe.each(fixtures.filter(({ fixture }) => fixture.wireRequest))('the request of $name', ({ fixture }) => {
  it('is made as the vendor wants it', () => {
    const { kind, quirks } = optionsOf(fixture)
    const { body } = toChatBody(fixture.request, { model: fixture.model, stream: true, kind, quirks })
    expect(JSON.parse(JSON.stringify(body))).toEqual(fixture.wireRequest)
  })
})

describe.each(priced)('the cost of $name', ({ fixture }) => {
  it('is what the vendor would bill, streamed and buffered', () => {
    const cost = (answer: ReadAnswer) => costOf(answer.usage!, priceOf(fixture))?.totalNanos.toString()
    expect(cost(readBuffered(fixture))).toBe(fixture.expectedCostNanos)
    expect(cost(readStreamed(fixture))).toBe(fixture.expectedCostNanos)
    expect(fixture.priceSource).toMatch(/^https:\/\//)
  })

  it('changes when any bucket that it uses is lost', () => {
    const usage = readStreamed(fixture).usage!
    for (const lost of withoutEachBucket(usage)) {
      expect(costOf(lost, priceOf(fixture))?.totalNanos.toString()).not.toBe(fixture.expectedCostNanos)
    }
  })
})

it('prices every bucket that this dialect reports, in at least eight fixtures', () => {
  const used = new Set(priced.flatMap(({ fixture }) => usedBuckets(createUsage(fixture.expected.usage))))
  expect([...used].sort()).toEqual(
    [
      'input.audio',
      'input.cacheRead',
      'input.cacheWrite5m',
      'input.text',
      'output.audio',
      'output.reasoning',
      'output.text',
    ].sort(),
  )
  expect(priced.length).toBeGreaterThanOrEqual(8)
})

function usedBuckets({ input, output }: Usage): string[] {
  return [
    ...INPUT_BUCKETS.filter((bucket) => input[bucket] > 0).map((bucket) => `input.${bucket}`),
    ...OUTPUT_BUCKETS.filter((bucket) => output[bucket] > 0).map((bucket) => `output.${bucket}`),
  ]
}

function withoutEachBucket(usage: Usage): Usage[] {
  return [
    ...INPUT_BUCKETS.filter((bucket) => usage.input[bucket] > 0).map((bucket) => ({
      ...usage,
      input: { ...usage.input, [bucket]: 0 },
    })),
    ...OUTPUT_BUCKETS.filter((bucket) => usage.output[bucket] > 0).map((bucket) => ({
      ...usage,
      output: { ...usage.output, [bucket]: 0 },
    })),
  ]
}

function textOf({ parts }: ReadAnswer['choices'][number]): string {
  return parts.map((part) => (part.type === 'text' ? part.text : '')).join('')
}
