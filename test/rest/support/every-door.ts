import type { AddressInfo } from 'node:net'
import Fastify from 'fastify'
import type { Admin } from '../../../src/admin/admin.js'
import { registerAnthropicDoor } from '../../../src/rest/anthropic/anthropic-door.js'
import { registerGeminiDoor } from '../../../src/rest/gemini/gemini-door.js'
import { answerFrameworkError } from '../../../src/rest/openai/answer-error.js'
import { registerRestDoor } from '../../../src/rest/rest-door.js'
import { KeyedPipeline } from '../anthropic/support/open-anthropic.js'
import { KEY } from './fake-pipeline.js'
import { FakeResponses } from './fake-responses.js'

const MESSAGES = [{ role: 'user', content: 'Hi' }]
const CONTENTS = [{ parts: [{ text: 'Hi' }] }]
const GEMINI = '/v1beta/models/demo/echo'

/** Every path that a call goes in by, with the least body. */
export const CALLS = {
  'chat completions': ['/v1/chat/completions', { model: 'm', messages: MESSAGES }],
  'chat completions, streamed': ['/v1/chat/completions', { model: 'm', messages: MESSAGES, stream: true }],
  responses: ['/v1/responses', { model: 'm', input: 'Hi', store: false }],
  'responses, streamed': ['/v1/responses', { model: 'm', input: 'Hi', store: false, stream: true }],
  messages: ['/v1/messages', { model: 'm', max_tokens: 9, messages: MESSAGES }],
  'messages, streamed': ['/v1/messages', { model: 'm', max_tokens: 9, messages: MESSAGES, stream: true }],
  'generate content': [`${GEMINI}:generateContent`, { contents: CONTENTS }],
  'generate content, streamed': [`${GEMINI}:streamGenerateContent?alt=sse`, { contents: CONTENTS }],
} as const satisfies Record<string, readonly [string, object]>

/** What is answered whole, or only counted. */
export const WHOLE_CALLS = {
  embeddings: ['/v1/embeddings', { model: 'm', input: 'Hi' }],
  moderations: ['/v1/moderations', { model: 'm', input: 'Hi' }],
  rerank: ['/v2/rerank', { model: 'm', query: 'Hi', documents: ['Hi'] }],
  'embed content': [`${GEMINI}:embedContent`, { content: { parts: [{ text: 'Hi' }] } }],
  'count tokens of messages': ['/v1/messages/count_tokens', { model: 'm', messages: MESSAGES }],
  'count tokens of contents': [`${GEMINI}:countTokens`, { contents: CONTENTS }],
  'count tokens of a response': ['/v1/responses/input_tokens', { model: 'm', input: 'Hi' }],
} as const satisfies Record<string, readonly [string, object]>

export type CallName = keyof typeof CALLS | keyof typeof WHOLE_CALLS

/** All REST doors on one real port. */
export async function openEveryDoor() {
  const app = Fastify({ forceCloseConnections: true, frameworkErrors: answerFrameworkError })
  const pipeline = new KeyedPipeline()
  const deps = { pipeline, admin: {} as Admin, log: { error: () => undefined } }
  registerRestDoor(app, { ...deps, responses: new FakeResponses() })
  registerAnthropicDoor(app, deps)
  registerGeminiDoor(app, deps)
  await app.listen({ port: 0, host: '127.0.0.1' })
  const url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`
  const ask = (name: CallName, headers: Record<string, string> = {}) => {
    const [path, body] = { ...CALLS, ...WHOLE_CALLS }[name]
    const key = { authorization: `Bearer ${KEY}`, 'x-api-key': KEY, 'x-goog-api-key': KEY }
    const sent = { ...key, 'content-type': 'application/json', 'anthropic-version': '2023-06-01', ...headers }
    return fetch(url + path, { method: 'POST', headers: sent, body: JSON.stringify(body) })
  }
  return { pipeline, ask, close: () => app.close() }
}
