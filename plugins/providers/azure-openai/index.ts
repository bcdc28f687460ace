import type { ProviderPlugin } from '../../../src/plugin-api.js'
import { createProvider } from './create-provider.js'
import { azureOpenai } from './vendor.js'

export const plugin: ProviderPlugin = {
  vendors: [azureOpenai],
  createProvider: (_, options) => createProvider(options),
}
