import { describe, expect, it } from 'vitest'
import type { ProviderEvent } from '../../../src/plugin-api.js'
import { foldAnswer } from '../../../test/conformance/provider/read-answer.js'
import { createAnswerReader, fromAnswer } from './from-answer.js'
import { toFinishReason } from './to-finish-reason.js'

function answer(parts: readonly object[], fields: object = {}): object {
  return { candidates: [{ content: { parts }, finishReason: 'STOP', index: 0, ...fields }], responseId: 'r-1' }
}

function fold(...pieces: readonly object[]) {
  const events: ProviderEvent[] = []
  const reader = createAnswerReader('gemini')
  for (const piece of pieces) reader.read(piece, events)
  reader.end(events, true)
  return { ...foldAnswer([events]), events }
}

const state = (thoughtSignature: string) => ({ providerState: { provider: 'gemini', value: { thoughtSignature } } })

describe('the parts of an answer', () => {
  it('are not merged across signatures', () => {
    const parts = [
      { text: 'a' },
      { text: 'b' },
      { text: 'c', thoughtSignature: 'one' },
      { text: 'd' },
      { text: 'e', thoughtSignature: 'two' },
    ]
    expect(fold(answer(parts)).choices[0]!.parts).toEqual([
      { type: 'text', text: 'ab' },
      { type: 'text', text: 'c', ...state('one') },
      { type: 'text', text: 'd' },
      { type: 'text', text: 'e', ...state('two') },
    ])
  })

  it('keep a signature that comes on nothing at the end of a stream, apart from the text before it', () => {
    const pieces = [
      { candidates: [{ content: { parts: [{ text: 'Whole.' }] } }] },
      { candidates: [{ content: { parts: [{ text: '', thoughtSignature: 'end' }] }, finishReason: 'STOP' }] },
    ]
    expect(fold(...pieces).choices[0]!.parts).toEqual([
      { type: 'text', text: 'Whole.' },
      { type: 'text', text: '', ...state('end') },
    ])
  })

  it('are reasoning where they are thoughts, signed or not', () => {
    const parts = [{ text: 'Hm', thought: true }, { text: '.', thought: true, thoughtSignature: 't' }, { text: 'Yes.' }]
    expect(fold(answer(parts)).choices[0]!.parts).toEqual([
      { type: 'reasoning', text: 'Hm' },
      { type: 'reasoning', text: '.', ...state('t') },
      { type: 'text', text: 'Yes.' },
    ])
  })

  it('may be calls without arguments and without ids, told apart by answer, alternative and number', () => {
    const call = { functionCall: { name: 'ping' } }
    const body = {
      candidates: [
        { content: { parts: [call, call] }, finishReason: 'STOP' },
        { content: { parts: [call] }, finishReason: 'STOP', index: 1 },
      ],
      responseId: 'r-1',
    }
    const ids = fold(body).choices.flatMap(({ parts }) => parts.map((part) => (part.type === 'tool-call' ? part.id : '')))
    expect(ids).toEqual(['call_gemini_r-1_0', 'call_gemini_r-1_1', 'call_gemini_r-1_1_0'])
    expect(fold(body).toolCalls[0]!.arguments).toBe('{}')
  })

  it('get ids of their own when the answer has none', () => {
    const body = { candidates: [{ content: { parts: [{ functionCall: { name: 'ping' } }] }, finishReason: 'STOP' }] }
    expect(fold(body).toolCalls[0]!.id).not.toBe(fold(body).toolCalls[0]!.id)
  })

  it('of no known kind are kept as items of the dialect', () => {
    const parts = [{ toolCall: { id: '1', toolType: 'GOOGLE_SEARCH' }, thoughtSignature: 's' }, {}, null as never]
    expect(fold(answer(parts)).choices[0]!.parts).toEqual([
      { type: 'native', dialect: 'gemini', value: { toolCall: { id: '1', toolType: 'GOOGLE_SEARCH' } }, ...state('s') },
    ])
  })
})

describe('what stands beside the parts', () => {
  const grounding = {
    groundingChunks: [
      { web: { uri: 'https://example.com', title: 'example' } },
      { retrievedContext: { uri: 'gs://b/d', title: 'd', text: 'words' } },
    ],
    groundingSupports: [{ segment: { startIndex: 3, endIndex: 7 }, groundingChunkIndices: [1, 9] }],
  }

  it('is a source with a range of characters where the vendor counts bytes', () => {
    const { choices } = fold(answer([{ text: 'ü fünf' }, { text: '', thoughtSignature: 's' }], { groundingMetadata: grounding }))
    expect(choices[0]!.parts).toEqual([
      { type: 'text', text: 'ü fünf', citations: [{ url: 'gs://b/d', title: 'd', citedText: 'words', start: 2, end: 5 }] },
      { type: 'text', text: '', ...state('s') },
    ])
  })

  it('is a source of the whole when no range is given', () => {
    const metadata = { groundingChunks: grounding.groundingChunks.slice(0, 1) }
    expect(fold(answer([{ text: 'So.' }], { groundingMetadata: metadata })).choices[0]!.parts[0]).toMatchObject({
      citations: [{ url: 'https://example.com', title: 'example' }],
    })
  })

  it.each(['citationSources', 'citations'])('is a quotation under %s', (name) => {
    const metadata = { [name]: [{ startIndex: 1, endIndex: 3, uri: 'https://example.com/q', license: 'mit' }, {}] }
    expect(fold(answer([{ text: 'quote' }], { citationMetadata: metadata })).choices[0]!.parts[0]).toMatchObject({
      citations: [{ url: 'https://example.com/q', start: 1, end: 3 }],
    })
  })

  it('is told once although each piece repeats it', () => {
    const metadata = { groundingMetadata: { groundingChunks: [{ web: { uri: 'https://example.com' } }] } }
    const piece = (text: string, more: object = {}) => ({
      candidates: [{ content: { parts: [{ text }] }, ...metadata, ...more }],
    })
    const { choices, events } = fold(piece('a'), piece('b', { finishReason: 'STOP' }))
    expect(choices[0]!.parts).toEqual([{ type: 'text', text: 'ab', citations: [{ url: 'https://example.com' }] }])
    expect(events.filter(({ type }) => type === 'finish')).toHaveLength(1)
  })

  it('has no name here and is kept for doors of the dialect', () => {
    const body = {
      ...answer([{ text: 'x' }], { avgLogprobs: -0.5, urlContextMetadata: { urlMetadata: [] } }),
      modelStatus: { stage: 'x' },
    }
    expect(fold(body).extra).toEqual({ avgLogprobs: -0.5, urlContextMetadata: { urlMetadata: [] }, modelStatus: { stage: 'x' } })
  })

  it('is usage on every piece, of which the last holds', () => {
    const piece = (counts: object, more: object = {}) => ({
      candidates: [{ content: { parts: [{ text: 'x' }] }, ...more }],
      usageMetadata: counts,
    })
    const { usage } = fold(
      piece({ promptTokenCount: 5 }),
      piece({ promptTokenCount: 5, candidatesTokenCount: 2 }, { finishReason: 'STOP' }),
    )
    expect(usage).toMatchObject({ input: { text: 5 }, output: { text: 2 } })
  })
})

describe('a reason to finish', () => {
  it.each([
    ['STOP', false, 'STOP'],
    ['STOP', true, 'TOOL_CALLS'],
    ['MAX_TOKENS', true, 'LENGTH'],
    ['SAFETY', false, 'CONTENT_FILTER'],
    ['RECITATION', false, 'CONTENT_FILTER'],
    ['MALFORMED_FUNCTION_CALL', false, 'OTHER'],
    ['UNEXPECTED_TOOL_CALL', true, 'OTHER'],
    ['toString', false, 'OTHER'],
  ] as const)('%s (calls: %s) is %s', (native, hasCalls, reason) => {
    expect(toFinishReason(native, hasCalls)).toBe(reason)
  })

  it('is shown with the vendor’s own, and its message', () => {
    const body = { candidates: [{ finishReason: 'MALFORMED_FUNCTION_CALL', finishMessage: 'Malformed.' }] }
    const events = fromAnswer('gemini', body)
    expect(events).toContainEqual({ type: 'finish', choice: undefined, reason: 'OTHER', nativeReason: 'MALFORMED_FUNCTION_CALL' })
    expect(events).toContainEqual({ type: 'extra', dialect: 'gemini', fields: { finishMessage: 'Malformed.' } })
  })
})
