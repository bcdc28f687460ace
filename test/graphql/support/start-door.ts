import fastify from 'fastify'
import { type Client, type ClientOptions, createClient } from 'graphql-ws'
import { onTestFinished } from 'vitest'
import WebSocket from 'ws'
import { type GraphqlDoor, type GraphqlDoorDeps, registerGraphqlDoor } from '../../../src/graphql/graphql-door.js'
import { FakeAdmin } from './fake-admin.js'
import { FakePipeline } from './fake-pipeline.js'

export const OPTIONS: GraphqlDoorDeps['options'] = {
  introspection: true,
  federationSdl: true,
  explorer: true,
  maxDepth: 12,
  maxAliases: 15,
  maxTokens: 2000,
  maxCost: 5000,
  maxConnections: 50,
  maxSubscriptionsPerConnection: 5,
  allowedOrigins: ['https://app.example'],
}

export interface RunningDoor {
  readonly url: string
  readonly wsUrl: string
  readonly pipeline: FakePipeline
  readonly admin: FakeAdmin
  readonly door: GraphqlDoor
  readonly bugs: Error[]
  /** A plain request as the given key. */
  ask(query: string, variables?: object, key?: string): Promise<Answered>
  wsClient(key?: string | null, options?: Partial<ClientOptions>): Client
}

// biome-ignore lint/suspicious/noExplicitAny: answers are looked into by each test
export type Answered = { status: number; data: any; errors: any[]; text: string }

/** The door on a real server of its own, stopped when the test is over. */
export async function startDoor(
  options: Partial<GraphqlDoorDeps['options']> = {},
  pace: GraphqlDoorDeps['pace'] = {},
): Promise<RunningDoor> {
  const pipeline = new FakePipeline()
  const admin = new FakeAdmin()
  const bugs: Error[] = []
  const app = fastify({ bodyLimit: 1024 * 1024, forceCloseConnections: true })
  const log = { error: ({ err }: { err: Error }) => void bugs.push(err) }
  const door = await registerGraphqlDoor(app, { pipeline, admin, options: { ...OPTIONS, ...options }, pace, log })
  const origin = await app.listen({ port: 0, host: '127.0.0.1' })
  onTestFinished(async () => {
    await door.stop()
    await app.close()
  })
  const url = `${origin}/graphql`
  const wsUrl = url.replace('http', 'ws')
  return {
    url,
    wsUrl,
    pipeline,
    admin,
    door,
    bugs,
    ask: (query, variables = {}, key = 'caller-key') => post(url, { query, variables }, key),
    wsClient: (key = 'caller-key', more = {}) => {
      const connectionParams = key === null ? {} : { authorization: `Bearer ${key}` }
      const client = createClient({ url: wsUrl, webSocketImpl: WebSocket, connectionParams, retryAttempts: 0, ...more })
      onTestFinished(async () => client.dispose())
      return client
    },
  }
}

export async function post(url: string, body: unknown, key?: string): Promise<Answered> {
  const headers = { 'content-type': 'application/json', ...(key && { authorization: `Bearer ${key}` }) }
  const response = await fetch(url, { method: 'POST', headers, body: typeof body === 'string' ? body : JSON.stringify(body) })
  const text = await response.text()
  const { data, errors } = JSON.parse(text)
  return { status: response.status, data, errors, text }
}

/** Waits until it holds, by looking again after each turn of the event loop. */
export async function until(holds: () => boolean): Promise<void> {
  const deadline = Date.now() + 5000
  while (!holds()) {
    if (Date.now() > deadline) throw new Error(`Never came true: ${holds}`)
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
}
