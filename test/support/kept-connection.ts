import { Agent, type IncomingHttpHeaders, request } from 'node:http'
import { writerOf } from '../../src/domain/call-id.js'
import type { RunningWeir } from './start-weir.js'

/** A request without an answer until then hangs. */
const ANSWER_MS = 20_000
/** Connections go to the workers in turn, but for those that others open meanwhile. */
const MOST_TRIES = 200

export interface Answered {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  // biome-ignore lint/suspicious/noExplicitAny: whatever the gateway said
  readonly body: any
}

/** One connection that is kept: all its requests go to the worker that accepted it, one after the other. */
export interface KeptConnection {
  chat(model: string, key?: string): Promise<Answered>
  /** @throws {Error} with what the gateway said, when it refuses */
  graphql<Data>(query: string, variables?: object): Promise<Data>
  close(): void
}

export function keepConnection(weir: RunningWeir): KeptConnection {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const post = (path: string, body: object, key = weir.adminKey) =>
    new Promise<Answered>((resolve, reject) => {
      const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
      const options = { method: 'POST', agent, headers, signal: AbortSignal.timeout(ANSWER_MS) }
      const asked = request(`${weir.url}${path}`, options, (response) => {
        let text = ''
        response.setEncoding('utf8').on('data', (chunk) => {
          text += chunk
        })
        response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: parse(text) }))
        response.on('error', reject)
      })
      asked.on('error', reject)
      asked.end(JSON.stringify(body))
    })
  return {
    chat: (model, key) => post('/v1/chat/completions', { model, messages: [{ role: 'user', content: 'Hi' }] }, key),
    async graphql<Data>(query: string, variables: object = {}) {
      const { body } = await post('/graphql', { query, variables })
      if (body.errors) throw new Error(JSON.stringify(body.errors))
      return body.data as Data
    },
    close: () => agent.destroy(),
  }
}

/** A kept connection to each of the workers, by the worker's name. `model` is asked to find out. */
export async function connectToEach(weir: RunningWeir, workers: number, model: string): Promise<Map<string, KeptConnection>> {
  const found = new Map<string, KeptConnection>()
  for (let tried = 0; found.size < workers; tried++) {
    if (tried >= MOST_TRIES) throw new Error(`Only ${found.size} of ${workers} workers answered`)
    const connection = keepConnection(weir)
    const { headers } = await connection.chat(model)
    const writer = writerOf(String(headers['x-weir-call-id'])) ?? ''
    if (writer === '' || found.has(writer)) connection.close()
    else found.set(writer, connection)
  }
  return found
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
