import { WebSocket } from 'ws'
import { nowMicros, TokenReader } from './token-text.mjs'

/** A connection a lane, one stream at a time on it. A dialect says how to greet, ask, and read a frame. */
const DIALECTS = {
  'raw-websocket': {
    path: '/',
    protocols: [],
    greet: () => undefined,
    wrap: (id, body) => `{"id":"${id}","request":${body}}`,
    read: ({ type, text }) => ({ text, done: type === 'complete' }),
  },
  subscription: {
    path: '/graphql',
    protocols: ['graphql-transport-ws'],
    greet: ({ authorization }) => JSON.stringify({ type: 'connection_init', payload: { authorization } }),
    wrap: (id, body) => `{"id":"${id}","type":"subscribe","payload":${body}}`,
    read: readSubscription,
  },
}

function readSubscription({ type, payload }) {
  if (type === 'error' || payload?.errors) throw new Error(`GraphQL: ${JSON.stringify(payload.errors ?? payload).slice(0, 300)}`)
  const event = payload?.data?.completionStream
  if (event?.__typename === 'Failed') throw new Error('the stream ended with Failed')
  return { text: event?.__typename === 'TextDelta' ? event.text : '', done: type === 'complete' }
}

export async function openWebSockets(job) {
  const dialect = DIALECTS[job.kind]
  const lanes = await Promise.all(Array.from({ length: job.concurrency }, () => openLane(dialect, job)))
  return {
    ask: (lane, body) => streamOnce(lanes[lane], dialect, body),
    close: () =>
      lanes.forEach((lane) => {
        lane.socket.terminate()
      }),
  }
}

function openLane(dialect, job) {
  const socket = new WebSocket(`ws://127.0.0.1:${job.port}${dialect.path}`, dialect.protocols, { handshakeTimeout: 10_000 })
  const lane = { socket, asked: 0, receive: undefined, fail: undefined }
  socket.on('message', (data) => lane.receive?.(JSON.parse(data.toString('latin1')), nowMicros()))
  socket.on('close', (code, reason) => lane.fail?.(new Error(`the socket closed: ${code} ${reason}`)))
  return new Promise((resolve, reject) => {
    lane.fail = reject
    socket.on('error', reject)
    lane.receive = (frame) => {
      if (frame.type === 'connection_ack') resolve(lane)
    }
    socket.on('open', () => {
      const greeting = dialect.greet(job)
      if (greeting) socket.send(greeting)
      else resolve(lane)
    })
  })
}

function streamOnce(lane, dialect, body) {
  const id = String(++lane.asked)
  const reader = new TokenReader()
  let firstAt
  return new Promise((resolve, reject) => {
    if (lane.socket.readyState !== WebSocket.OPEN) return reject(new Error('the socket was closed before'))
    lane.fail = reject
    lane.receive = (frame, arrived) => {
      try {
        if (frame.type === 'ping') return lane.socket.send('{"type":"pong"}')
        if (frame.id !== id) return
        const { text, done } = dialect.read(frame)
        if (text) reader.read(text, arrived)
        if (text && firstAt === undefined) firstAt = performance.now()
        if (done) resolve({ tokens: reader.tokens, events: reader.events, delaysMs: reader.delaysMs, firstAt })
      } catch (error) {
        reject(error)
      }
    }
    lane.socket.send(dialect.wrap(id, body))
  })
}
