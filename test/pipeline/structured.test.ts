import { describe, expect, it } from 'vitest'
import type { Completion } from '../../src/domain/completion.js'
import type { CompletionEvent } from '../../src/domain/completion-event.js'
import type { CompletionRequest } from '../../src/domain/completion-request.js'
import type { ModelCapabilities } from '../../src/domain/model.js'
import { createUsage } from '../../src/domain/usage.js'
import { buildPipeline, eventsOf, requestFor, type Script } from '../support/pipeline-builder.js'

const SCHEMA = {
  type: 'object',
  properties: { age: { type: 'integer' } },
  required: ['age'],
  additionalProperties: false,
} as const
const FORMAT = { type: 'json-schema', name: 'person', schema: SCHEMA } as const
const GOOD = '{"age":36}'
const BAD = '{"age":"old"}'

/** A provider that gives these answers one after the other, each a list of events but for usage and finish, and remembers what it was asked. */
function answers(...turns: CompletionEvent[][]): { script: Script; asked: CompletionRequest[] } {
  const asked: CompletionRequest[] = []
  const script: Script = async function* ({ request }) {
    const turn = turns[Math.min(asked.length, turns.length - 1)] ?? []
    asked.push(request)
    for (const event of turn) yield [event as never]
    yield [{ type: 'usage', usage: createUsage({ input: { text: 10 }, output: { text: 5 } }) }]
    if (!turn.some(({ type }) => type === 'finish'))
      yield [{ type: 'finish', reason: turn.some(({ type }) => type === 'tool-call-delta') ? 'TOOL_CALLS' : 'STOP' }]
  }
  return { script, asked }
}

const says = (text: string): CompletionEvent[] => text.split(/(?<=,|:)/).map((piece) => ({ type: 'text-delta', text: piece }))
const calls = (name: string, text: string, index = 0): CompletionEvent[] => [
  { type: 'tool-call-delta', index, id: `call_${index}`, name, argumentsDelta: text.slice(0, 4) },
  { type: 'tool-call-delta', index, argumentsDelta: text.slice(4) },
]

async function ask(
  { script }: { script: Script },
  capabilities: Partial<ModelCapabilities>,
  { stream = true, ...changes }: Partial<CompletionRequest> & { stream?: boolean } = {},
) {
  const built = buildPipeline({ providers: { acme: script }, capabilities })
  const events = await eventsOf(built, requestFor('acme/model', { responseFormat: FORMAT, ...changes }), { stream })
  const last = events.at(-1)!
  return { events, last, completion: last.type === 'completed' ? last.completion : undefined, record: built.ended[0]!.record }
}

const textOf = (completion?: Completion) =>
  completion?.choices[0]?.parts.map((part) => (part.type === 'text' ? part.text : `[${part.type}]`)).join('')
const NO_SCHEMA = { jsonSchema: false }
const NOTHING = { jsonSchema: false, tools: false }

describe('an answer to a JSON schema', () => {
  it('is asked for natively of a model that can, or of which nothing is known', async () => {
    const provider = answers(says(GOOD))
    const { completion, events } = await ask(provider, {})
    expect(provider.asked[0]?.responseFormat).toEqual(FORMAT)
    expect(completion?.structuredOutput).toEqual({ strategy: 'NATIVE', repaired: false, valid: true })
    expect(events.filter(({ type }) => type === 'text-delta')).toHaveLength(2)
  })

  it('is asked for by a tool that must be called of a model that cannot, and comes as text', async () => {
    const provider = answers([...says('Here it is, really: '), ...calls('person', GOOD)])
    const { completion, events } = await ask(provider, NO_SCHEMA)
    expect(provider.asked[0]).toMatchObject({
      toolChoice: { type: 'tool', name: 'person' },
      responseFormat: undefined,
      tools: [{ parameters: SCHEMA }],
    })
    expect(textOf(completion)).toBe(GOOD)
    expect(completion?.choices[0]?.finishReason).toBe('STOP')
    expect(completion?.structuredOutput).toEqual({ strategy: 'TOOL', repaired: false, valid: true })
    expect(events.some(({ type }) => type === 'tool-call-delta')).toBe(false)
  })

  it('lets the model call the tools of the caller first', async () => {
    const provider = answers(calls('get_weather', '{"city":"Berne"}'))
    const { completion } = await ask(provider, NO_SCHEMA, { tools: [{ name: 'get_weather' }] })
    expect(provider.asked[0]?.toolChoice).toEqual({ type: 'required' })
    expect(completion?.choices[0]).toMatchObject({
      finishReason: 'TOOL_CALLS',
      parts: [{ type: 'tool-call', name: 'get_weather' }],
    })
    expect(completion?.structuredOutput).toBeUndefined()
  })

  it.each([true, false])(
    'is instructed for where there are no tools either, and cut out of its fence (stream: %s)',
    async (stream) => {
      const provider = answers(says(`Sure:\n\`\`\`json\n${GOOD}\n\`\`\``))
      const { completion, events } = await ask(provider, NOTHING, { stream })
      expect(JSON.stringify(provider.asked[0]?.messages[0])).toContain('JSON Schema')
      expect(provider.asked[0]?.responseFormat).toEqual({ type: 'json-object' })
      expect(textOf(completion)).toBe(GOOD)
      expect(events.filter(({ type }) => type === 'text-delta')).toHaveLength(1)
      expect(completion?.structuredOutput?.strategy).toBe('JSON_MODE')
    },
  )

  it.each([
    ['JSON_MODE', NOTHING, says(BAD), true],
    ['NATIVE', {}, says(BAD), false],
    ['TOOL', NO_SCHEMA, calls('person', BAD), false],
  ] as const)('is repaired once when it is wrong and has not been shown (%s)', async (strategy, capabilities, wrong, stream) => {
    const provider = answers([...wrong], strategy === 'TOOL' ? calls('person', GOOD) : says(GOOD))
    const { completion, record } = await ask(provider, capabilities, { stream })
    expect(textOf(completion)).toBe(GOOD)
    expect(completion?.structuredOutput).toEqual({ strategy, repaired: true, valid: true })
    expect(JSON.stringify(provider.asked[1]?.messages.at(-1))).toContain('/age must be integer')
    expect(record).toMatchObject({
      status: 'COMPLETED',
      usage: { input: { text: 20 }, output: { text: 10 } },
      usageSource: 'PROVIDER',
    })
    expect(record.attempts).toHaveLength(2)
  })

  it('keeps what its provider said of the words of a buffered answer', async () => {
    const providerState = { provider: 'acme', value: 'signature' }
    const logprobs = [{ token: '{', logprob: -0.1 }]
    const provider = answers([
      { type: 'text-delta', text: '{"age":', logprobs },
      { type: 'text-delta', text: '36}', logprobs, providerState },
    ])
    const { completion } = await ask(provider, {}, { stream: false })
    expect(completion?.choices[0]).toMatchObject({ parts: [{ text: GOOD, providerState }], logprobs: [...logprobs, ...logprobs] })
  })

  it('fails when the repair is wrong too, and both attempts are booked', async () => {
    const { last, record } = await ask(answers(says(BAD)), NOTHING)
    expect(last).toMatchObject({ type: 'failed', error: { code: 'OUTPUT_INVALID' } })
    expect(record).toMatchObject({ status: 'FAILED', usage: { input: { text: 20 }, output: { text: 10 } } })
    expect(record.cost?.totalNanos).toBe(40_000n)
  })

  it('fails after it has been shown as it came: a clean end would be believed', async () => {
    const { last, events } = await ask(answers(says(BAD)), {})
    expect(events.some(({ type }) => type === 'text-delta')).toBe(true)
    expect(last).toMatchObject({ type: 'failed', error: { code: 'OUTPUT_INVALID' } })
  })

  it('is not judged when it was cut off, and says so', async () => {
    const provider = answers([...says('{"age":'), { type: 'finish', reason: 'LENGTH' }])
    const { completion } = await ask(provider, {})
    expect(completion?.structuredOutput).toEqual({ strategy: 'NATIVE', repaired: false, valid: false })
    expect(provider.asked).toHaveLength(1)
  })

  it('refuses a schema that is none before any provider is asked', async () => {
    const provider = answers(says(GOOD))
    const { last } = await ask(provider, {}, { responseFormat: { ...FORMAT, schema: { type: 'strang' } } })
    expect(last).toMatchObject({ type: 'failed', error: { code: 'INVALID_REQUEST', path: 'responseFormat.schema' } })
    expect(provider.asked).toHaveLength(0)
  })

  it('asks the next target of a route when one cannot do it', async () => {
    const [first, second] = [answers(says(BAD)), answers(says(GOOD))]
    const built = buildPipeline({
      providers: { acme: first.script, other: second.script },
      capabilities: NOTHING,
      routes: [{ name: 'both', targets: ['acme/model', 'other/model'], timeouts: {} }],
    })
    const events = await eventsOf(built, requestFor('both', { responseFormat: FORMAT }))
    expect(events.at(-1)).toMatchObject({ type: 'completed', completion: { model: 'other/model' } })
    expect([first.asked.length, second.asked.length]).toEqual([2, 1])
  })
})

describe('what a model cannot do', () => {
  it('is left out with a warning, in the answer and in the record', async () => {
    const provider = answers(says(GOOD))
    const { completion, record, events } = await ask(
      provider,
      { unsupported: ['temperature'] },
      { temperature: 1, responseFormat: undefined },
    )
    expect(provider.asked[0]?.temperature).toBeUndefined()
    expect(completion?.warnings).toMatchObject([{ code: 'UNSUPPORTED_PARAMETER', parameter: 'temperature' }])
    expect(record.warnings).toHaveLength(1)
    expect(events.find(({ type }) => type === 'warning')).toBeDefined()
  })

  it('is refused when the caller says so', async () => {
    const { last } = await ask(answers(says(GOOD)), { unsupported: ['temperature'] }, { temperature: 1, onUnsupported: 'ERROR' })
    expect(last).toMatchObject({ type: 'failed', error: { code: 'UNSUPPORTED_PARAMETER', path: 'temperature' } })
  })

  it.each([
    ['tools', { tools: false }, { tools: [{ name: 'get_weather' }] }],
    [
      'messages[0].parts[0]',
      { input: ['text'] },
      { messages: [{ role: 'user', parts: [{ type: 'image', source: { type: 'url', url: 'https://example.com/a.png' } }] }] },
    ],
  ] as const)('is refused by its path where the answer would be to another question: %s', async (path, capabilities, changes) => {
    const provider = answers(says(GOOD))
    const { last } = await ask(provider, capabilities as never, {
      ...(changes as object),
      responseFormat: undefined,
      onUnsupported: 'IGNORE',
    })
    expect(last).toMatchObject({ type: 'failed', error: { code: 'UNSUPPORTED_PARAMETER', path } })
    expect(provider.asked).toHaveLength(0)
  })
})
