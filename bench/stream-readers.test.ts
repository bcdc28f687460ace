import { expect, it } from 'vitest'
import { SseReader, textOfChunk, textOfGeminiChunk, textOfMessageEvent } from './sse-reader.mjs'
import { nowMicros, stampToken, TokenReader } from './token-text.mjs'

it('reads the same events wherever the bytes are cut', () => {
  const bytes = Buffer.from('data: {"a":1}\n\n: comment\n\ndata: two\ndata: lines\n\ndata: [DONE]\n\n')
  for (let cut = 0; cut <= bytes.length; cut++) {
    const reader = new SseReader()
    const data = [...reader.read(bytes.subarray(0, cut)), ...reader.read(bytes.subarray(cut))]
    expect(data).toEqual(['{"a":1}', 'two\nlines', '[DONE]'])
  }
})

it('reads text out of a chunk, none out of a usage chunk, and throws on an error in the stream', () => {
  expect(textOfChunk('{"choices":[{"delta":{"content":"weir "}}]}')).toBe('weir ')
  expect(textOfChunk('{"choices":[],"usage":{"total_tokens":3}}')).toBe('')
  expect(() => textOfChunk('{"error":{"message":"gone","code":"upstream_truncated"}}')).toThrow('upstream_truncated')
})

it('reads text out of the events of Anthropic and Gemini, and throws on their errors', () => {
  expect(textOfMessageEvent('{"type":"content_block_delta","delta":{"type":"text_delta","text":"weir "}}')).toBe('weir ')
  expect(textOfMessageEvent('{"type":"message_stop"}')).toBe('')
  expect(() => textOfMessageEvent('{"type":"error","error":{"type":"overloaded_error"}}')).toThrow('overloaded_error')
  expect(textOfGeminiChunk('{"candidates":[{"content":{"parts":[{"text":"weir "}]}}]}')).toBe('weir ')
  expect(textOfGeminiChunk('{"usageMetadata":{}}')).toBe('')
  expect(() => textOfGeminiChunk('{"error":{"status":"UNAVAILABLE"}}')).toThrow('UNAVAILABLE')
})

it('counts tokens alike when they come one by one, together, or cut in two', () => {
  for (const deltas of [['one ', 'two ', 'three '], ['one two three '], ['on', 'e two th', 'ree ']]) {
    const reader = new TokenReader()
    for (const delta of deltas) reader.read(delta, 0)
    expect([reader.tokens, reader.events]).toEqual([3, deltas.length])
  }
})

it('tells the delay of each stamped token and none for a plain word', () => {
  const reader = new TokenReader()
  reader.read('12000000 word 12005000 ', 12_025_000)
  expect(reader.delaysMs).toEqual([25, 20])
})

it('stamps with a clock that does not run backwards', () => {
  const before = nowMicros()
  const stamp = Number(stampToken())
  expect(stamp).toBeGreaterThanOrEqual(before)
  expect(nowMicros()).toBeGreaterThanOrEqual(stamp)
})
