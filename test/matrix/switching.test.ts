import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { agentSignature } from '../support/provider-process/canon.mjs'
import { type ProviderServer, startProviderServer } from '../support/provider-process/server.mjs'
import { type RunningWeir, startWeir } from '../support/start-weir.js'
import { createAnthropic } from './clients/anthropic.js'
import { createGemini } from './clients/gemini.js'
import { createOpenAiChat } from './clients/openai-chat.js'
import { createOpenAiResponses } from './clients/openai-responses.js'
import { TOOLS } from './features.js'
import { KINDS } from './kinds.js'

const SIGNING = KINDS.filter(({ signaturesIn }) => signaturesIn)
const CLIENTS = {
  'openai chat': createOpenAiChat,
  'openai responses': createOpenAiResponses,
  anthropic: createAnthropic,
  gemini: createGemini,
}

let provider: ProviderServer
let weir: RunningWeir

beforeAll(async () => {
  provider = await startProviderServer({ keepBodies: 20 })
  for (const kind of KINDS) for (const scenario of ['agent', 'tools']) provider.setScenario(kind.modelOf(scenario), scenario)
  const providers = new Map(KINDS.map((kind) => [kind.name, { name: kind.name, ...kind.config(provider.origin) }]))
  weir = await startWeir({ config: { providers: [...providers.values()] } })
})
afterAll(async () => {
  await weir?.stop()
  await provider?.close()
})

/** Two providers share the state of one owner: what one signed the other understands. */
const familyOf = (label: string) => (/claude|anthropic|bedrock/.test(label) ? 'claude' : /gemini/.test(label) ? 'gemini' : label)

describe.each(Object.keys(CLIENTS) as (keyof typeof CLIENTS)[])('a conversation on %s', (name) => {
  describe.each(SIGNING)('that $label began', (first) => {
    it.each(SIGNING.filter(({ label }) => familyOf(label) !== familyOf(first.label)))(
      'goes on at $label without the signatures of the first',
      async (second) => {
        const seen: string[] = []
        const url = await spy(weir.url, seen)
        const question = { model: `${first.name}/${first.modelOf('agent')}`, text: 'Plan my day.', tools: TOOLS, reasoning: true }
        const conversation = CLIENTS[name](url.origin, weir.adminKey).start(question, false)
        await conversation.begin()
        question.model = `${second.name}/${second.modelOf('tools')}`
        const reply = await conversation.giveResults('sunny, noon').finally(url.close)
        expect(reply.text).not.toBe('')
        const { body } = provider.requests.findLast(({ path }) => path.startsWith(`${second.prefix}/`))!
        expect(JSON.stringify(body)).not.toContain(agentSignature(0))
        expect(JSON.stringify(body)).toContain('sunny, noon')
        // A client that drops what it does not know has nothing foreign left to warn about.
        if (seen.some((sent) => sent.includes(agentSignature(0)) || sent.includes('d2VpcjE6')))
          expect(url.warnings.join()).toContain('STATE_DROPPED')
      },
    )
  })
})

/** A proxy of one connection that keeps what a client sends and which warnings it is given. */
async function spy(target: string, seen: string[]) {
  const { createServer } = await import('node:http')
  const warnings: string[] = []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const body = Buffer.concat(chunks).toString()
    seen.push(body)
    const {
      host: _host,
      connection: _connection,
      'content-length': _length,
      'transfer-encoding': _encoding,
      ...headers
    } = request.headers
    const answer = await fetch(target + request.url, {
      method: request.method!,
      headers: headers as Record<string, string>,
      body,
    })
    warnings.push(answer.headers.get('x-weir-warnings') ?? '')
    response
      .writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? 'application/json' })
      .end(await answer.text())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  return { origin: `http://127.0.0.1:${port}`, warnings, close: () => server.close() }
}
