import { Pool } from 'undici'
import { SseReader, textOfChunk } from './sse-reader.mjs'
import { nowMicros, TokenReader } from './token-text.mjs'

const PATHS = { rest: '/v1/chat/completions', 'rest-stream': '/v1/chat/completions', graphql: '/graphql' }

/** Clients over HTTP: OpenAI's dialect, buffered and streamed, and GraphQL's mutation. */
export async function openHttp(job) {
  const pool = new Pool(`http://127.0.0.1:${job.port}`, {
    connections: job.concurrency,
    bodyTimeout: 60_000,
    headersTimeout: 60_000,
  })
  const headers = { 'content-type': 'application/json', accept: 'application/json', ...authorize(job) }
  const ask = (body) => pool.request({ path: PATHS[job.kind], method: 'POST', headers, body })
  const read = { rest: readAnswer, graphql: readMutation, 'rest-stream': readStream }[job.kind]
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

async function readAnswer(answer) {
  const text = await textOf(answer)
  if (!text.includes('"content"')) throw new Error('a 200 without content')
  return { events: 1, delaysMs: [] }
}

async function readMutation(answer) {
  const text = await textOf(answer)
  if (!text.includes('"__typename":"Completion"')) throw new Error(`no Completion: ${text.slice(0, 300)}`)
  return { events: 1, delaysMs: [] }
}

async function readStream(answer) {
  if (answer.statusCode !== 200) await textOf(answer)
  const events = new SseReader()
  const reader = new TokenReader()
  let firstAt
  for await (const chunk of answer.body) {
    const arrived = nowMicros()
    for (const data of events.read(chunk)) {
      const text = data === '[DONE]' ? '' : textOfChunk(data)
      if (text) reader.read(text, arrived)
    }
    if (firstAt === undefined && reader.tokens > 0) firstAt = performance.now()
  }
  return { tokens: reader.tokens, events: reader.events, delaysMs: reader.delaysMs, firstAt }
}
