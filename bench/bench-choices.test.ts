import { describe, expect, it } from 'vitest'
import { judge, judgeChange } from './goals.mjs'
import { findModelName, parseModelName, toModelName } from './mock-model.mjs'
import { parseOptions } from './options.mjs'

describe('options', () => {
  it('runs five rounds, two when quick, and as many as told', () => {
    expect(parseOptions([]).rounds).toBe(5)
    expect(parseOptions(['--quick']).rounds).toBe(2)
    expect(parseOptions(['--quick', '--rounds', '9']).rounds).toBe(9)
  })

  it.each([[['--rounds', '0']], [['--rounds', 'many']], [['--base', 'main', '--noise']], [['--base=--force']], [['--unknown']]])(
    'refuses %j',
    (args) => {
      expect(() => parseOptions(args)).toThrow()
    },
  )
})

describe('the name of a mock model', () => {
  it('says what the model does', () => {
    const name = toModelName({ tokens: 100, pauseMs: 20 })
    expect(parseModelName(name)).toEqual({ latencyMs: 0, tokens: 100, pauseMs: 20, eventsPerWrite: 1 })
  })

  it('takes from the start options what it does not say itself', () => {
    expect(parseModelName('bench-t5', { latencyMs: 30, tokens: 9 })).toMatchObject({ latencyMs: 30, tokens: 5 })
  })

  it.each(['gpt-5', 'bench-x5', 'bench-t', ''])('is not %j', (name) => {
    expect(parseModelName(name)).toBeNull()
  })

  it('is found in a request behind a prefix and among other fields', () => {
    expect(findModelName(Buffer.from('{"stream":true,"model":"mock/bench-t5","messages":[]}'))).toBe('bench-t5')
    expect(findModelName(Buffer.from('{"model":"other"}'))).toBe('')
  })
})

describe('judging', () => {
  it('calls a goal met or not met only when the whole interval is on one side', () => {
    expect(judge({ median: 2, low: 1.9, high: 2.5, rounds: 5 }, 2.5)).toBe('met (2.5)')
    expect(judge({ median: 3, low: 2.6, high: 3.5, rounds: 5 }, 2.5)).toBe('**not met** (2.5)')
    expect(judge({ median: 2.4, low: 2.2, high: 2.6, rounds: 5 }, 2.5)).toBe('within noise (2.5)')
    expect(judge({ median: 2.4, low: 2.2, high: 2.6, rounds: 5 }, undefined)).toBe('-')
  })

  it('claims nothing from fewer than five rounds', () => {
    const summary = { median: 2, low: 1.9, high: 2.1, rounds: 4 }
    expect(judge(summary, 2.5)).toBe('below (2.5), too few rounds')
    expect(judge(summary, 1)).toBe('above (1), too few rounds')
    expect(judgeChange(summary)).toBe('too few rounds')
  })

  it('claims a change only when the interval leaves out 1', () => {
    expect(judgeChange({ median: 0.9, low: 0.85, high: 0.95, rounds: 5 })).toBe('less')
    expect(judgeChange({ median: 1.1, low: 1.05, high: 1.15, rounds: 5 })).toBe('**more**')
    expect(judgeChange({ median: 1.1, low: 0.98, high: 1.2, rounds: 5 })).toBe('no difference shown')
  })
})
