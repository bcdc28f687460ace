import { expect, it } from 'vitest'
import { toFinishReason } from './to-finish-reason.js'

const NOTHING = { refusal: false, toolCall: false }

it.each([
  ['stop', NOTHING, 'STOP'],
  ['length', NOTHING, 'LENGTH'],
  ['model_length', NOTHING, 'LENGTH'],
  ['tool_calls', NOTHING, 'TOOL_CALLS'],
  ['function_call', NOTHING, 'TOOL_CALLS'],
  ['content_filter', { refusal: true, toolCall: false }, 'CONTENT_FILTER'],
  ['insufficient_system_resource', NOTHING, 'OTHER'],
  ['toString', NOTHING, 'OTHER'],
  ['stop', { refusal: true, toolCall: false }, 'REFUSAL'],
  ['stop', { refusal: false, toolCall: true }, 'TOOL_CALLS'],
] as const)('reads %s after %o as %s', (native, seen, expected) => {
  expect(toFinishReason(native, seen)).toBe(expected)
})
