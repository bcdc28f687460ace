import type { Json, Provider, ProviderOptions, Vendor } from '../../../src/plugin-api.js'
import { createClient, headerSafe } from '../../provider-transport/client.js'
import { CLAUDE_STATE_OWNER, capabilitiesOf as capabilitiesOfClaude } from '../anthropic/claude-dialect.js'
import { capabilitiesOf } from '../gemini/capabilities-of.js'
import { complete, countTokens, type Endpoint } from '../gemini/gemini-calls.js'
import { DIALECT } from '../gemini/gemini-state.js'
import { createTokenSource } from './access-token.js'
import { bareName, hostOf, isClaude, pathOf } from './addresses.js'
import { completeClaude, countClaudeTokens } from './claude-calls.js'
import { embed } from './embed.js'
import { createTokenFetcher } from './google-auth.js'
import { listPublishers } from './list-publishers.js'
import { readSettings, type VertexSettings } from './settings.js'

const TOKEN_TIMEOUT_MS = 10_000

/** Gemini and Claude on Vertex AI. @throws {GatewayError} CONFIGURATION */
export function createProvider(vendor: Vendor, options: ProviderOptions): Provider {
  const endpoint = createEndpoint(options, readSettings(options))
  return {
    name: options.name,
    kind: vendor.kind,
    complete: (call) => (isClaude(call.model) ? completeClaude : complete)(endpoint, call),
    embed: (call) => embed(endpoint, call),
    countTokens: (call) => (isClaude(call.model) ? countClaudeTokens(endpoint, call) : countTokens(endpoint, call, countable)),
    dialectsOf: (model) => [isClaude(model) ? CLAUDE_STATE_OWNER : DIALECT],
    stateOwner: (model) => (isClaude(model) ? CLAUDE_STATE_OWNER : DIALECT),
    capabilitiesOf: (model) => (isClaude(model) ? capabilitiesOfClaude(bareName(model)) : capabilitiesOf(model)),
    listModels: (signal) => listPublishers(endpoint, signal),
    close: () => endpoint.client.close(),
  }
}

function createEndpoint({ name, apiKey, baseUrl, guard }: ProviderOptions, settings: VertexSettings): Endpoint {
  const headers: Record<string, string> = apiKey ? { 'x-goog-api-key': headerSafe(name, apiKey) } : {}
  const client = createClient({ provider: name, baseUrl: baseUrl ?? hostOf(settings), headers, guard })
  const endpoint = { provider: name, client, pathOf: pathOf(settings) }
  if (apiKey) return endpoint
  const fetchToken = createTokenFetcher(settings.credentials, TOKEN_TIMEOUT_MS)
  const tokenOf = createTokenSource({ provider: name, fetchToken, now: Date.now, timeoutMs: TOKEN_TIMEOUT_MS })
  return { ...endpoint, headersOf: async (signal) => ({ authorization: `Bearer ${await tokenOf(signal)}` }) }
}

/** What is counted on Vertex AI; it refuses the rest. */
const COUNTED = ['contents', 'systemInstruction', 'tools', 'generationConfig']

function countable(body: object): object {
  return Object.fromEntries(Object.entries(body as Record<string, Json>).filter(([name]) => COUNTED.includes(name)))
}
