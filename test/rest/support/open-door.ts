import type { AddressInfo } from 'node:net'
import Fastify, { type FastifyInstance } from 'fastify'
import OpenAI from 'openai'
import type { Admin } from '../../../src/admin/admin.js'
import { answerFrameworkError } from '../../../src/rest/openai/answer-error.js'
import { type RestDoorDeps, registerRestDoor } from '../../../src/rest/rest-door.js'
import { FakePipeline, KEY } from './fake-pipeline.js'
import { FakeResponses } from './fake-responses.js'

export interface OpenDoor {
  readonly app: FastifyInstance
  readonly pipeline: FakePipeline
  readonly responses: FakeResponses
  readonly url: string
  readonly client: OpenAI
  /** What the door logged as an error. */
  readonly logged: object[]
  close(): Promise<void>
}

/** The REST door on a real loopback port, with the official client before it and a scripted pipeline behind it. */
export async function openDoor(deps: Partial<RestDoorDeps> = {}, bodyLimit = 1_000_000): Promise<OpenDoor> {
  const app = Fastify({ bodyLimit, forceCloseConnections: true, frameworkErrors: answerFrameworkError })
  const pipeline = new FakePipeline()
  const responses = new FakeResponses()
  const logged: object[] = []
  registerRestDoor(app, { pipeline, responses, admin: {} as Admin, log: { error: (fields) => logged.push(fields) }, ...deps })
  await app.listen({ port: 0, host: '127.0.0.1' })
  const url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`
  const client = new OpenAI({ apiKey: KEY, baseURL: `${url}/v1`, maxRetries: 0 })
  return { app, pipeline, responses, url, client, logged, close: () => app.close() }
}
