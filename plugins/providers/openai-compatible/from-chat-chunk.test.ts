import { describe, expect, it } from 'vitest'
import type { ProviderEvent } from '../../../src/plugin-api.js'
import { foldAnswer } from '../../../test/conformance/provider/read-answer.js'
import { createChunkReader } from './from-chat-chunk.js'

const reader = () => createChunkReader({ provider: 'test', kind: 'test', quirks: {} })

function read(...chunks: readonly unknown[]): ProviderEvent[] {
  const events: ProviderEvent[] = []
  const chunkReader = reader()
  for (const chunk of chunks) chunkReader.read(chunk, events)
  chunkReader.end(events, true)
  return events
}
const delta = (fields: object, finish: string | null = null) => ({
  choices: [{ index: 0, delta: fields, finish_reason: finish }],
})
const calling = (...calls: readonly object[]) => delta({ tool_calls: calls })
const toolCallsOf = (...chunks: readonly unknown[]) =>
  foldAnswer([read(...chunks, delta({}, 'tool_calls'))]).toolCalls.map((call) => [call.id, call.name, call.arguments])

describe('createChunkReader', () => {
  it.each([
    [
      'are numbered',
      [
        calling(
          { index: 0, id: 'a', function: { name: 'f', arguments: '' } },
          { index: 1, id: 'b', function: { name: 'g', arguments: '' } },
        ),
        calling({ index: 1, function: { arguments: '[2]' } }),
        calling({ index: 0, function: { arguments: '[1]' } }),
      ],
    ],
    [
      'repeat id and name on each piece',
      [
        calling({ index: 0, id: 'a', function: { name: 'f', arguments: '[' } }),
        calling({ index: 0, id: 'a', function: { name: 'f', arguments: '1]' } }),
        calling({ index: 1, id: 'b', function: { name: 'g', arguments: '[2]' } }),
      ],
    ],
    [
      'come whole, without a number',
      [
        calling({ id: 'a', function: { name: 'f', arguments: '[1]' } }),
        calling({ id: 'b', function: { name: 'g', arguments: '[2]' } }),
      ],
    ],
    [
      'come in pieces, without a number',
      [
        calling({ id: 'a', function: { name: 'f', arguments: '' } }),
        calling({ function: { arguments: '[1' } }),
        calling({ function: { arguments: ']' } }),
        calling({ id: 'b', function: { name: 'g', arguments: '' } }),
        calling({ id: 'b', function: { arguments: '[2]' } }),
      ],
    ],
    [
      'are all numbered 0',
      [
        calling({ index: 0, id: 'a', function: { name: 'f', arguments: '[1]' } }),
        calling({ index: 0, id: 'b', function: { name: 'g', arguments: '[2' } }),
        calling({ index: 0, function: { arguments: ']' } }),
      ],
    ],
    [
      'have arguments that are no text',
      [
        calling({ id: 'a', function: { name: 'f', arguments: [1] } }),
        calling({ id: 'b', function: { name: 'g', arguments: [2] } }),
      ],
    ],
  ])('reads parallel tool calls that %s', (_, chunks) => {
    expect(toolCallsOf(...chunks)).toEqual([
      ['a', 'f', '[1]'],
      ['b', 'g', '[2]'],
    ])
  })

  it('names tool calls that have no id, each by one that does not come again', () => {
    const calls = () =>
      toolCallsOf(calling({ function: { name: 'f', arguments: '{}' } }), calling({ function: { name: 'g', arguments: '{}' } }))
    const id = expect.stringMatching(/^call_\w{24}$/)
    const [first, second] = [calls(), calls()]
    expect(first).toEqual([
      [id, 'f', '{}'],
      [id, 'g', '{}'],
    ])
    expect(new Set([...first, ...second].map(([made]) => made)).size).toBe(4)
  })

  it('gives the id and the name once', () => {
    const events = read(
      calling({ index: 0, id: 'a', function: { name: 'f', arguments: '[' } }),
      calling({ index: 0, id: 'a', function: { name: 'f', arguments: ']' } }),
    )
    expect(events.filter((event) => event.type === 'tool-call-delta' && event.id !== undefined)).toHaveLength(1)
  })

  it('makes one small event of a chunk of text', () => {
    expect(read(delta({ content: 'Hi' }), delta({}, 'stop'))).toEqual([
      { type: 'text-delta', text: 'Hi' },
      { type: 'finish', reason: 'STOP', nativeReason: 'stop' },
    ])
  })

  it('says nothing of empty deltas', () => {
    expect(
      read(delta({ role: 'assistant', content: '' }), delta({ content: null, refusal: null }), delta({}, 'stop')),
    ).toHaveLength(1)
  })

  it('identifies the answer once', () => {
    const events = read({ id: '1', model: 'm', system_fingerprint: null, ...delta({}) }, { id: '1', ...delta({}, 'stop') })
    expect(events.filter(({ type }) => type === 'response-metadata')).toEqual([
      { type: 'response-metadata', providerResponseId: '1', providerModel: 'm' },
    ])
  })

  it('keeps unknown fields, the last of an answer and all pieces of a message', () => {
    const events = read(
      { ...delta({ annotations: [1] }), citations: ['a'], empty: [], nothing: null },
      { ...delta({ annotations: [2] }, 'stop'), citations: ['a', 'b'], obfuscation: 'xx' },
    )
    expect(events.at(-1)).toEqual({ type: 'extra', dialect: 'openai', fields: { citations: ['a', 'b'], annotations: [1, 2] } })
  })

  it('counts a finish once', () => {
    expect(read(delta({}, 'stop'), delta({}, 'stop')).filter(({ type }) => type === 'finish')).toHaveLength(1)
  })

  it.each([null, 'text', 7, []])('is a bad response for %o', (chunk) => {
    expect(() => reader().read(chunk, [])).toThrow(expect.objectContaining({ code: 'PROVIDER_BAD_RESPONSE' }))
    expect(() => reader().read({ choices: [chunk] }, [])).toThrow(expect.objectContaining({ code: 'PROVIDER_BAD_RESPONSE' }))
  })

  it.each([-1, 128, 1e9, Number.NaN])('is a bad response for a choice numbered %d', (index) => {
    expect(() => reader().read({ choices: [{ index }] }, [])).toThrow(expect.objectContaining({ code: 'PROVIDER_BAD_RESPONSE' }))
  })

  it.each([
    {},
    { choices: null },
    { choices: 'none' },
    { usage: 'none', x_groq: 5 },
    delta({ content: 5, refusal: {}, reasoning: [], tool_calls: 'x', reasoning_details: 7 }),
    calling({}),
    { choices: [{ delta: 'x', logprobs: 4 }] },
    { choices: [{ delta: { tool_calls: [null, 5, { function: null }] } }] },
    { choices: [{ delta: { content: [null, 5, { type: 'thinking' }] } }] },
    { choices: [{ delta: {}, logprobs: { content: [null, 4, { token: 1 }] } }] },
  ])('survives %j', (chunk) => {
    expect(() => read(chunk, delta({}, 'stop'))).not.toThrow()
  })

  it.each([
    { error: { message: 'Overloaded', code: 503 } },
    { error: 'Overloaded' },
    { object: 'error', message: 'Overloaded', code: 40301 },
  ])('throws what %j says', (chunk) => {
    expect(() => reader().read(chunk, [])).toThrow(expect.objectContaining({ name: 'GatewayError' }))
  })

  it('throws when the vendor finishes with an error', () => {
    expect(() => read(delta({}, 'error'))).toThrow(expect.objectContaining({ code: 'PROVIDER_ERROR' }))
  })

  it('is cut when one of several choices has not finished', () => {
    const chunkReader = reader()
    const events: ProviderEvent[] = []
    chunkReader.read({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] }, events)
    chunkReader.read({ choices: [{ index: 1, delta: { content: 'half' }, finish_reason: null }] }, events)
    expect(() => chunkReader.end(events, false)).toThrow(expect.objectContaining({ code: 'PROVIDER_STREAM_CUT' }))
  })
})
