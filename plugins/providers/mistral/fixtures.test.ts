import { readdirSync, readFileSync } from 'node:fs'
import { ChatCompletionResponse$inboundSchema } from '@mistralai/mistralai/models/components/chatcompletionresponse.js'
import { CompletionChunk$inboundSchema } from '@mistralai/mistralai/models/components/completionchunk.js'
import { describe, expect, it } from 'vitest'
import { costOf, type Price } from '../../../src/domain/cost.js'
import {
  type CompletionRequest,
  createUsage,
  type FinishReason,
  type Json,
  type ProviderEvent,
  type UsageCounts,
} from '../../../src/plugin-api.js'
import { foldAnswer, type ReadAnswer } from '../../../test/conformance/provider/read-answer.js'
import { toRetryAfterMs } from '../../provider-transport/retry-after.js'
import { createSseDecoder } from '../../provider-transport/sse-decoder.js'
import { toProviderError } from '../../provider-transport/to-provider-error.js'
import { createMistralReader, createPayloadReader } from './from-mistral-chunk.js'
import { CODES, toMistralError } from './mistral-error.js'
import { toMistralBody } from './to-mistral-body.js'

type Rates = Readonly<Record<string, string>>

/** A request and its answer, shaped after an example in Mistral's documentation (`source`). */
interface Fixture {
  readonly source: string
  readonly model: string
  readonly request: CompletionRequest
  readonly wireRequest: Json
  readonly buffered: Json
  readonly stream: readonly Json[]
  readonly expected: {
    readonly text?: string
    readonly reasoning?: string
    readonly toolCalls?: ReadAnswer['toolCalls']
    readonly citations?: readonly object[]
    readonly usage: UsageCounts
    readonly finishReason: FinishReason
  }
  /** Nano-dollars per million tokens, from `priceSource`; the arithmetic is in `note`. */
  readonly price: { readonly input: Rates; readonly output: Rates }
  readonly expectedCostNanos: string
  readonly note: string
}
interface ErrorFixture {
  readonly name: string
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body: Json
  readonly expected: Readonly<Record<string, Json>>
}

const FOLDER = new URL('fixtures/', import.meta.url)
const read = (file: string) => JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8'))
const files = readdirSync(FOLDER).filter((file) => file !== 'errors.json')
const fixtures = files.map((file) => ({ name: file.replace('.json', ''), fixture: read(file) as Fixture }))
const { errors } = read('errors.json') as { errors: readonly ErrorFixture[] }

function readBuffered({ buffered }: Fixture): ReadAnswer {
  const events: ProviderEvent[] = []
  const reader = createMistralReader('mistral')
  reader.read(buffered, events)
  reader.end(events, true)
  return foldAnswer([events])
}

/** Through bytes, in reads of 97 of them. */
function readStreamed({ stream }: Fixture): ReadAnswer {
  const bytes = Buffer.from(`${stream.map((chunk) => `data: ${JSON.stringify(chunk)}\n\n`).join('')}data: [DONE]\n\n`)
  const decoder = createSseDecoder()
  const reader = createPayloadReader('mistral')
  const payloads: string[] = []
  for (let from = 0; from < bytes.length; from += 97) decoder.push([bytes.subarray(from, from + 97)], payloads)
  const events: ProviderEvent[] = []
  expect(payloads.map((payload) => reader.read(payload, events)).at(-1)).toBe(true)
  reader.end(events, true)
  return foldAnswer([events])
}

function costOfAnswer({ usage }: ReadAnswer, { price }: Fixture): string | undefined {
  const rates = (strings: Rates) => Object.fromEntries(Object.entries(strings).map(([bucket, rate]) => [bucket, BigInt(rate)]))
  const whole: Price = { version: 'fixture', rates: { input: rates(price.input), output: rates(price.output) } }
  return costOf(usage!, whole)?.totalNanos.toString()
}

describe.each(fixtures)('$name', ({ fixture }) => {
  const { expected } = fixture
  const ways = [
    { way: 'buffered', answerOf: readBuffered },
    { way: 'streamed', answerOf: readStreamed },
  ]

  it('has the shape that the SDK of Mistral reads', () => {
    expect(ChatCompletionResponse$inboundSchema.safeParse(fixture.buffered).error).toBeUndefined()
    for (const chunk of fixture.stream) expect(CompletionChunk$inboundSchema.safeParse(chunk).error).toBeUndefined()
  })

  it.each(ways)('is read, and costs, as expected, $way', ({ answerOf }) => {
    const answer = answerOf(fixture)
    expect(answer.usage).toEqual(createUsage(expected.usage))
    expect(costOfAnswer(answer, fixture)).toBe(fixture.expectedCostNanos)
    expect(answer.finishReason).toBe(expected.finishReason)
    expect(answer.text).toBe(expected.text ?? '')
    expect(answer.reasoning).toBe(expected.reasoning ?? '')
    expect(answer.toolCalls).toEqual(expected.toolCalls ?? [])
    if (expected.citations)
      expect(answer.choices[0]!.parts).toContainEqual(expect.objectContaining({ citations: expected.citations }))
  })

  it('is the same answer streamed and buffered', () => {
    const [buffered, streamed] = [readBuffered(fixture), readStreamed(fixture)]
    expect(streamed.choices).toEqual(buffered.choices)
    expect(streamed.usage).toEqual(buffered.usage)
  })

  it('is asked for as Mistral wants it', () => {
    const { body } = toMistralBody(fixture.request, { model: fixture.model, stream: true })
    expect(JSON.parse(JSON.stringify(body))).toEqual(fixture.wireRequest)
  })
})

it.each(errors)('$name is told apart', ({ status, headers = {}, body, expected }) => {
  const retryAfterMs = toRetryAfterMs((name) => headers[name], 0)
  const error = toProviderError(toMistralError(body), {
    provider: 'mistral',
    codes: CODES,
    status,
    retryAfterMs,
    prompts: () => [],
  })
  expect(error).toMatchObject({ ...expected, providerStatus: status })
})
