import { describe, expect, it } from 'vitest'
import { capabilitiesOf } from './capabilities-of.js'
import { toClaudeModel } from './claude-model.js'

describe('what a name tells of a Claude model', () => {
  it.each([
    ['claude-3-haiku-20240307', null],
    ['claude-3-5-sonnet-latest', null],
    ['claude-3-7-sonnet-20250219', { budget: true, adaptive: false, off: 'absent' }],
    ['claude-opus-4-20250514', { budget: true, adaptive: false, off: 'absent' }],
    ['claude-haiku-4-5', { budget: true, adaptive: false, off: 'absent' }],
    ['claude-sonnet-4-5@20250929', { budget: true, adaptive: false, off: 'absent' }],
    ['us.anthropic.claude-opus-4-6-v1', { budget: true, adaptive: true, off: 'absent' }],
    ['claude-opus-4-8', { budget: false, adaptive: true, off: 'absent' }],
    ['claude-sonnet-5', { budget: false, adaptive: true, off: 'disabled' }],
    ['claude-haiku-5-5', { budget: false, adaptive: true, off: 'disabled' }],
    ['claude-sonnet-5-5', { budget: false, adaptive: true, off: 'between_tools' }],
    ['claude-opus-5-5', { budget: false, adaptive: true, off: 'never' }],
    ['claude-fable-5-1', { budget: false, adaptive: true, off: 'never' }],
    ['claude-mythos-preview', { budget: false, adaptive: true, off: 'never' }],
    ['our-own-alias', { budget: true, adaptive: true, off: 'disabled' }],
  ])('%s thinks so: %j', (name, thinking) => {
    expect(toClaudeModel(name).thinking).toEqual(thinking)
  })

  it.each([
    ['claude-3-opus-20240229', 4_096],
    ['claude-3-5-haiku-20241022', 8_192],
    ['anthropic.claude-opus-4-1-20250805-v1:0', 32_000],
    ['claude-sonnet-4-5', 64_000],
    ['claude-opus-4-7', 128_000],
    ['claude-haiku-latest', null],
  ])('%s writes at most %s tokens', (name, tokens) => {
    expect(toClaudeModel(name).maxOutputTokens).toBe(tokens)
  })

  it.each([
    ['claude-opus-4-1', false],
    ['claude-sonnet-4-20250514', false],
    ['claude-sonnet-4-5', true],
    ['claude-haiku-4-5', true],
    ['claude-opus-4-5', true],
    ['claude-fable-5', true],
    ['our-own-alias', undefined],
  ])('%s answers to a schema by its own means: %s', (name, jsonSchema) => {
    expect(capabilitiesOf(name).jsonSchema).toBe(jsonSchema)
  })

  it.each([
    ['claude-3-5-sonnet-20241022', ['reasoning']],
    ['claude-sonnet-4-6', []],
    ['claude-opus-4-7', ['temperature', 'topP', 'topK']],
    ['claude-haiku-5-5', ['temperature', 'topP', 'topK']],
  ])('%s refuses beside what all do: %j', (name, more) => {
    const all = ['n', 'seed', 'logprobs', 'presencePenalty', 'frequencyPenalty']
    expect(capabilitiesOf(name).unsupported).toEqual([...all, ...more])
  })

  it.each([
    ['claude-opus-5', true],
    ['claude-haiku-5-5', true],
    ['claude-opus-5-5', false],
    ['claude-sonnet-5-5', false],
    ['claude-fable-5-1', false],
    ['claude-opus-6', false],
  ])('%s can be made to call a tool: %s', (name, forcedTools) => {
    expect(toClaudeModel(name).forcedTools).toBe(forcedTools)
  })
})
