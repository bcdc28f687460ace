import type { AddressInfo } from 'node:net'
import Anthropic from '@anthropic-ai/sdk'
import Fastify, { type FastifyInstance } from 'fastify'
import type { Admin } from '../../../../src/admin/admin.js'
import type { Principal } from '../../../../src/domain/principal.js'
import { type AnthropicDoorDeps, registerAnthropicDoor } from '../../../../src/rest/anthropic/anthropic-door.js'
import { answerFrameworkError } from '../../../../src/rest/openai/answer-error.js'
import { registerRestDoor } from '../../../../src/rest/rest-door.js'
import { FakePipeline, KEY } from '../../support/fake-pipeline.js'
import { FakeResponses } from '../../support/fake-responses.js'

/** Takes keys as the real one does: bare, or behind `Bearer`. */
export class KeyedPipeline extends FakePipeline {
  override authenticate(credential: string | undefined): Principal {
    return super.authenticate(credential?.startsWith('Bearer ') ? credential : `Bearer ${credential}`)
  }
}

export interface OpenAnthropic {
  readonly app: FastifyInstance
  readonly pipeline: KeyedPipeline
  readonly url: string
  readonly client: Anthropic
  readonly logged: object[]
  close(): Promise<void>
}

/** The door beside OpenAI's, whose paths it shares, on a real port with the official client before it. */
export async function openAnthropic(deps: Partial<AnthropicDoorDeps> = {}): Promise<OpenAnthropic> {
  const app = Fastify({ bodyLimit: 1_000_000, forceCloseConnections: true, frameworkErrors: answerFrameworkError })
  const pipeline = new KeyedPipeline()
  const logged: object[] = []
  const all = { pipeline, admin: {} as Admin, log: { error: (fields: object) => logged.push(fields) }, ...deps }
  registerRestDoor(app, { ...all, responses: new FakeResponses() })
  registerAnthropicDoor(app, all)
  await app.listen({ port: 0, host: '127.0.0.1' })
  const url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`
  const client = new Anthropic({ apiKey: KEY, baseURL: url, maxRetries: 0 })
  return { app, pipeline, url, client, logged, close: () => app.close() }
}
