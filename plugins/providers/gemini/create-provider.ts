import { GatewayError, type Provider, type ProviderOptions, type Vendor } from '../../../src/plugin-api.js'
import { createClient, headerSafe } from '../../provider-transport/client.js'
import { capabilitiesOf } from './capabilities-of.js'
import { embed } from './embed.js'
import { complete, countTokens, type Endpoint } from './gemini-calls.js'
import { DIALECT } from './gemini-state.js'
import { listModels } from './list-models.js'

/** Gemini at Google AI Studio. @throws {GatewayError} CONFIGURATION */
export function createProvider(vendor: Vendor, options: ProviderOptions): Provider {
  const { name, apiKey } = options
  checkOptions(vendor, options)
  const headers: Record<string, string> = apiKey ? { 'x-goog-api-key': headerSafe(name, apiKey) } : {}
  const client = createClient({ provider: name, baseUrl: options.baseUrl ?? vendor.baseUrl!, headers, guard: options.guard })
  const endpoint: Endpoint = { provider: name, client, pathOf }
  return {
    name,
    kind: vendor.kind,
    complete: (call) => complete(endpoint, call),
    embed: (call) => embed(endpoint, call),
    countTokens: (call) =>
      countTokens(endpoint, call, (body) => ({ generateContentRequest: { model: resourceOf(call.model), ...body } })),
    stateOwner: () => DIALECT,
    dialectsOf: () => [DIALECT],
    capabilitiesOf,
    listModels: (signal) => listModels(endpoint, { path: '/models', field: 'models' }, signal),
    close: () => client.close(),
  }
}

/** A key is the operator's affair where the address is theirs: a proxy may add it. */
function checkOptions({ displayName, apiKeyVariable }: Vendor, { name, apiKey, baseUrl, settings }: ProviderOptions): void {
  const [unknown] = Object.keys(settings ?? {})
  if (unknown !== undefined) {
    throw new GatewayError('CONFIGURATION', `Provider "${name}" has no settings, but settings.${unknown} is given. Leave it out.`)
  }
  if (apiKey || baseUrl) return
  throw new GatewayError(
    'CONFIGURATION',
    `Provider "${name}" needs an apiKey, or the variable ${apiKeyVariable}: ${displayName} serves nobody without.`,
  )
}

/** `tunedModels/x` names its own collection. */
function resourceOf(model: string): string {
  return model.includes('/') ? model : `models/${model}`
}

function pathOf(model: string): string {
  return `/${resourceOf(model).split('/').map(encodeURIComponent).join('/')}`
}
