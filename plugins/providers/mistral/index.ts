import type { ProviderPlugin } from '../../../src/plugin-api.js'
import { createProvider } from './create-provider.js'

export const plugin: ProviderPlugin = {
  vendors: [
    {
      kind: 'mistral',
      displayName: 'Mistral',
      baseUrl: 'https://api.mistral.ai/v1',
      apiKeyVariable: 'MISTRAL_API_KEY',
      documentation: 'https://docs.mistral.ai/api/',
    },
  ],
  createProvider,
}
