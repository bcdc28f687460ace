import type { ProviderPlugin } from '../../../src/plugin-api.js'
import { createProvider } from './create-provider.js'

export const plugin: ProviderPlugin = {
  vendors: [
    {
      kind: 'cohere',
      displayName: 'Cohere',
      baseUrl: 'https://api.cohere.com',
      apiKeyVariable: 'COHERE_API_KEY',
      documentation: 'https://docs.cohere.com/reference/chat',
    },
  ],
  createProvider,
}
