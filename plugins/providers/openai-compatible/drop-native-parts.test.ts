import { expect, it } from 'vitest'
import type { Message } from '../../../src/plugin-api.js'
import { asking } from '../../../test/conformance/provider/read-answer.js'
import { toChatBody } from './to-chat-body.js'

const NATIVE = { type: 'native', dialect: 'openai-responses', value: { type: 'web_search_call' } } as const
const OPTIONS = { model: 'm', stream: false, kind: 'k', quirks: {} }

it('leaves items of other dialects out, and turns that were nothing else, with one warning', () => {
  const said: Message = { role: 'assistant', parts: [NATIVE, { type: 'text', text: 'b' }] }
  const messages: Message[] = [...asking('a').messages, said, { role: 'user', parts: [NATIVE] }]
  const { body, warnings } = toChatBody({ model: 'm', messages }, OPTIONS)
  expect(body['messages']).toEqual([
    { role: 'user', content: 'a' },
    { role: 'assistant', content: 'b' },
  ])
  expect(warnings).toMatchObject([{ code: 'STATE_DROPPED' }])
})
