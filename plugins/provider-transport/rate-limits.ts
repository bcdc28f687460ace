import type { RateLimit, RateLimits } from '../../src/plugin-api.js'

type Header = (name: string) => string | undefined

interface Family {
  readonly of: keyof RateLimits
  readonly limit: string
  readonly remaining: string
  readonly reset: string
}

/**
 * First found holds for its kind. Documents, as of late 2026:
 * OpenAI https://platform.openai.com/docs/guides/rate-limits and those who speak as it does, such as
 * Groq https://console.groq.com/docs/rate-limits and Azure https://learn.microsoft.com/azure/ai-foundry/openai/how-to/quota;
 * Anthropic https://platform.claude.com/docs/en/api/rate-limits;
 * Cerebras https://inference-docs.cerebras.ai/support/rate-limits;
 * Together https://docs.together.ai/docs/rate-limits;
 * Mistral, whose documents name only the limits: its answers have the names by the minute;
 * everybody else https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers.
 */
const FAMILIES: readonly Family[] = [
  ofOpenAi('requests', 'requests'),
  ofOpenAi('tokens', 'tokens'),
  ofAnthropic('requests', 'requests'),
  // It is the tightest of its limits of tokens; the others are told beside it, or instead.
  ofAnthropic('tokens', 'tokens'),
  ofOpenAi('requests', 'req-minute'),
  ofOpenAi('requests', 'requests-minute'),
  ofOpenAi('requests', 'requests-day'),
  ofOpenAi('tokens', 'tokens-minute'),
  { of: 'tokens', limit: 'x-tokenlimit-limit', remaining: 'x-tokenlimit-remaining', reset: 'x-tokenlimit-reset' },
  { of: 'requests', limit: 'x-ratelimit-limit', remaining: 'x-ratelimit-remaining', reset: 'x-ratelimit-reset' },
  { of: 'requests', limit: 'ratelimit-limit', remaining: 'ratelimit-remaining', reset: 'ratelimit-reset' },
]
const ANTHROPIC_INPUT = ofAnthropic('tokens', 'input-tokens')
const ANTHROPIC_OUTPUT = ofAnthropic('tokens', 'output-tokens')

/** What the head of an answer says is left; null when it says nothing. `now` in milliseconds since 1970. Nonsense is no word. */
export function toRateLimits(header: Header, now: number): RateLimits | null {
  let requests: RateLimit | undefined
  let tokens: RateLimit | undefined
  for (const family of FAMILIES) {
    if (family.of === 'requests') requests ??= read(family, header, now)
    else tokens ??= read(family, header, now)
  }
  tokens ??= tighter(read(ANTHROPIC_INPUT, header, now), read(ANTHROPIC_OUTPUT, header, now))
  return requests || tokens ? { ...(requests && { requests }), ...(tokens && { tokens }) } : null
}

function ofOpenAi(of: keyof RateLimits, name: string): Family {
  return {
    of,
    limit: `x-ratelimit-limit-${name}`,
    remaining: `x-ratelimit-remaining-${name}`,
    reset: `x-ratelimit-reset-${name}`,
  }
}

function ofAnthropic(of: keyof RateLimits, name: string): Family {
  const prefix = `anthropic-ratelimit-${name}`
  return { of, limit: `${prefix}-limit`, remaining: `${prefix}-remaining`, reset: `${prefix}-reset` }
}

function read({ limit, remaining, reset }: Family, header: Header, now: number): RateLimit | undefined {
  const left = toCount(header(remaining))
  if (left === null) return undefined
  return { limit: toCount(header(limit)), remaining: left, resetMs: toResetMs(header(reset), now) }
}

/** A count, which a list of windows may follow. */
function toCount(text: string | undefined): number | null {
  const count = text === undefined ? undefined : /^\s*(\d{1,15})\s*(?:[,;]|$)/.exec(text)?.[1]
  return count === undefined ? null : Number(count)
}

/** The one of which the smaller share is left. */
function tighter(one: RateLimit | undefined, other: RateLimit | undefined): RateLimit | undefined {
  if (!one || !other) return one ?? other
  return shareOf(one) <= shareOf(other) ? one : other
}

function shareOf({ limit, remaining }: RateLimit): number {
  return limit ? remaining / limit : remaining
}

const DAY_MS = 24 * 60 * 60 * 1000
const UNITS_MS: Readonly<Record<string, number>> = { d: DAY_MS, h: 3_600_000, m: 60_000, s: 1_000, ms: 1 }
const DURATION = /^(?:\d+(?:\.\d+)?(?:ms|[dhms]))+$/
/** Larger numbers are moments, in seconds or in milliseconds since 1970. */
const LONGEST_SECONDS = 1e9
const MOMENT_IN_MS = 1e11

/** From `6m0s`, `12ms`, seconds, a moment as a number, or a moment in words (RFC 3339). */
function toResetMs(value: string | undefined, now: number): number | null {
  const text = value?.trim() ?? ''
  if (text.length > 64) return null
  if (/^\d+(?:\.\d+)?$/.test(text)) return bounded(ofNumber(Number(text), now))
  if (DURATION.test(text)) return bounded(ofDuration(text))
  const moment = /^\d{4}-\d\d-\d\dT/.test(text) ? Date.parse(text) : Number.NaN
  return Number.isNaN(moment) ? null : bounded(moment - now)
}

function ofNumber(number: number, now: number): number {
  if (number < LONGEST_SECONDS) return number * 1_000
  return (number < MOMENT_IN_MS ? number * 1_000 : number) - now
}

function ofDuration(text: string): number {
  let sum = 0
  for (const [, number, unit = ''] of text.matchAll(/(\d+(?:\.\d+)?)(ms|[dhms])/g)) sum += Number(number) * (UNITS_MS[unit] ?? 0)
  return sum
}

function bounded(ms: number): number {
  return Math.min(Math.max(Math.ceil(ms), 0), DAY_MS)
}
