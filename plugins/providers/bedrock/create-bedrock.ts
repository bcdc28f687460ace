import type { Provider, ProviderOptions } from '../../../src/plugin-api.js'
import { createBedrockClient } from './bedrock-client.js'
import { capabilitiesOf } from './capabilities-of.js'
import { complete } from './complete.js'
import { countTokens } from './count-tokens.js'
import { createCredentialSource } from './credentials.js'
import type { Dialect } from './dialect.js'
import { embed } from './embed.js'
import { listModels } from './list-models.js'
import { toBedrockModel } from './model-family.js'
import { readSettings } from './settings.js'
import { stateOwner } from './state-owner.js'

/** @throws {GatewayError} CONFIGURATION */
export function createBedrock(options: ProviderOptions): Provider {
  const { name, kind, guard } = options
  const settings = readSettings(options)
  const findCredentials = createCredentialSource(name, settings)
  const client = createBedrockClient(name, settings.baseUrl, settings, findCredentials, guard)
  const { controlPlaneUrl } = settings
  const control = controlPlaneUrl ? createBedrockClient(name, controlPlaneUrl, settings, findCredentials, guard) : undefined
  const toModel = (id: string) => toBedrockModel(id, settings.baseModels)
  const dialect: Dialect = { provider: name, client, toModel }
  return {
    name,
    kind,
    complete: (call) => complete(dialect, call),
    embed: (call) => embed(dialect, call),
    countTokens: (call) => countTokens(dialect, call),
    dialectsOf: () => ['bedrock'],
    stateOwner: (model) => stateOwner(toModel(model)),
    capabilitiesOf: (model) => capabilitiesOf(toModel(model)),
    ...(control && { listModels: (signal) => listModels(name, control, signal) }),
    async close() {
      await Promise.all([client.close(), control?.close()])
    },
  }
}
