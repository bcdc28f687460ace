import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { agentSignature, canonAnswer } from '../support/provider-process/canon.mjs'
import { type ProviderServer, startProviderServer } from '../support/provider-process/server.mjs'
import { type RunningWeir, startWeir } from '../support/start-weir.js'
import { createAiSdk } from './clients/ai-sdk.js'
import { createAnthropic } from './clients/anthropic.js'
import { createGemini } from './clients/gemini.js'
import { createGraphql } from './clients/graphql.js'
import { createOpenAiChat } from './clients/openai-chat.js'
import { createOpenAiResponses } from './clients/openai-responses.js'
import { TOOLS } from './features.js'
import { KINDS } from './kinds.js'
import type { Client } from './question.js'

const CLIENTS = ['openai chat', 'openai responses', 'anthropic', 'gemini', 'graphql', 'ai sdk'] as const

let provider: ProviderServer
let weir: RunningWeir
let clients: Record<string, Client>
let closeGraphql: () => Promise<void>

// Two workers: what a turn's provider signed must be found whichever of them the next turn reaches.
beforeAll(async () => {
  provider = await startProviderServer({ keepBodies: 20 })
  for (const kind of KINDS) provider.setScenario(kind.modelOf('agent'), 'agent')
  const providers = new Map(KINDS.map((kind) => [kind.name, { name: kind.name, ...kind.config(provider.origin) }]))
  weir = await startWeir({ workers: 2, config: { providers: [...providers.values()] } })
  const graphql = createGraphql(weir.url, weir.adminKey)
  closeGraphql = () => graphql.close()
  const all = [createOpenAiChat, createOpenAiResponses, createAnthropic, createGemini, createAiSdk].map((create) =>
    create(weir.url, weir.adminKey),
  )
  clients = Object.fromEntries([...all, graphql].map((client) => [client.name, client]))
})
afterAll(async () => {
  await closeGraphql?.()
  await weir?.stop()
  await provider?.close()
})

describe.each(CLIENTS)('an agent on %s', (name) => {
  describe.each(KINDS)('through $label', (kind) => {
    it.each([false, true])('thinks, calls two tools at once, then another, and answers (stream: %s)', async (stream) => {
      const model = `${kind.name}/${kind.modelOf('agent')}`
      const question = { model, text: 'Plan my day in Berne.', tools: TOOLS, reasoning: true }
      const conversation = clients[name]!.start(question, stream)
      const first = await conversation.begin()
      expect(first.calls.map((call) => call.name)).toEqual(['get_weather', 'get_time'])
      expect(first.finish).toBe('tools')
      const second = await conversation.giveResults('sunny, noon')
      expect(second.calls.map((call) => call.name)).toEqual(['get_time'])
      const last = await conversation.giveResults('later')
      expect(last.text).toBe(canonAnswer({ scenario: 'agent', tools: [...TOOLS], toolRounds: 2 }).text)
      expect(last.calls).toEqual([])

      const request = provider.requests.findLast(({ path }) => path.startsWith(`${kind.prefix}/`))!
      if (kind.signaturesIn) expect(kind.signaturesIn(request)).toEqual([agentSignature(0), agentSignature(1)])
    })
  })
})
