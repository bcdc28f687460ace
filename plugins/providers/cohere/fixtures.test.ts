import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { Cohere } from 'cohere-ai'
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
import { CODES, toCohereError } from './cohere-api.js'
import { createPayloadReader } from './from-chat-events.js'
import { fromChatResponse } from './from-chat-response.js'
import { toChatBody } from './to-chat-body.js'

type Rates = Readonly<Record<string, string>>

/** A request and its answer, shaped after an example in Cohere's documentation (`source`). */
interface Fixture {
  readonly source: string
  readonly model: string
  readonly request: CompletionRequest
  readonly wireRequest: Json
  readonly buffered: object
  readonly stream: readonly { readonly type: string }[]
  readonly expected: {
    readonly parts: readonly object[]
    readonly logprobs?: readonly object[]
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

/** The SDK's own reader of the wire, which it does not export. */
interface SdkSchema<Parsed> {
  parse(value: unknown, options: object): { readonly ok: boolean; readonly value?: Parsed; readonly errors?: readonly object[] }
}
interface SdkSchemas {
  readonly V2ChatResponse: SdkSchema<Cohere.V2ChatResponse>
  readonly V2ChatStreamResponse: SdkSchema<Cohere.V2ChatStreamResponse>
}
const requireHere = createRequire(import.meta.url)
const sdk: SdkSchemas = requireHere(join(dirname(requireHere.resolve('cohere-ai')), 'serialization/index.js'))

const FOLDER = new URL('fixtures/', import.meta.url)
const read = (file: string) => JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8'))
const files = readdirSync(FOLDER).filter((file) => file !== 'errors.json')
const fixtures = files.map((file) => ({ name: file.replace('.json', ''), fixture: read(file) as Fixture }))
const { errors } = read('errors.json') as { errors: readonly ErrorFixture[] }

function readBuffered({ buffered }: Fixture): ReadAnswer {
  return foldAnswer([fromChatResponse(buffered, 'cohere')])
}

/** Through bytes, in reads of 97 of them. */
function readStreamed({ stream }: Fixture): ReadAnswer {
  const bytes = Buffer.from(stream.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`).join(''))
  const decoder = createSseDecoder()
  const reader = createPayloadReader('cohere')
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

const partsOf = ({ choices }: ReadAnswer) => choices[0]!.parts

describe.each(fixtures)('$name', ({ fixture }) => {
  const { expected } = fixture

  it('has the shape that the SDK of Cohere reads', () => {
    expect(sdk.V2ChatResponse.parse(fixture.buffered, { unrecognizedObjectKeys: 'passthrough' })).toMatchObject({ ok: true })
    for (const event of fixture.stream) {
      expect(sdk.V2ChatStreamResponse.parse(event, { unrecognizedObjectKeys: 'passthrough' })).toMatchObject({ ok: true })
    }
  })

  it.each([
    { way: 'buffered', answerOf: readBuffered },
    { way: 'streamed', answerOf: readStreamed },
  ])('is read, and costs, as expected, $way', ({ answerOf }) => {
    const answer = answerOf(fixture)
    expect(partsOf(answer)).toEqual(expected.parts)
    expect(answer.choices[0]).toMatchObject(expected.logprobs ? { logprobs: expected.logprobs } : {})
    expect(answer.usage).toEqual(createUsage(expected.usage))
    expect(costOfAnswer(answer, fixture)).toBe(fixture.expectedCostNanos)
    expect(answer.finishReason).toBe(expected.finishReason)
  })

  it('is the same answer streamed and buffered', () => {
    const [buffered, streamed] = [readBuffered(fixture), readStreamed(fixture)]
    expect(streamed.choices).toEqual(buffered.choices)
    expect(streamed.usage).toEqual(buffered.usage)
  })

  it('is asked for as Cohere wants it', () => {
    const { body } = toChatBody(fixture.request, { model: fixture.model, stream: true })
    expect(JSON.parse(JSON.stringify(body))).toEqual(fixture.wireRequest)
  })
})

it.each(errors)('$name is told apart', ({ status, headers = {}, body, expected }) => {
  const retryAfterMs = toRetryAfterMs((name) => headers[name], 0)
  const context = { provider: 'cohere', codes: CODES, status, retryAfterMs, prompts: () => [] }
  expect(toProviderError(toCohereError(body, status), context)).toMatchObject({ ...expected, providerStatus: status })
})
