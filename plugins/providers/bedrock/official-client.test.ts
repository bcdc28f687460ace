import { request as httpRequest, type IncomingMessage } from 'node:http'
import {
  BedrockRuntimeClient,
  type BedrockRuntimeClientConfig,
  ConverseCommand,
  ConverseStreamCommand,
  CountTokensCommand,
  type Message,
  ResourceNotFoundException,
  ThrottlingException,
} from '@aws-sdk/client-bedrock-runtime'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ProviderServer, startProviderServer } from '../../../test/support/provider-process/server.mjs'
import { testKeys } from './test-keys.js'

const ARN = 'arn:aws:bedrock:eu-central-1:123456789012:application-inference-profile/a1:tools'
const messages: Message[] = [{ role: 'user', content: [{ text: 'Say something.' }] }]
const tool = {
  toolSpec: { name: 'get_weather', inputSchema: { json: { type: 'object', properties: { city: { type: 'string' } } } } },
}

let server: ProviderServer
let client: BedrockRuntimeClient

function createClient(credentials = testKeys): BedrockRuntimeClient {
  const endpoint = `${server.origin}/bedrock`
  return new BedrockRuntimeClient({ region: 'eu-central-1', endpoint, credentials, maxAttempts: 1, requestHandler })
}

/** The client speaks HTTP/2 by itself, which the provider process does not. */
const requestHandler = {
  async handle({ method, hostname, port, path, query, headers, body }: HttpRequest) {
    const search = new URLSearchParams(query as Record<string, string>).toString()
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      const options = { method, hostname, port, path: search ? `${path}?${search}` : path, headers }
      httpRequest(options, resolve).on('error', reject).end(body)
    })
    return {
      response: { statusCode: response.statusCode ?? 0, headers: response.headers as Record<string, string>, body: response },
    }
  },
} as unknown as BedrockRuntimeClientConfig['requestHandler']

interface HttpRequest {
  readonly method: string
  readonly hostname: string
  readonly port?: number
  readonly path: string
  readonly query?: object
  readonly headers: Record<string, string>
  readonly body?: Uint8Array | string
}

beforeAll(async () => {
  server = await startProviderServer()
  client = createClient()
})
afterAll(async () => {
  client.destroy()
  await server.close()
})

describe('the provider process speaks to the official client of Bedrock as Bedrock does', () => {
  it('buffered', async () => {
    const { output, stopReason, usage } = await client.send(
      new ConverseCommand({ modelId: ARN, messages, toolConfig: { tools: [tool] } }),
    )
    expect(stopReason).toBe('tool_use')
    expect(output?.message?.content?.[0]?.toolUse).toMatchObject({ name: 'get_weather', input: { city: 'sample' } })
    expect(usage).toMatchObject({ inputTokens: 30, outputTokens: 10 })
  })

  it('streamed', async () => {
    const { stream } = await client.send(new ConverseStreamCommand({ modelId: 'reasoning', messages }))
    const events = []
    for await (const event of stream!) events.push(event)
    const deltas = events.flatMap((event) => event.contentBlockDelta?.delta ?? [])
    expect(deltas.map((delta) => delta.reasoningContent?.text ?? '').join('')).toContain('A weir holds water.')
    expect(deltas.map((delta) => delta.text ?? '').join('')).toContain('The quiet weir')
    expect(events.at(-1)?.metadata?.usage).toMatchObject({ inputTokens: 25, outputTokens: 42 })
  })

  it('counts tokens', async () => {
    const input = { converse: { messages } }
    expect((await client.send(new CountTokensCommand({ modelId: 'text', input }))).inputTokens).toBe(20)
  })

  it('fails', async () => {
    const failing = (modelId: string) => client.send(new ConverseCommand({ modelId, messages }))
    await expect(failing('fault-429')).rejects.toBeInstanceOf(ThrottlingException)
    await expect(failing('fault-404')).rejects.toBeInstanceOf(ResourceNotFoundException)
  })

  it('refuses a signature by another key', async () => {
    const other = createClient({ ...testKeys, secretAccessKey: 'not-the-secret' })
    await expect(other.send(new ConverseCommand({ modelId: 'text', messages }))).rejects.toMatchObject({
      name: 'InvalidSignatureException',
    })
    other.destroy()
  })
})
