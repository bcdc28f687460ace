import { afterAll, beforeAll, expect, it } from 'vitest'
import { type OpenAnthropic, openAnthropic } from './anthropic/support/open-anthropic.js'
import { type OpenGemini, openGemini } from './gemini/support/open-gemini.js'
import { KEY, say } from './support/fake-pipeline.js'

let anthropic: OpenAnthropic
let gemini: OpenGemini
beforeAll(async () => {
  anthropic = await openAnthropic()
  gemini = await openGemini()
})
afterAll(() => Promise.all([anthropic.close(), gemini.close()]))
/** Both stand beside OpenAI's doors. */
const doorOf = (dialect: string) => (dialect === 'gemini' ? gemini : anthropic)

const HELLO = { role: 'user', content: 'Hi' }
const DOORS = [
  ['anthropic', '/v1/messages', { model: 'm', max_tokens: 9, messages: [HELLO] }],
  ['gemini', '/v1beta/models/m:generateContent', { contents: [{ role: 'user', parts: [{ text: 'Hi' }] }] }],
  ['openai-responses', '/v1/responses', { model: 'm', input: 'Hi' }],
  ['openai', '/v1/chat/completions', { model: 'm', messages: [HELLO] }],
] as const

const ask = async (door: OpenAnthropic | OpenGemini, path: string, body: object) => {
  const headers = { authorization: `Bearer ${KEY}`, 'content-type': 'application/json', 'x-weir-include': 'details' }
  const answer = await fetch(door.url + path, { method: 'POST', headers, body: JSON.stringify(body) })
  expect(answer.status).toBe(200)
  return { warnings: answer.headers.get('x-weir-warnings'), body: await answer.text() }
}
const saying = (dialect: string) =>
  say([{ type: 'text-delta', text: 'a' }], [{ type: 'native', dialect, value: { type: 'own_search', query: 'river' } }])

it.each(DOORS)('the door of %s warns of items of another dialect that it leaves out', async (dialect, path, body) => {
  const door = doorOf(dialect)
  door.pipeline.script = saying('another')
  const answer = await ask(door, path, body)
  expect(answer.warnings).toBe('STATE_DROPPED')
  expect(answer.body).toContain('items of another that this format has no form for (1)')
  expect(answer.body).not.toContain('river')
})

it.each(DOORS.slice(0, 3))('the door of %s shows its own without a warning', async (dialect, path, body) => {
  const door = doorOf(dialect)
  door.pipeline.script = saying(dialect)
  const answer = await ask(door, path, body)
  expect(answer.warnings).toBeNull()
  expect(answer.body).toContain('river')
})
