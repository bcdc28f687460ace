import { describe, expect, it } from 'vitest'
import { createSseDecoder, MAX_LINE_BYTES } from './sse-decoder.js'

function decode(reads: readonly (string | Buffer)[]): string[] {
  const decoder = createSseDecoder()
  const out: string[] = []
  for (const read of reads) decoder.push([Buffer.from(read)], out)
  const rest = decoder.end()
  return rest === undefined ? out : [...out, rest]
}

describe('createSseDecoder', () => {
  it('gives the data of each event, however the bytes are split', () => {
    const stream = Buffer.from('data: {"a":"é€😀"}\n\n: comment\r\n\r\ndata:two\r\n\r\nevent: x\ndata: three\n\ndata: [DONE]\n\n')
    for (let size = 1; size <= stream.length; size++) {
      const reads = Array.from({ length: Math.ceil(stream.length / size) }, (_, index) =>
        stream.subarray(index * size, (index + 1) * size),
      )
      expect(decode(reads)).toEqual(['{"a":"é€😀"}', 'two', 'three', '[DONE]'])
    }
  })

  it('joins the lines of one event', () => {
    expect(decode(['data: {\ndata: }\n\n'])).toEqual(['{\n}'])
  })

  it('takes one space off, and no more', () => {
    expect(decode(['data:  two spaces\n\n'])).toEqual([' two spaces'])
  })

  it('replaces bytes that are not UTF-8', () => {
    expect(decode([Buffer.from([...Buffer.from('data: a'), 0xff, ...Buffer.from('b\n\n')])])).toEqual(['a\ufffdb'])
  })

  it('skips a byte order mark', () => {
    expect(decode(['\ufeffdata: one\n\n'])).toEqual(['one'])
  })

  it('gives what the end of the stream left open', () => {
    expect(decode(['data: one\n\ndata: [DONE]'])).toEqual(['one', '[DONE]'])
    expect(decode(['data: one\n\ndata: [DONE]\n'])).toEqual(['one', '[DONE]'])
  })

  it('reads many reads at once as one after the other', () => {
    const out: string[] = []
    createSseDecoder().push([Buffer.from('data: o'), Buffer.from('ne\n'), Buffer.from('\ndata: two\n\n')], out)
    expect(out).toEqual(['one', 'two'])
  })

  it.each([
    ['a line that never ends', (size: number) => ['data: ', 'x'.repeat(size), 'x'.repeat(size)]],
    ['a line that ends too late', (size: number) => [`data: ${'x'.repeat(size + 1)}\n\n`]],
    ['an event of too many lines', (size: number) => [`data: ${'x'.repeat(size / 2)}\n`, `data: ${'x'.repeat(size / 2)}\n\n`]],
  ])('refuses %s', (_, reads) => {
    expect(() => decode(reads(MAX_LINE_BYTES))).toThrow(expect.objectContaining({ code: 'PROVIDER_BAD_RESPONSE' }))
  })

  it('takes a long line below the limit', () => {
    const long = 'x'.repeat(MAX_LINE_BYTES - 10)
    expect(decode([`data: ${long}\n\n`])).toEqual([long])
  })
})
