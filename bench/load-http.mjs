import { Pool } from 'undici'
import { SseReader, textOfChunk, textOfGeminiChunk, textOfMessageEvent } from './sse-reader.mjs'
import { nowMicros, TokenReader } from './token-text.mjs'

const gemini = (model, method) => `/v1beta/models/${model}:${method}`

/** What each kind of client asks, and how its answer is read. */
const KINDS = {
  rest: { path: () => '/v1/chat/completions', read: readBuffered('"content"') },
  'rest-stream': { path: () => '/v1/chat/completions', read: readStreamOf(textOfChunk) },
  graphql: { path: () => '/graphql', read: readBuffered('"__typename":"Completion"') },
  anthropic: { path: () => '/v1/messages', read: readBuffered('"text"') },
  'anthropic-stream': { path: () => '/v1/messages', read: readStreamOf(textOfMessageEvent) },
  gemini: { path: (model) => gemini(model, 'generateContent'), read: readBuffered('"text"') },
  'gemini-stream': { path: (model) => gemini(model, 'streamGenerateContent?alt=sse'), read: readStreamOf(textOfGeminiChunk) },
}

/** Clients over HTTP: every wire format, buffered and streamed, and GraphQL's mutation. */
export async function openHttp(job) {
  const pool = new Pool(`http://127.0.0.1:${job.port}`, {
    connections: job.concurrency,
    bodyTimeout: 60_000,
    headersTimeout: 60_000,
  })
  const headers = { 'content-type': 'application/json', accept: 'application/json', ...authorize(job) }
  const { path, read } = KINDS[job.kind]
  const ask = (body) => pool.request({ path: path(job.model), method: 'POST', headers, body })
  return { ask: async (_lane, body) => read(await ask(body)), close: () => pool.destroy() }
}

function authorize({ authorization }) {
  return authorization ? { authorization } : {}
}

async function textOf(answer) {
  const text = await answer.body.text()
  if (answer.statusCode !== 200) throw new Error(`status ${answer.statusCode}: ${text.slice(0, 200)}`)
  return text
}

function readBuffered(mark) {
  return async (answer) => {
    const text = await textOf(answer)
    if (!text.includes(mark)) throw new Error(`a 200 without ${mark}: ${text.slice(0, 300)}`)
    return { events: 1, delaysMs: [] }
  }
}

function readStreamOf(textOfEvent) {
  return async (answer) => {
    if (answer.statusCode !== 200) await textOf(answer)
    const events = new SseReader()
    const reader = new TokenReader()
    let firstAt
    for await (const chunk of answer.body) {
      const arrived = nowMicros()
      for (const data of events.read(chunk)) {
        const text = data === '[DONE]' ? '' : textOfEvent(data)
        if (text) reader.read(text, arrived)
      }
      if (firstAt === undefined && reader.tokens > 0) firstAt = performance.now()
    }
    return { tokens: reader.tokens, events: reader.events, delaysMs: reader.delaysMs, firstAt }
  }
}
