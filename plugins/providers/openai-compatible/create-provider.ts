import {
  type CompletionRequest,
  GatewayError,
  type Provider,
  type ProviderCall,
  type ProviderEvent,
  type ProviderOptions,
} from '../../../src/plugin-api.js'
import { checkStatus } from '../../provider-transport/check-status.js'
import { bearer, createClient } from '../../provider-transport/client.js'
import { promptTexts } from '../../provider-transport/prompt-texts.js'
import { readJson } from '../../provider-transport/read-body.js'
import type { Dialect } from './dialect.js'
import { embed } from './embed.js'
import { fromChatResponse } from './from-chat-response.js'
import { listModels } from './list-models.js'
import type { DialectVendor } from './quirks.js'
import { streamChat } from './stream-chat.js'
import { toChatBody } from './to-chat-body.js'
import { toWireError } from './wire-error.js'

/** @throws {GatewayError} CONFIGURATION */
export function createProvider(vendor: DialectVendor, options: ProviderOptions): Provider {
  const baseUrl = resolveBaseUrl(vendor, options)
  const quirks = vendor.quirks ?? {}
  const client = createClient({ provider: options.name, baseUrl, headers: bearer(options) })
  const dialect: Dialect = { provider: options.name, kind: vendor.kind, client, quirks }
  return {
    name: options.name,
    kind: vendor.kind,
    complete: (call) => complete(dialect, call),
    ...(quirks.noEmbeddings ? {} : { embed: (call) => embed(dialect, call) }),
    ...(quirks.noModels ? {} : { listModels: (signal) => listModels(dialect, signal) }),
    close: () => client.close(),
  }
}

/** A key is the operator's affair where the address is theirs: a proxy may add it. */
function resolveBaseUrl({ displayName, keyless, apiKeyVariable, ...vendor }: DialectVendor, options: ProviderOptions): string {
  const baseUrl = options.baseUrl ?? vendor.baseUrl
  if (!baseUrl) {
    throw new GatewayError('CONFIGURATION', `Provider "${options.name}" needs a baseUrl: ${displayName} has no fixed address.`)
  }
  if (!keyless && !options.apiKey && !options.baseUrl) {
    const variable = apiKeyVariable ? `, or the variable ${apiKeyVariable}` : ''
    throw new GatewayError(
      'CONFIGURATION',
      `Provider "${options.name}" needs an apiKey${variable}: ${displayName} serves nobody without.`,
    )
  }
  return baseUrl
}

async function* complete(
  { provider, kind, client, quirks }: Dialect,
  call: ProviderCall<CompletionRequest>,
): AsyncGenerator<readonly ProviderEvent[], void, undefined> {
  const { request, model, stream, signal, connectTimeoutMs, traceparent } = call
  const { body, warnings } = toChatBody(request, { model, stream, kind, quirks })
  const first: ProviderEvent[] = warnings.map((warning) => ({ type: 'warning', warning }))
  const sent = {
    method: 'POST',
    path: '/chat/completions',
    body: JSON.stringify(body),
    signal,
    connectTimeoutMs,
    traceparent,
  } as const
  const answer = await checkStatus(await client.open(sent), {
    provider,
    signal,
    toWireError,
    prompts: () => promptTexts(request),
  })
  if (stream) yield* streamChat(answer, { provider, kind, quirks }, signal, first)
  else yield [...first, ...fromChatResponse(await readJson(provider, answer, signal), { provider, kind, quirks })]
}
