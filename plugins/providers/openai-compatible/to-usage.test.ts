import { describe, expect, it } from 'vitest'
import { createUsage, inputTokens, outputTokens } from '../../../src/plugin-api.js'
import { toUsage } from './to-usage.js'

describe('toUsage', () => {
  it('takes cached and audio tokens out of the prompt, reasoning and audio out of the completion', () => {
    const usage = toUsage(
      {
        prompt_tokens: 1000,
        completion_tokens: 500,
        total_tokens: 1500,
        prompt_tokens_details: { cached_tokens: 600, audio_tokens: 100 },
        completion_tokens_details: { reasoning_tokens: 200, audio_tokens: 50, accepted_prediction_tokens: 7 },
      },
      {},
    )
    expect(usage).toEqual(
      createUsage({ input: { text: 300, cacheRead: 600, audio: 100 }, output: { text: 250, reasoning: 200, audio: 50 } }),
    )
  })

  it('reads the cache hits of DeepSeek and of Moonshot', () => {
    const deepseek = { prompt_tokens: 100, completion_tokens: 5, prompt_cache_hit_tokens: 64, prompt_cache_miss_tokens: 36 }
    expect(toUsage(deepseek, {})?.input).toMatchObject({ text: 36, cacheRead: 64 })
    expect(toUsage({ prompt_tokens: 100, completion_tokens: 5, cached_tokens: 64 }, {})?.input).toMatchObject({
      text: 36,
      cacheRead: 64,
    })
  })

  it('reads tokens written into a cache', () => {
    const wire = {
      prompt_tokens: 100,
      completion_tokens: 1,
      prompt_tokens_details: { cached_tokens: 10, cache_write_tokens: 60 },
    }
    expect(toUsage(wire, {})?.input).toMatchObject({ text: 30, cacheRead: 10, cacheWrite5m: 60 })
  })

  it.each([
    { total: 1180, quirks: {}, text: 100, why: 'the total counts it on top' },
    { total: 1100, quirks: { reasoningExcluded: 'completion' }, text: 20, why: 'the total counts it within' },
    { total: undefined, quirks: { reasoningExcluded: 'completion' }, text: 100, why: 'the quirk says so' },
    {
      total: 1100,
      quirks: { reasoningExcluded: 'completion-and-total' },
      text: 100,
      why: 'the quirk says that the total lacks it too',
    },
    { total: undefined, quirks: {}, text: 20, why: 'nothing says otherwise' },
  ] as const)('puts text at $text because $why', ({ total, quirks, text }) => {
    const wire = {
      prompt_tokens: 1000,
      completion_tokens: 100,
      total_tokens: total,
      completion_tokens_details: { reasoning_tokens: 80 },
    }
    expect(toUsage(wire, quirks)?.output.text).toBe(text)
  })

  it('knows that reasoning is counted apart when there is more of it than of all', () => {
    const wire = { prompt_tokens: 33, completion_tokens: 7163, total_tokens: 7196, reasoning_tokens: 73_997 }
    expect(toUsage(wire, {})?.output).toMatchObject({ text: 7163, reasoning: 73_997 })
  })

  it('never counts more in buckets than the vendor counted in all', () => {
    const wire = {
      prompt_tokens: 10,
      completion_tokens: 10,
      total_tokens: 20,
      prompt_tokens_details: { cached_tokens: 8, audio_tokens: 8 },
    }
    const usage = toUsage({ ...wire, completion_tokens_details: { reasoning_tokens: 9, audio_tokens: 9 } }, {})!
    expect([inputTokens(usage), outputTokens(usage)]).toEqual([10, 10])
  })

  it('takes nonsense for nothing', () => {
    const usage = toUsage({ prompt_tokens: -5, completion_tokens: Number.NaN, prompt_tokens_details: 'none' }, {})
    expect(usage).toEqual(createUsage())
  })

  it('is null when nothing was counted', () => {
    expect(toUsage({ queue_time: 0.1 }, {})).toBeNull()
  })
})
