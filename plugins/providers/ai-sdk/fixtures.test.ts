import { readdirSync, readFileSync } from 'node:fs'
import type { LanguageModelV2StreamPart, LanguageModelV3GenerateResult, LanguageModelV3StreamPart } from '@ai-sdk/provider'
import { describe, expect, it } from 'vitest'
import { costOf, type Price } from '../../../src/domain/cost.js'
import {
  type CompletionRequest,
  createUsage,
  type FinishReason,
  GatewayError,
  type Json,
  type ProviderEvent,
  type UsageCounts,
} from '../../../src/plugin-api.js'
import { foldAnswer, type ReadAnswer } from '../../../test/conformance/provider/read-answer.js'
import { fitSdk } from './fit-sdk.js'
import { createPartReader, type PartReaderOptions } from './from-sdk-parts.js'
import { fromSdkResult } from './from-sdk-result.js'
import { ownerOf } from './state.js'
import { toCallOptions } from './to-call-options.js'

type Rates = Readonly<Record<string, string>>
interface Fixture {
  readonly source: string
  readonly version: 'v2' | 'v3'
  readonly package: string
  readonly request: CompletionRequest
  readonly callOptions: Json
  readonly buffered: Pick<LanguageModelV3GenerateResult, 'content' | 'response'>
  readonly stream: readonly (LanguageModelV2StreamPart | LanguageModelV3StreamPart)[]
  readonly expected: {
    readonly parts: readonly object[]
    readonly usage: UsageCounts
    readonly finishReason: FinishReason
    readonly warnings: readonly string[]
  }
  /** Nano-dollars per million tokens, from `priceSource`; the arithmetic is in `note`. */
  readonly price: { readonly input: Rates; readonly output: Rates }
  readonly expectedCostNanos: string
  readonly note: string
}

const FOLDER = new URL('fixtures/', import.meta.url)
const fixtures = readdirSync(FOLDER).map((file) => ({
  name: file.replace('.json', ''),
  fixture: JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8')) as Fixture,
}))

const optionsOf = (fixture: Fixture): PartReaderOptions => ({
  provider: 'fixture',
  package: fixture.package,
  owner: ownerOf(fixture.package),
  toError: () => new GatewayError('PROVIDER_ERROR', 'It failed.'),
})

function readBuffered(fixture: Fixture): ReadAnswer {
  return foldAnswer([fromSdkResult(fixture.buffered, optionsOf(fixture))])
}

function readStreamed(fixture: Fixture): ReadAnswer {
  const events: ProviderEvent[] = []
  const reader = createPartReader(optionsOf(fixture))
  for (const part of fixture.stream) reader.read(part, events)
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

  it.each([
    { way: 'buffered', answerOf: readBuffered },
    { way: 'streamed', answerOf: readStreamed },
  ])('is read, and costs, as expected, $way', ({ answerOf }) => {
    const answer = answerOf(fixture)
    expect(answer.choices[0]!.parts).toEqual(expected.parts)
    expect(answer.usage).toEqual(createUsage(expected.usage))
    expect(costOfAnswer(answer, fixture)).toBe(fixture.expectedCostNanos)
    expect(answer.finishReason).toBe(expected.finishReason)
    expect(answer.warnings.map(({ code }) => code)).toEqual(expected.warnings)
  })

  it('is asked for as the contract of packages has it', () => {
    const { request, warnings } = fitSdk(fixture.request, fixture.package)
    const urls = { 'image/*': [/^https:/] }
    const receiver = { owner: ownerOf(fixture.package), version: fixture.version, urls }
    const { signal } = new AbortController()
    const { abortSignal, ...options } = toCallOptions(request, { signal }, { package: fixture.package }, receiver)
    expect(warnings).toEqual([])
    expect(abortSignal).toBe(signal)
    const whole = { providerOptions: {}, ...(fixture.callOptions as object) }
    expect(JSON.parse(JSON.stringify(options))).toEqual(whole)
  })
})
