import { readdirSync, readFileSync } from 'node:fs'
import type { ChatRequest, ChatResponse } from 'ollama'
import { describe, expect, it } from 'vitest'
import { costOf, type Price } from '../../../src/domain/cost.js'
import {
  type CompletionRequest,
  createUsage,
  type FinishReason,
  type GatewayError,
  type Json,
  type ProviderEvent,
  type Usage,
  type UsageCounts,
} from '../../../src/plugin-api.js'
import { foldAnswer, type ReadAnswer } from '../../../test/conformance/provider/read-answer.js'
import { describeFuzz } from '../../../test/support/fuzz-stream.js'
import { createLineReader, fromChatResponse } from './complete.js'
import { createNdjsonDecoder } from './ndjson-decoder.js'
import { toChatBody } from './to-chat-body.js'

/** As it stands in JSON. */
type Wire<Response> = Partial<Omit<Response, 'created_at'>> & { readonly created_at: string }

/** A request and its answer, shaped after the vendor's documentation (`source`), in the types of its SDK. */
interface Fixture {
  readonly source: string
  readonly model: string
  readonly request: CompletionRequest
  readonly wireRequest: ChatRequest
  /** Parameters that are warned about. */
  readonly warnings?: readonly string[]
  readonly buffered: Wire<ChatResponse>
  readonly stream: readonly Wire<ChatResponse>[]
  readonly expected: {
    readonly text?: string
    readonly reasoning?: string
    readonly toolCalls?: readonly object[]
    readonly extra?: Readonly<Record<string, Json>>
    readonly usage: UsageCounts
    readonly finishReason: FinishReason
  }
  /** Nano-dollars per million tokens: an operator's own, since the server asks for nothing. */
  readonly price: { readonly input: { readonly text: string }; readonly output: { readonly text: string } }
  /** Worked out by hand: `note` has the arithmetic. */
  readonly expectedCostNanos: string
  readonly note: string
}

const FOLDER = new URL('fixtures/', import.meta.url)
const fixtures = readdirSync(FOLDER).map((file) => ({
  name: file.replace('.json', ''),
  fixture: JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8')) as Fixture,
}))

const toBytes = ({ stream }: Fixture) => Buffer.from(stream.map((line) => `${JSON.stringify(line)}\n`).join(''))

function readReads(reads: readonly Buffer[]): ProviderEvent[] {
  const decoder = createNdjsonDecoder('ollama')
  const reader = createLineReader('ollama')
  const out: ProviderEvent[] = []
  for (const read of reads) {
    const lines: string[] = []
    decoder.push([read], lines)
    for (const line of lines) if (reader.read(line, out)) return out
  }
  const rest = decoder.end()
  reader.end(out, rest !== undefined && reader.isMark!(rest))
  return out
}

function readStreamed(fixture: Fixture): ReadAnswer {
  const bytes = toBytes(fixture)
  const reads = Array.from({ length: Math.ceil(bytes.length / 97) }, (_, index) => bytes.subarray(index * 97, index * 97 + 97))
  return foldAnswer([readReads(reads)])
}

const readBuffered = ({ buffered }: Fixture): ReadAnswer => foldAnswer([fromChatResponse('ollama', buffered)])

function costs({ price }: Fixture, usage: Usage): string | undefined {
  const rates = { input: { text: BigInt(price.input.text) }, output: { text: BigInt(price.output.text) } }
  return costOf(usage, { version: 'fixture', rates } satisfies Price)?.totalNanos.toString()
}

describe.each(fixtures)('$name', ({ fixture }) => {
  const { expected } = fixture
  const ways = [
    { way: 'buffered', read: readBuffered },
    { way: 'streamed', read: readStreamed },
  ]

  it.each(ways)('is read as expected, at its cost, $way', ({ read }) => {
    const answer = read(fixture)
    expect(answer.usage).toEqual(createUsage(expected.usage))
    expect(answer.finishReason).toBe(expected.finishReason)
    expect(answer.text).toBe(expected.text ?? '')
    expect(answer.reasoning).toBe(expected.reasoning ?? '')
    expect(answer.toolCalls).toMatchObject(expected.toolCalls ?? [])
    expect(new Set(answer.toolCalls.map(({ id }) => id)).size).toBe(answer.toolCalls.length)
    expect(answer.extra).toMatchObject(expected.extra ?? {})
    expect(costs(fixture, answer.usage!)).toBe(fixture.expectedCostNanos)
  })

  it('is the same answer streamed and buffered', () => {
    const [buffered, streamed] = [readBuffered(fixture), readStreamed(fixture)]
    expect(streamed.choices).toEqual(buffered.choices)
    expect(streamed.usage).toEqual(buffered.usage)
    expect(streamed.extra).toEqual(buffered.extra)
  })

  it('is asked for as the vendor wants it', () => {
    const { body, warnings } = toChatBody(fixture.request, { model: fixture.model, stream: true, settings: {} })
    expect(JSON.parse(JSON.stringify(body))).toEqual(fixture.wireRequest)
    expect(warnings.map(({ parameter }) => parameter)).toEqual(fixture.warnings ?? [])
  })
})

const thinking = fixtures.find(({ name }) => name === 'thinking')!.fixture

describeFuzz('the lines of Ollama', {
  bytes: toBytes(thinking),
  read: readReads,
  interleave: { after: '\n', comments: ['\n', '\r\n', '  \n'] },
  hugeBytes: 1024 * 1024 + 1,
})

describe('a stream of Ollama', () => {
  it('may lack its last line feed', () => {
    const bytes = toBytes(thinking)
    expect(readReads([bytes.subarray(0, -1)])).toEqual(readReads([bytes]))
  })

  it('that ends in an error throws it, after what stood before', () => {
    const first = `${JSON.stringify(thinking.stream[0])}\n`
    const out: ProviderEvent[] = []
    const reader = createLineReader('ollama')
    reader.read(first, out)
    expect(() => reader.read('{"error":"the model runner has stopped"}', out)).toThrow(
      expect.objectContaining({ code: 'PROVIDER_ERROR' } satisfies Partial<GatewayError>),
    )
    expect(out.map(({ type }) => type)).toEqual(['response-metadata', 'reasoning-delta'])
  })

  it('gives the calls of two answers different ids, and keeps ids that the server gave', () => {
    const answer = (created_at: string, id?: string) =>
      foldAnswer([
        fromChatResponse('ollama', {
          created_at,
          message: { tool_calls: [{ id, function: { name: 'find', arguments: {} } }] },
          done: true,
        }),
      ]).toolCalls[0]!.id
    expect(answer('2026-01-01T00:00:00Z')).toBe(answer('2026-01-01T00:00:00Z'))
    expect(answer('2026-01-01T00:00:00Z')).not.toBe(answer('2026-01-01T00:00:01Z'))
    expect(answer('2026-01-01T00:00:00Z', 'call_own')).toBe('call_own')
  })

  it('brings log probabilities with their text', () => {
    const logprobs = [{ token: 'A', logprob: -0.5, top_logprobs: [{ token: 'B', logprob: -2 }] }]
    const events = fromChatResponse('ollama', { message: { content: 'A' }, logprobs, done: true })
    expect(events).toContainEqual({
      type: 'text-delta',
      text: 'A',
      logprobs: [{ token: 'A', logprob: -0.5, top: [{ token: 'B', logprob: -2 }] }],
    })
  })
})
