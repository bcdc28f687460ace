import type { AddressInfo } from 'node:net'
import { GoogleGenAI } from '@google/genai'
import Fastify, { type FastifyInstance } from 'fastify'
import type { Admin } from '../../../../src/admin/admin.js'
import { type GeminiDoorDeps, registerGeminiDoor } from '../../../../src/rest/gemini/gemini-door.js'
import { answerFrameworkError } from '../../../../src/rest/openai/answer-error.js'
import { registerRestDoor } from '../../../../src/rest/rest-door.js'
import { KeyedPipeline } from '../../anthropic/support/open-anthropic.js'
import { KEY } from '../../support/fake-pipeline.js'
import { FakeResponses } from '../../support/fake-responses.js'

export interface OpenGemini {
  readonly app: FastifyInstance
  readonly pipeline: KeyedPipeline
  readonly url: string
  readonly client: GoogleGenAI
  readonly logged: object[]
  close(): Promise<void>
}

/** The door beside OpenAI's, whose paths it shares, on a real port with the official client before it. */
export async function openGemini(deps: Partial<GeminiDoorDeps> = {}): Promise<OpenGemini> {
  const app = Fastify({ bodyLimit: 1_000_000, forceCloseConnections: true, frameworkErrors: answerFrameworkError })
  const pipeline = new KeyedPipeline()
  const logged: object[] = []
  const all = { pipeline, admin: {} as Admin, log: { error: (fields: object) => logged.push(fields) }, ...deps }
  registerRestDoor(app, { ...all, responses: new FakeResponses() })
  registerGeminiDoor(app, all)
  await app.listen({ port: 0, host: '127.0.0.1' })
  const url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`
  const client = new GoogleGenAI({ apiKey: KEY, httpOptions: { baseUrl: url } })
  return { app, pipeline, url, client, logged, close: () => app.close() }
}
