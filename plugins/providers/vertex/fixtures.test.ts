import { readFileSync } from 'node:fs'
import type { Candidate, GenerateContentResponseUsageMetadata } from '@google/genai'
import { expect, it } from 'vitest'
import { costOf, createUsage, type ProviderEvent } from '../../../src/plugin-api.js'
import { foldAnswer } from '../../../test/conformance/provider/read-answer.js'
import { createAnswerReader } from '../gemini/from-answer.js'

type Rates = Readonly<Record<string, string>>

/** Shaped after `source`, in the words of Google's SDK. */
interface Fixture {
  readonly answers: readonly {
    readonly candidates: readonly Candidate[]
    readonly usageMetadata: GenerateContentResponseUsageMetadata
  }[]
  readonly price: { readonly input: Rates; readonly output: Rates }
  readonly expectedCostNanos: string
}

const file = new URL('fixtures/gemini-parallel-calls.json', import.meta.url)
const { answers, price, expectedCostNanos } = JSON.parse(readFileSync(file, 'utf8')) as Fixture

function read() {
  const events: ProviderEvent[] = []
  const reader = createAnswerReader('vertex')
  for (const answer of answers) reader.read(answer, events)
  reader.end(events, false)
  return foldAnswer([events])
}

it('calls of Gemini come without ids, and keep their signature', () => {
  const { choices, extra } = read()
  expect(choices).toEqual([
    {
      parts: [
        {
          type: 'tool-call',
          id: 'call_gemini_vertex-1_0',
          name: 'get_weather',
          arguments: '{"city":"Berne"}',
          providerState: { provider: 'gemini', value: { thoughtSignature: 'dmVydGV4' } },
        },
        { type: 'tool-call', id: 'call_gemini_vertex-1_1', name: 'get_weather', arguments: '{"city":"Chur"}' },
      ],
      finishReason: 'TOOL_CALLS',
      nativeFinishReason: 'STOP',
      safetyRatings: [{ category: 'HARM_CATEGORY_HARASSMENT', probability: 'NEGLIGIBLE', severity: 'HARM_SEVERITY_NEGLIGIBLE' }],
    },
  ])
  expect(extra).toEqual({})
})

it('usage of Gemini is counted as at AI Studio', () => {
  const { usage } = read()
  const rates = (strings: Rates) => Object.fromEntries(Object.entries(strings).map(([bucket, rate]) => [bucket, BigInt(rate)]))
  expect(usage).toEqual(createUsage({ input: { text: 44, cacheRead: 256 }, output: { text: 20, reasoning: 64 } }))
  const cost = costOf(usage!, { version: 'fixture', rates: { input: rates(price.input), output: rates(price.output) } })
  expect(cost?.totalNanos.toString()).toBe(expectedCostNanos)
})
