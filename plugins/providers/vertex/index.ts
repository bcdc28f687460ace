import type { ProviderPlugin } from '../../../src/plugin-api.js'
import { createProvider } from './create-provider.js'

export const plugin: ProviderPlugin = {
  vendors: [
    {
      kind: 'vertex',
      displayName: 'Google Vertex AI',
      // By which prices are found; the address that is called follows from the location.
      baseUrl: 'https://aiplatform.googleapis.com',
      ownCredentials: true,
      documentation: 'https://cloud.google.com/vertex-ai/generative-ai/docs',
    },
  ],
  createProvider: (vendor, options) => createProvider(vendor, options),
}
