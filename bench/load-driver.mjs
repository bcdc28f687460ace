import { openHttp } from './load-http.mjs'
import { offerLoad } from './load-pace.mjs'
import { openWebSockets } from './load-websocket.mjs'
import { createRequestBodies } from './request-bodies.mjs'

/** The clients, in a process of their own so that their CPU is nobody's. The parent sends jobs, each is answered with what was seen. */

const KINDS = {
  rest: openHttp,
  graphql: openHttp,
  'rest-stream': openHttp,
  anthropic: openHttp,
  'anthropic-stream': openHttp,
  gemini: openHttp,
  'gemini-stream': openHttp,
  'raw-websocket': openWebSockets,
  subscription: openWebSockets,
}
const TIMED_OUT = Symbol('timed out')

const keptBodies = new Map()

function findBodies(job) {
  const key = `${job.kind} ${job.model} ${job.bodyBytes}`
  if (!keptBodies.has(key)) keptBodies.set(key, createRequestBodies(job))
  return keptBodies.get(key)
}

const openClients = new Map()

/** Connections stay open between jobs of a scenario: opening them would count as the cost of requests. */
async function findClients(job) {
  // Gemini's paths hold the model.
  const key = `${job.kind} ${job.port} ${job.concurrency} ${job.model}`
  if (!openClients.has(key)) openClients.set(key, await KINDS[job.kind](job))
  return openClients.get(key)
}

function closeClients() {
  for (const clients of openClients.values()) clients.close()
  openClients.clear()
}

async function runJob(job) {
  const bodies = findBodies(job)
  const clients = await findClients(job)
  const seen = { latenciesMs: [], delaysMs: [], tokens: 0, events: 0, answered: 0, errors: 0, firstError: null }
  const until = performance.now() + job.deadlineMs
  const once = async (lane, index) => {
    const startedAt = performance.now()
    const outcome = await within(until, clients.ask(lane, bodies[index % bodies.length])).catch((error) => error)
    note(seen, job, startedAt, outcome)
  }
  const pace = await offerLoad(job, once)
  if (seen.errors > 0) closeClients()
  return { ...seen, ...pace }
}

/** A buffered answer is whole or an error, so only streams count their tokens. */
function note(seen, job, startedAt, outcome) {
  if (outcome instanceof Error) return noteError(seen, outcome.message)
  const { tokens = job.tokens } = outcome
  if (tokens !== job.tokens) return noteError(seen, `${tokens} tokens arrived of ${job.tokens}`)
  seen.latenciesMs.push((outcome.firstAt ?? performance.now()) - startedAt)
  for (const delayMs of outcome.delaysMs) seen.delaysMs.push(delayMs)
  seen.tokens += tokens
  seen.events += outcome.events
  seen.answered += 1
}

function noteError(seen, message) {
  seen.errors += 1
  seen.firstError ??= message
}

async function within(until, work) {
  let timer
  const late = new Promise((resolve) => {
    timer = setTimeout(resolve, Math.max(0, until - performance.now()), TIMED_OUT)
  })
  const outcome = await Promise.race([work, late]).finally(() => clearTimeout(timer))
  if (outcome === TIMED_OUT) throw new Error('no answer before the deadline of the load')
  return outcome
}

process.on('message', async (job) => {
  try {
    process.send({ result: job.close ? closeClients() : await runJob(job) })
  } catch (error) {
    process.send({ error: error.message })
  }
})
process.on('disconnect', () => process.exit(0))
process.send({ ready: true })
