import type { CompletionRequest, Provider, ProviderCall, ProviderEvent, ProviderOptions } from '../../../src/plugin-api.js'
import { choosesResponses } from '../openai/choose-api.js'
import { fitToModel } from '../openai/fit-to-model.js'
import { toCapabilities } from '../openai/model-facts.js'
import { completeResponses } from '../openai/responses/complete-responses.js'
import { completeChat } from '../openai-compatible/complete-chat.js'
import type { Dialect } from '../openai-compatible/dialect.js'
import { embed } from '../openai-compatible/embed.js'
import { isV1 } from './address.js'
import { createAzureClient } from './azure-client.js'
import { AZURE_ERROR_CODES } from './error-codes.js'
import { parseSettings, type Settings } from './settings.js'
import { azureOpenai } from './vendor.js'

/** What Azure encrypts only the account that it did it for can read, which OpenAI is not. */
const OWNER = 'azure-openai-responses'

/** @throws {GatewayError} CONFIGURATION */
export function createProvider(options: ProviderOptions): Provider {
  const settings = withApi(parseSettings(options))
  const client = createAzureClient(options, settings)
  const { api, deployments } = settings
  const deploymentOf = (model: string) => deployments?.[model] ?? model
  const dialectOf = (model: string): Dialect => ({
    provider: options.name,
    kind: azureOpenai.kind,
    client: client.of(deploymentOf(model)),
    quirks: azureOpenai.quirks ?? {},
    codes: AZURE_ERROR_CODES,
  })
  return {
    name: options.name,
    kind: azureOpenai.kind,
    complete: (call) => complete(dialectOf(call.model), api, deploymentOf(call.model), call),
    embed: (call) => embed(dialectOf(call.model), { ...call, model: deploymentOf(call.model) }),
    // The list of the resource names what could be deployed, not what is.
    ...(deployments && { listModels: async () => Object.keys(deployments).map((id) => ({ id })) }),
    stateOwner: () => (api === 'chat' ? azureOpenai.kind : OWNER),
    dialectsOf: () => (api === 'chat' ? ['openai'] : ['openai', 'openai-responses']),
    capabilitiesOf: toCapabilities,
    close: () => client.close(),
  }
}

/** Dated versions may be older than Responses. */
function withApi(settings: Settings): Settings {
  return settings.api === 'auto' && !isV1(settings) ? { ...settings, api: 'chat' } : settings
}

async function* complete(
  dialect: Dialect,
  api: Settings['api'],
  deployment: string,
  call: ProviderCall<CompletionRequest>,
): AsyncGenerator<readonly ProviderEvent[], void, undefined> {
  const { request, warnings } = fitToModel(call.request, call.model)
  const first: ProviderEvent[] = warnings.map((warning) => ({ type: 'warning', warning }))
  const fitted = { ...call, request, model: deployment }
  if (choosesResponses(api, call.model, request)) {
    yield* completeResponses({ ...dialect, owner: OWNER, family: call.model }, fitted, first)
  } else yield* completeChat(dialect, fitted, first)
}
