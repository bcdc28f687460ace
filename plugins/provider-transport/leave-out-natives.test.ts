import { expect, it } from 'vitest'
import type { CompletionRequest, NativePart } from '../../src/plugin-api.js'
import { leaveOutNatives } from './leave-out-natives.js'

const native = (dialect: string): NativePart => ({ type: 'native', dialect, value: { type: 'search' } })
const [OURS, THEIRS] = [native('ours'), native('theirs')]
const SAID = { type: 'text', text: 'a' } as const
const asking = (fields: Partial<CompletionRequest> = {}): CompletionRequest => ({
  model: 'm',
  messages: [
    { role: 'user', parts: [] },
    { role: 'assistant', parts: [THEIRS, OURS, SAID] },
    { role: 'assistant', parts: [THEIRS] },
  ],
  ...fields,
})

it('leaves out items of other dialects, and turns that were nothing else, with one warning', () => {
  const { request, warnings } = leaveOutNatives(asking(), 'ours')
  expect(request.messages).toEqual([
    { role: 'user', parts: [] },
    { role: 'assistant', parts: [OURS, SAID] },
  ])
  expect(warnings).toMatchObject([{ code: 'STATE_DROPPED', parameter: 'messages' }])
})

it('leaves out all of them for a dialect that has none', () => {
  expect(leaveOutNatives(asking()).request.messages[1]).toEqual({ role: 'assistant', parts: [SAID] })
})

it('keeps a request as it is when there are none, or only its own', () => {
  const request = asking({ messages: [{ role: 'assistant', parts: [OURS] }] })
  expect(leaveOutNatives(request, 'ours')).toEqual({ request, warnings: [] })
})

it('refuses or says nothing when it is asked to', () => {
  const refuse = () => leaveOutNatives(asking({ onUnsupported: 'ERROR' }), 'ours')
  expect(refuse).toThrow(expect.objectContaining({ code: 'UNSUPPORTED_PARAMETER', path: 'messages' }))
  expect(leaveOutNatives(asking({ onUnsupported: 'IGNORE' }), 'ours').warnings).toEqual([])
})
