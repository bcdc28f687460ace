import type { CompletionRequest, Provider, ProviderCall, ProviderEvent, ProviderOptions } from '../../../src/plugin-api.js'
import { completeChat } from '../openai-compatible/complete-chat.js'
import { createDialect } from '../openai-compatible/create-provider.js'
import type { Dialect } from '../openai-compatible/dialect.js'
import { embed } from '../openai-compatible/embed.js'
import { listModels } from '../openai-compatible/list-models.js'
import { type Api, choosesResponses } from './choose-api.js'
import { ERROR_CODES } from './error-codes.js'
import { fitToModel } from './fit-to-model.js'
import { toCapabilities } from './model-facts.js'
import { moderate } from './moderate.js'
import { completeResponses } from './responses/complete-responses.js'
import { parseSettings } from './settings.js'
import { openai } from './vendor.js'

const OWNER = 'openai-responses'

/** @throws {GatewayError} CONFIGURATION */
export function createProvider(options: ProviderOptions): Provider {
  const api = resolveApi(options)
  const dialect: Dialect = { ...createDialect(openai, options), codes: ERROR_CODES }
  return {
    name: options.name,
    kind: openai.kind,
    complete: (call) => complete(dialect, api, call),
    embed: (call) => embed(dialect, call),
    moderate: (call) => moderate(dialect, call),
    listModels: (signal) => listModels(dialect, signal),
    stateOwner: () => (api === 'chat' ? openai.kind : OWNER),
    dialectsOf: () => (api === 'chat' ? ['openai'] : ['openai', OWNER]),
    capabilitiesOf: toCapabilities,
    close: () => dialect.client.close(),
  }
}

/** Who answers at another address speaks chat completions at least. */
function resolveApi(options: ProviderOptions): Api {
  const { api } = parseSettings(options)
  const isElsewhere = options.baseUrl !== undefined && options.baseUrl.replace(/\/+$/, '') !== openai.baseUrl
  return api === 'auto' && isElsewhere ? 'chat' : api
}

async function* complete(
  dialect: Dialect,
  api: Api,
  call: ProviderCall<CompletionRequest>,
): AsyncGenerator<readonly ProviderEvent[], void, undefined> {
  const { request, warnings } = fitToModel(call.request, call.model)
  const first: ProviderEvent[] = warnings.map((warning) => ({ type: 'warning', warning }))
  const fitted = { ...call, request }
  if (choosesResponses(api, call.model, request)) yield* completeResponses({ ...dialect, owner: OWNER }, fitted, first)
  else yield* completeChat(dialect, fitted, first)
}
