import { createServer } from 'node:http'
import { parseArgs } from 'node:util'
import { Pool } from 'undici'
import { WebSocketServer } from 'ws'
import { serveParent } from './serve-parent.mjs'
import { SseReader, textOfChunk } from './sse-reader.mjs'

/** The yardstick of subscriptions: a client sends `{ id, request }`, each token comes back as a JSON frame, then one frame that says so. */

const { values } = parseArgs({ options: { upstream: { type: 'string' }, port: { type: 'string', default: '0' } } })
const pool = new Pool(values.upstream, { connections: 256 })
const headers = { 'content-type': 'application/json' }

async function relay(socket, { id, request }) {
  const body = JSON.stringify(request)
  const answer = await pool.request({ path: '/v1/chat/completions', method: 'POST', headers, body })
  const reader = new SseReader()
  let seq = 0
  for await (const chunk of answer.body) {
    for (const data of reader.read(chunk)) {
      const text = data === '[DONE]' ? '' : textOfChunk(data)
      if (text) socket.send(JSON.stringify({ id, type: 'text', seq: seq++, text }))
    }
  }
  socket.send(JSON.stringify({ id, type: 'complete' }))
}

const server = createServer()
const sockets = new WebSocketServer({ server, maxPayload: 1 << 20 })
sockets.on('connection', (socket) => {
  socket.on('error', () => socket.terminate())
  socket.on('message', (message) => relay(socket, JSON.parse(message.toString())).catch(() => socket.close(1011)))
})
serveParent(server, Number(values.port))
