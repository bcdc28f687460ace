import { describe, expect, it } from 'vitest'
import type { CompletionRequest } from '../../../src/plugin-api.js'
import { fromMessagesRequest } from '../../../src/rest/anthropic/from-messages-request.js'
import { fromChatRequest } from '../../../src/rest/openai/from-chat-request.js'
import { asking } from '../../../test/conformance/provider/read-answer.js'
import { dropForeignExtra } from './drop-foreign-extra.js'
import { toChatBody } from './to-chat-body.js'

const send = (request: CompletionRequest) =>
  JSON.stringify(toChatBody(request, { model: 'm', stream: false, kind: 'k', quirks: {} }).body)

const PDF = { type: 'base64', media_type: 'application/pdf', data: 'JVBERg==' }

describe('extras of single parts, messages and tools', () => {
  it("do not reach an OpenAI dialect in Anthropic's words", () => {
    const { request } = fromMessagesRequest({
      model: 'm',
      max_tokens: 9,
      messages: [
        {
          role: 'user',
          content: [
            { type: 'document', source: PDF, citations: { enabled: true } },
            { type: 'text', text: 'Hi', beside: 'text' },
          ],
        },
        { role: 'assistant', content: [{ type: 'tool_use', id: 't', name: 'f', input: {}, beside: 'call' }] },
        {
          role: 'user',
          content: [{ type: 'tool_result', tool_use_id: 't', content: [{ type: 'text', text: 'ok' }], beside: 'result' }],
        },
      ],
      tools: [{ name: 'f', input_schema: { type: 'object' }, defer_loading: true }],
    })
    expect(JSON.stringify(request)).toMatch(/citations.*beside.*defer_loading/)
    expect(send(request)).not.toMatch(/citations|beside|defer_loading/)
  })

  it('are sent as they are when they came by the OpenAI door, with or without fields of the request', () => {
    const body = {
      model: 'm',
      messages: [{ role: 'user', content: [{ type: 'text', text: 'Hi', beside: 1 }], within: 2 }],
      tools: [{ type: 'function', function: { name: 'f' }, around: 3 }],
    }
    for (const fields of [{}, { service_tier: 'flex' }]) {
      const sent = send(fromChatRequest({ ...body, ...fields }).request)
      expect(sent).toMatch(/"within":2.*"beside":1.*"around":3/)
    }
  })

  it('are left out within results of tools too, but not for who speaks the dialect', () => {
    const part = { type: 'text', text: 'a', extra: { beside: 1 } } as const
    const result = { type: 'tool-result', toolCallId: 't', parts: [part], extra: { beside: 2 } } as const
    const request = asking('', { messages: [{ role: 'tool', parts: [result] }], extra: { dialect: 'gemini', fields: {} } })
    expect(dropForeignExtra(request).messages).toEqual([
      { role: 'tool', parts: [{ type: 'tool-result', toolCallId: 't', parts: [{ type: 'text', text: 'a' }] }] },
    ])
    expect(dropForeignExtra(request, ['gemini'])).toBe(request)
  })
})
