import type { ProviderPlugin } from '../../../src/plugin-api.js'
import { createProvider } from './create-provider.js'

export const plugin: ProviderPlugin = {
  vendors: [
    {
      kind: 'voyage',
      displayName: 'Voyage AI',
      baseUrl: 'https://api.voyageai.com/v1',
      apiKeyVariable: 'VOYAGE_API_KEY',
      documentation: 'https://docs.voyageai.com/reference/embeddings-api',
    },
  ],
  createProvider,
}
