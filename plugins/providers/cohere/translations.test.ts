import { describe, expect, it } from 'vitest'
import type { CompletionRequest, Message, ProviderEvent, ReasoningEffort } from '../../../src/plugin-api.js'
import { createEventReader } from './from-chat-events.js'
import { toChatBody } from './to-chat-body.js'
import { toUsage } from './to-usage.js'

const user: Message = { role: 'user', parts: [{ type: 'text', text: 'Hi.' }] }
const bodyOf = (request: Partial<CompletionRequest>, model = 'command-a-reasoning-08-2025') =>
  toChatBody({ model: 'any', messages: [user], ...request }, { model, stream: false })
const tools = ['look', 'listen'].map((name) => ({ name }))

describe('the parameters of a request', () => {
  it.each([
    ['none', 'disabled', 0],
    ['low', 'enabled', 1],
    ['high', 'enabled', 1],
  ] as const)('thought of effort %s is %s', (effort: ReasoningEffort, type, warned) => {
    const { body, warnings } = bodyOf({ reasoning: { effort } })
    expect(body['thinking']).toEqual({ type })
    expect(warnings).toHaveLength(warned)
  })

  it('offers only the tool that has to be called', () => {
    const { body } = bodyOf({ tools, toolChoice: { type: 'tool', name: 'listen' } })
    expect(body).toMatchObject({ tool_choice: 'REQUIRED', tools: [{ function: { name: 'listen' } }] })
    expect(body['tools']).toHaveLength(1)
  })

  it('is strict with all tools or none', () => {
    expect(bodyOf({ tools: tools.map((tool) => ({ ...tool, strict: true })) }).body['strict_tools']).toBe(true)
    const some = bodyOf({ tools: [{ name: 'look', strict: true }, { name: 'listen' }] })
    expect(some.body['strict_tools']).toBeUndefined()
    expect(some.warnings).toMatchObject([{ parameter: 'tools.strict' }])
  })

  it('warns of what Cohere does not have, or refuses when asked to', () => {
    const extra = { dialect: 'openai', fields: { verbosity: 'low', store: true } }
    const asked = { n: 2, endUser: 'user-1', parallelToolCalls: false, logprobs: { top: 3 }, tools, extra }
    const lost = ['parallelToolCalls', 'n', 'endUser', 'logprobs.top', 'extra.verbosity']
    expect(bodyOf(asked).warnings.map(({ parameter }) => parameter)).toEqual(lost)
    expect(bodyOf({ ...asked, onUnsupported: 'IGNORE' }).warnings).toEqual([])
    expect(() => bodyOf({ ...asked, onUnsupported: 'ERROR' })).toThrow(expect.objectContaining({ code: 'UNSUPPORTED_PARAMETER' }))
  })

  it('does not think with models that do not', () => {
    const { body, warnings } = bodyOf({ reasoning: { effort: 'high' } }, 'command-a-03-2025')
    expect(body['thinking']).toBeUndefined()
    expect(warnings).toMatchObject([{ code: 'UNSUPPORTED_PARAMETER', parameter: 'reasoning' }])
  })
})

describe('earlier turns', () => {
  const thought: Message = {
    role: 'assistant',
    parts: [
      { type: 'reasoning', text: 'I look.' },
      { type: 'tool-call', id: 'call_1', name: 'look', arguments: '' },
    ],
  }
  const seen: Message = {
    role: 'tool',
    parts: [
      {
        type: 'tool-result',
        toolCallId: 'call_1',
        parts: [
          { type: 'text', text: 'See.' },
          { type: 'image', source: { type: 'url', url: 'https://example.com/a.png' } },
        ],
      },
    ],
  }

  it('had a plan where a model does not think, and thought where it does', () => {
    const calls = [{ id: 'call_1', type: 'function', function: { name: 'look', arguments: '{}' } }]
    const ofModel = (model: string) => (bodyOf({ messages: [user, thought, seen] }, model).body['messages'] as object[])[1]
    expect(ofModel('command-a-03-2025')).toEqual({ role: 'assistant', tool_plan: 'I look.', tool_calls: calls })
    expect(ofModel('command-a-reasoning-08-2025')).toEqual({
      role: 'assistant',
      content: [{ type: 'thinking', thinking: 'I look.' }],
      tool_calls: calls,
    })
  })

  it('shows the image of a tool in a message of the user', () => {
    const messages = bodyOf({ messages: [user, thought, seen] }).body['messages'] as object[]
    expect(messages.slice(2)).toMatchObject([
      { role: 'tool', tool_call_id: 'call_1', content: [{ text: 'See.' }, { text: 'The image is in the next message.' }] },
      { role: 'user', content: [{ type: 'image_url', image_url: { url: 'https://example.com/a.png' } }] },
    ])
  })

  it('refuses files and sounds, and says what to do', () => {
    const file = { type: 'file' as const, source: { type: 'file-id' as const, id: 'file-1' } }
    const request = { messages: [{ role: 'user' as const, parts: [file] }], onUnsupported: 'IGNORE' as const }
    expect(() => bodyOf(request)).toThrow(expect.objectContaining({ path: 'messages[0].parts[0]' }))
  })
})

describe('the usage', () => {
  it.each([
    [
      'billed units',
      { billed_units: { input_tokens: 5, output_tokens: 7 }, tokens: { input_tokens: 71, output_tokens: 7 } },
      5,
      7,
    ],
    ['tokens where nothing is billed', { tokens: { input_tokens: 71, output_tokens: 7 } }, 71, 7],
  ])('is %s', (_, wire, text, output) => {
    expect(toUsage(wire)).toMatchObject({ input: { text }, output: { text: output } })
  })

  it('is unknown when it is not told', () => {
    for (const wire of [undefined, null, {}, { billed_units: { search_units: 1 } }, { billed_units: { input_tokens: 'x' } }]) {
      expect(toUsage(wire)).toBeNull()
    }
  })

  it('never takes more from the cache than was billed', () => {
    const wire = { billed_units: { input_tokens: 5, output_tokens: 1 }, cached_tokens: 60 }
    expect(toUsage(wire)!.input).toMatchObject({ text: 0, cacheRead: 5 })
  })
})

describe('events that are not as they should be', () => {
  const read = (...events: unknown[]) => {
    const out: ProviderEvent[] = []
    const reader = createEventReader('cohere')
    for (const event of events) reader.read(event, out)
    reader.end()
    return out
  }
  const end = { type: 'message-end', delta: { finish_reason: 'COMPLETE' } }

  it.each(['ERROR', 'TIMEOUT'])('%s does not end well, and is billed', (finish_reason) => {
    const out: ProviderEvent[] = []
    const usage = { billed_units: { input_tokens: 5, output_tokens: 1 } }
    const event = { type: 'message-end', delta: { finish_reason, usage } }
    expect(() => createEventReader('cohere').read(event, out)).toThrow(expect.objectContaining({ providerCode: finish_reason }))
    expect(out).toMatchObject([{ type: 'usage' }])
  })

  it('keeps citations of a plan beside the answer', () => {
    const citations = { start: 0, end: 1, text: 'I', sources: [], type: 'PLAN' }
    const out = read({ type: 'citation-start', index: 0, delta: { message: { citations } } }, end)
    expect(out).toContainEqual({ type: 'extra', dialect: 'cohere', fields: { citations: [citations] } })
  })

  it.each([[{}], [null], ['x'], [{ message: 'internal server error' }]])('%j is an error', (event) => {
    expect(() => read(event)).toThrow(expect.objectContaining({ name: 'GatewayError' }))
  })

  it('skips what it does not know', () => {
    expect(read({ type: 'debug', prompt: 'x' }, { type: 'content-delta' }, { type: 'tool-call-delta' }, end)).toMatchObject([
      { type: 'finish' },
    ])
  })

  it('is cut without an end', () => {
    expect(() => read({ type: 'message-start', id: 'x' })).toThrow(expect.objectContaining({ code: 'PROVIDER_STREAM_CUT' }))
  })
})
