import type { ProviderPlugin } from '../../../src/plugin-api.js'
import { createProvider } from './create-provider.js'
import { openai } from './vendor.js'

export const plugin: ProviderPlugin = {
  vendors: [openai],
  createProvider: (_, options) => createProvider(options),
}
