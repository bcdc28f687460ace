import { describe, expect, it } from 'vitest'
import { toRateLimits } from './rate-limits.js'

const NOW = Date.parse('2026-11-01T12:00:00Z')
const read = (headers: Readonly<Record<string, string>>) => toRateLimits((name) => headers[name], NOW)

describe('what is left of a rate limit', () => {
  it('is read from an answer of OpenAI', () => {
    const headers = {
      'x-ratelimit-limit-requests': '60',
      'x-ratelimit-remaining-requests': '59',
      'x-ratelimit-reset-requests': '1s',
      'x-ratelimit-limit-tokens': '150000',
      'x-ratelimit-remaining-tokens': '149984',
      'x-ratelimit-reset-tokens': '6m0s',
    }
    expect(read(headers)).toEqual({
      requests: { limit: 60, remaining: 59, resetMs: 1_000 },
      tokens: { limit: 150_000, remaining: 149_984, resetMs: 360_000 },
    })
  })

  it('is read from an answer of Groq, whose requests are by the day', () => {
    const headers = {
      'x-ratelimit-limit-requests': '14400',
      'x-ratelimit-remaining-requests': '14370',
      'x-ratelimit-reset-requests': '2m59.56s',
      'x-ratelimit-remaining-tokens': '17997',
      'x-ratelimit-reset-tokens': '7.66s',
    }
    expect(read(headers)).toEqual({
      requests: { limit: 14_400, remaining: 14_370, resetMs: 179_560 },
      tokens: { limit: null, remaining: 17_997, resetMs: 7_660 },
    })
  })

  it('is read from an answer of Azure, which may know of one kind only', () => {
    expect(read({ 'x-ratelimit-remaining-requests': '-1', 'x-ratelimit-remaining-tokens': '9000' })).toEqual({
      tokens: { limit: null, remaining: 9_000, resetMs: null },
    })
  })

  it('is read from an answer of Anthropic', () => {
    const headers = {
      'anthropic-ratelimit-requests-limit': '50',
      'anthropic-ratelimit-requests-remaining': '49',
      'anthropic-ratelimit-requests-reset': '2026-11-01T12:00:01Z',
      'anthropic-ratelimit-tokens-limit': '40000',
      'anthropic-ratelimit-tokens-remaining': '39000',
      'anthropic-ratelimit-tokens-reset': '2026-11-01T13:00:30+01:00',
      'anthropic-ratelimit-input-tokens-remaining': '1',
    }
    expect(read(headers)).toEqual({
      requests: { limit: 50, remaining: 49, resetMs: 1_000 },
      tokens: { limit: 40_000, remaining: 39_000, resetMs: 30_000 },
    })
  })

  it('is, of input and output tokens, that of which the smaller share is left', () => {
    const headers = {
      'anthropic-ratelimit-input-tokens-limit': '40000',
      'anthropic-ratelimit-input-tokens-remaining': '20000',
      'anthropic-ratelimit-output-tokens-limit': '80000',
      'anthropic-ratelimit-output-tokens-remaining': '24000',
    }
    expect(read(headers)).toEqual({ tokens: { limit: 80_000, remaining: 24_000, resetMs: null } })
    expect(read({ 'anthropic-ratelimit-input-tokens-remaining': '7' })).toMatchObject({ tokens: { remaining: 7 } })
  })

  it.each([
    ['Mistral', 'x-ratelimit-remaining-req-minute', 'x-ratelimit-remaining-tokens-minute'],
    ['Cerebras', 'x-ratelimit-remaining-requests-day', 'x-ratelimit-remaining-tokens-minute'],
    ['Together', 'x-ratelimit-remaining', 'x-tokenlimit-remaining'],
    ['whoever follows the draft of the IETF', 'ratelimit-remaining', 'x-ratelimit-remaining-tokens'],
  ])('is read from an answer of %s', (_, requests, tokens) => {
    expect(read({ [requests]: '4', [tokens]: '5' })).toMatchObject({ requests: { remaining: 4 }, tokens: { remaining: 5 } })
  })

  it.each([
    ['12ms', 12],
    ['1h2m3s', 3_723_000],
    ['1.5s', 1_500],
    ['30', 30_000],
    ['0', 0],
    ['1m30.951999999s', 90_952],
    [String(NOW / 1_000 + 5), 5_000],
    [String(NOW + 5), 5],
    ['2026-11-01T11:00:00Z', 0],
    ['99d', 86_400_000],
    ['soon', null],
    ['5 minutes', null],
    ['-3s', null],
    ['2026-99-01T11:00:00Z', null],
    ['1s'.repeat(1_000), null],
  ])('is whole again, by %s, in %s ms', (reset, resetMs) => {
    expect(read({ 'ratelimit-remaining': '1', 'ratelimit-reset': reset })).toEqual({
      requests: { limit: null, remaining: 1, resetMs },
    })
  })

  it.each(['', ' ', '-1', '1e9', 'NaN', 'many', '0x10', '1.5', '99999999999999999999'])('is not told by "%s"', (remaining) => {
    expect(read({ 'x-ratelimit-remaining-requests': remaining, 'ratelimit-remaining': remaining })).toBeNull()
  })

  it('may be followed by a list of windows', () => {
    expect(read({ 'ratelimit-limit': '100, 100;w=60', 'ratelimit-remaining': '7;w=60' })).toMatchObject({
      requests: { limit: 100, remaining: 7 },
    })
  })

  it('is nothing without such headers', () => expect(read({ 'content-type': 'application/json' })).toBeNull())
})
