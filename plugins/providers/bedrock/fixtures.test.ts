import { readdirSync, readFileSync } from 'node:fs'
import type { ConverseRequest, ConverseResponse, ConverseStreamOutput } from '@aws-sdk/client-bedrock-runtime'
import { describe, expect, it } from 'vitest'
import { costOf, type Price } from '../../../src/domain/cost.js'
import {
  type Citation,
  type CompletionRequest,
  createUsage,
  type FinishReason,
  INPUT_BUCKETS,
  type Json,
  OUTPUT_BUCKETS,
  type ProviderEvent,
  type ProviderState,
  type SafetyRating,
  type Usage,
  type UsageCounts,
} from '../../../src/plugin-api.js'
import { foldAnswer, type ReadAnswer } from '../../../test/conformance/provider/read-answer.js'
import { encodeFrame } from '../../../test/support/provider-process/dialects/bedrock.mjs'
import { createEventStreamDecoder, type Frame } from './event-stream-decoder.js'
import { createConverseReader } from './from-converse-event.js'
import { fromConverseResponse } from './from-converse-response.js'
import { toBedrockModel } from './model-family.js'
import { stateOwner } from './state-owner.js'
import { toConverseBody } from './to-converse-body.js'

/** As it stands in JSON: bytes are base64. */
type Wire<Value> = Value extends Uint8Array
  ? string
  : Value extends readonly (infer Item)[]
    ? Wire<Item>[]
    : Value extends object
      ? { [Key in keyof Value]: Wire<Value[Key]> }
      : Value

/** A request and its answer, shaped after the vendor's documentation (`source`), in the types of its SDK. */
interface Fixture {
  readonly source: string
  readonly model: string
  readonly request: CompletionRequest
  readonly wireRequest: Wire<Omit<ConverseRequest, 'modelId'>>
  /** Parameters that are warned about. */
  readonly warnings?: readonly string[]
  readonly buffered: Wire<Omit<ConverseResponse, '$metadata'>>
  readonly stream: readonly { readonly type: keyof ConverseStreamOutput & string; readonly body: object }[]
  readonly expected: {
    readonly text: string
    readonly reasoning?: string
    readonly states?: readonly ProviderState[]
    readonly toolCalls?: ReadAnswer['toolCalls']
    readonly citations?: readonly Citation[]
    readonly safety?: readonly SafetyRating[]
    readonly extra?: Readonly<Record<string, Json>>
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

const FOLDER = new URL('fixtures/', import.meta.url)
const fixtures = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.json'))
  .map((file) => ({
    name: file.replace('.json', ''),
    fixture: JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8')) as Fixture,
  }))

const optionsOf = ({ model }: Fixture) => ({ provider: 'bedrock', owner: stateOwner(toBedrockModel(model)) })

function readBuffered(fixture: Fixture): ReadAnswer {
  return foldAnswer([fromConverseResponse(fixture.buffered, optionsOf(fixture))])
}

/** Through frames, in reads of 97 bytes. */
function readStreamed(fixture: Fixture): ReadAnswer {
  const bytes = Buffer.concat(fixture.stream.map(({ type, body }) => encodeFrame('event', type, body)))
  const decoder = createEventStreamDecoder('bedrock')
  const frames: Frame[] = []
  for (let from = 0; from < bytes.length; from += 97) decoder.push([bytes.subarray(from, from + 97)], frames)
  const reader = createConverseReader(optionsOf(fixture))
  const events: ProviderEvent[] = []
  for (const frame of frames) reader.read(frame, events)
  reader.end(events, true)
  return foldAnswer([events])
}

function costs(fixture: Fixture, usage: Usage): string | undefined {
  const rates = (strings: Rates) => Object.fromEntries(Object.entries(strings).map(([bucket, rate]) => [bucket, BigInt(rate)]))
  const { input, output } = fixture.price
  const price: Price = { version: 'fixture', rates: { input: rates(input), output: rates(output) } }
  return costOf(usage, price)?.totalNanos.toString()
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
    expect(answer.text).toBe(expected.text)
    expect(answer.reasoning).toBe(expected.reasoning ?? '')
    expect(answer.toolCalls).toEqual(expected.toolCalls ?? [])
    expect(answer.extra).toMatchObject(expected.extra ?? {})
    expect(answer.batches.flat().flatMap((event) => (event.type === 'safety' ? event.ratings : []))).toEqual(
      expected.safety ?? [],
    )
    const parts = answer.choices[0]!.parts
    expect(parts.flatMap(({ providerState }) => providerState ?? [])).toEqual(expected.states ?? [])
    expect(parts.flatMap((part) => ('citations' in part ? (part.citations ?? []) : []))).toEqual(expected.citations ?? [])
  })

  it('is the same answer streamed and buffered', () => {
    const [buffered, streamed] = [readBuffered(fixture), readStreamed(fixture)]
    expect(streamed.choices).toEqual(buffered.choices)
    expect(streamed.usage).toEqual(buffered.usage)
    expect(streamed.extra).toEqual(buffered.extra)
  })

  it('is asked for as the vendor wants it', () => {
    const { body, warnings } = toConverseBody(fixture.request, toBedrockModel(fixture.model))
    expect(JSON.parse(JSON.stringify(body))).toEqual(fixture.wireRequest)
    expect(warnings.map(({ parameter }) => parameter)).toEqual(fixture.warnings ?? [])
  })

  it('costs what the vendor would bill, streamed and buffered', () => {
    expect(costs(fixture, readBuffered(fixture).usage!)).toBe(fixture.expectedCostNanos)
    expect(costs(fixture, readStreamed(fixture).usage!)).toBe(fixture.expectedCostNanos)
    expect(fixture.priceSource).toMatch(/^https:\/\//)
  })

  it('costs something else when any bucket that it uses is lost', () => {
    for (const lost of withoutEachBucket(readStreamed(fixture).usage!)) {
      expect(costs(fixture, lost)).not.toBe(fixture.expectedCostNanos)
    }
  })
})

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
