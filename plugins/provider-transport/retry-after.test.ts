import { describe, expect, it } from 'vitest'
import { toRetryAfterMs } from './retry-after.js'

const NOW = Date.parse('2026-11-23T10:00:00Z')
const read = (headers: Record<string, string>) => toRetryAfterMs((name) => headers[name], NOW)

describe('toRetryAfterMs', () => {
  it.each([
    [{ 'retry-after': '7' }, 7_000],
    [{ 'retry-after': '0.25' }, 250],
    [{ 'retry-after': 'Mon, 23 Nov 2026 10:00:30 GMT' }, 30_000],
    [{ 'retry-after': 'Mon, 23 Nov 2026 09:00:00 GMT' }, 0],
    [{ 'retry-after-ms': '1500', 'retry-after': '7' }, 1_500],
    [{ 'retry-after': '999999999' }, 86_400_000],
    [{ 'retry-after': 'soon' }, undefined],
    [{ 'retry-after': '-5' }, undefined],
    [{}, undefined],
  ])('reads %o as %s', (headers, expected) => {
    expect(read(headers)).toBe(expected)
  })
})
