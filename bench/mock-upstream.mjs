import { createServer } from 'node:http'
import { parseArgs } from 'node:util'
import { createAnswer, createStream } from './mock-answers.mjs'
import { findModelName, parseModelName } from './mock-model.mjs'
import { serveParent } from './serve-parent.mjs'
import { stampToken } from './token-text.mjs'

/** A provider of the OpenAI dialect that costs next to nothing: answers are serialised once for a model. Models: see mock-model.mjs. */

const { values } = parseArgs({
  options: { port: { type: 'string', default: '0' }, latency: { type: 'string' }, tokens: { type: 'string' } },
})
const defaults = {
  ...(values.latency && { latencyMs: Number(values.latency) }),
  ...(values.tokens && { tokens: Number(values.tokens) }),
}
const kept = new Map()

function findModel(name) {
  if (!kept.has(name)) {
    const plan = parseModelName(name, defaults)
    kept.set(name, plan && { plan, answer: createAnswer(name, plan), stream: createStream(name, plan) })
  }
  return kept.get(name)
}

function refuse(response) {
  response.writeHead(404, { 'content-type': 'application/json' })
  response.end(
    '{"error":{"message":"The mock has only models named bench-...","type":"invalid_request_error","code":"model_not_found"}}',
  )
}

function sendAnswer({ answer }, response) {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': answer.length })
  response.end(answer)
}

function sendStream({ plan, stream }, response, withUsage) {
  response.socket?.setNoDelay(true)
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' })
  response.write(stream.opening)
  const close = () => response.end(withUsage ? stream.closingWithUsage : stream.closing)
  if (plan.pauseMs > 0) sendPaced(plan, stream, response, close)
  else sendSaturated(stream.writes, 0, response, close)
}

function sendSaturated(writes, from, response, close) {
  if (response.destroyed) return
  if (from >= writes.length) return close()
  const goOn = () => sendSaturated(writes, from + 1, response, close)
  if (response.write(writes[from])) setImmediate(goOn)
  else response.once('drain', goOn)
}

function sendPaced(plan, stream, response, close) {
  let sent = 0
  const timer = setInterval(() => {
    if (response.destroyed) return clearInterval(timer)
    response.write(stream.beforeToken + stampToken() + stream.afterToken)
    if (++sent < plan.tokens) return
    clearInterval(timer)
    close()
  }, plan.pauseMs)
}

function answer(body, response) {
  const model = findModel(findModelName(body))
  if (!model) return refuse(response)
  const send = body.includes('"stream":true')
    ? () => sendStream(model, response, body.includes('"include_usage":true'))
    : () => sendAnswer(model, response)
  if (model.plan.latencyMs > 0) setTimeout(send, model.plan.latencyMs)
  else send()
}

const server = createServer((request, response) => {
  const chunks = []
  request.on('data', (chunk) => chunks.push(chunk))
  request.on('end', () => answer(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks), response))
})
serveParent(server, Number(values.port))
