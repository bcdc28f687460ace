import { readdirSync, readFileSync } from 'node:fs'
import type {
  Candidate,
  Content,
  GenerateContentResponsePromptFeedback,
  GenerateContentResponseUsageMetadata,
  GenerationConfig,
  Tool,
  ToolConfig,
} from '@google/genai'
import { describe, expect, it } from 'vitest'
import type { Choice } from '../../../src/domain/completion.js'
import {
  type CompletionRequest,
  costOf,
  createUsage,
  INPUT_BUCKETS,
  type Json,
  OUTPUT_BUCKETS,
  type Price,
  type ProviderEvent,
  type Usage,
  type UsageCounts,
} from '../../../src/plugin-api.js'
import { foldAnswer, type ReadAnswer } from '../../../test/conformance/provider/read-answer.js'
import { createSseDecoder } from '../../provider-transport/sse-decoder.js'
import { fromAnswer } from './from-answer.js'
import { createPieceReader } from './stream-answer.js'
import { toGenerateBody } from './to-generate-body.js'

/** In the words of Google's SDK. */
interface WireRequest {
  readonly contents: Content[]
  readonly systemInstruction?: Content
  readonly tools?: Tool[]
  readonly toolConfig?: ToolConfig
  readonly generationConfig?: GenerationConfig
}
interface WireAnswer {
  readonly candidates?: Candidate[]
  readonly usageMetadata: GenerateContentResponseUsageMetadata
  readonly promptFeedback?: GenerateContentResponsePromptFeedback
  readonly modelVersion: string
  readonly responseId: string
}

/** A request and its answer, shaped after an example in the vendor's documentation (`source`). */
interface Fixture {
  readonly source: string
  readonly model: string
  readonly request: CompletionRequest
  readonly wireRequest: WireRequest
  readonly buffered: WireAnswer
  readonly stream: readonly WireAnswer[]
  readonly expected: {
    readonly choices: readonly Choice[]
    readonly extra?: Readonly<Record<string, Json>>
    readonly usage: UsageCounts
  }
  /** Nano-dollars per million tokens, from `priceSource`. */
  readonly price: { readonly input: Rates; readonly output: Rates }
  readonly priceSource: string
  /** Worked out by hand: `costNote` has the arithmetic. */
  readonly expectedCostNanos: string
}
type Rates = Readonly<Record<string, string>>

const FOLDER = new URL('fixtures/', import.meta.url)
const fixtures = readdirSync(FOLDER)
  .filter((file) => file !== 'errors.json')
  .map((file) => ({
    name: file.replace('.json', ''),
    fixture: JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8')) as Fixture,
  }))

function readBuffered({ buffered }: Fixture): ReadAnswer {
  return foldAnswer([fromAnswer('gemini', buffered)])
}

/** Through bytes, in reads of 97 of them. */
function readStreamed({ stream }: Fixture): ReadAnswer {
  const bytes = Buffer.from(stream.map((piece) => `data: ${JSON.stringify(piece)}\r\n\r\n`).join(''))
  const decoder = createSseDecoder()
  const reader = createPieceReader('gemini')
  const payloads: string[] = []
  for (let from = 0; from < bytes.length; from += 97) decoder.push([bytes.subarray(from, from + 97)], payloads)
  const events: ProviderEvent[] = []
  for (const payload of payloads) reader.read(payload, events)
  reader.end(events, false)
  return foldAnswer([events])
}

const ways = [
  { way: 'buffered', read: readBuffered },
  { way: 'streamed', read: readStreamed },
]

function priceOf({ price: { input, output } }: Fixture): Price {
  const rates = (strings: Rates) => Object.fromEntries(Object.entries(strings).map(([bucket, rate]) => [bucket, BigInt(rate)]))
  return { version: 'fixture', rates: { input: rates(input), output: rates(output) } }
}

describe.each(fixtures)('$name', ({ fixture }) => {
  const { expected, model, request, wireRequest } = fixture

  it('asks as the vendor wants it, and has nothing to warn about', () => {
    const { body, warnings } = toGenerateBody(request, model)
    expect(JSON.parse(JSON.stringify(body))).toEqual(wireRequest)
    expect(warnings).toEqual([])
  })

  it.each(ways)('is read as expected, $way', ({ read }) => {
    const answer = read(fixture)
    expect(answer.choices).toEqual(expected.choices)
    expect(answer.usage).toEqual(createUsage(expected.usage))
    expect(answer.extra).toEqual(expected.extra ?? {})
  })

  it.each(ways)('costs what the vendor would bill, $way', ({ read }) => {
    const { usage } = read(fixture)
    const nanos = (counted: Usage) => costOf(counted, priceOf(fixture))?.totalNanos.toString()
    expect(nanos(usage!)).toBe(fixture.expectedCostNanos)
    for (const lost of withoutEachBucket(usage!)) expect(nanos(lost)).not.toBe(fixture.expectedCostNanos)
  })
})

it('counts in every bucket that this dialect reports', () => {
  const used = new Set(fixtures.flatMap(({ fixture }) => usedBuckets(createUsage(fixture.expected.usage))))
  expect([...used].sort()).toEqual(
    ['input.audio', 'input.cacheRead', 'input.image', 'input.text', 'output.image', 'output.reasoning', 'output.text'].sort(),
  )
})

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
