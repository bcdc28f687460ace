import type { ProviderPlugin } from '../../../src/plugin-api.js'
import { createProvider } from './create-provider.js'

export const plugin: ProviderPlugin = {
  vendors: [
    {
      kind: 'gemini',
      displayName: 'Google AI Studio',
      baseUrl: 'https://generativelanguage.googleapis.com/v1beta',
      apiKeyVariable: 'GEMINI_API_KEY',
      documentation: 'https://ai.google.dev/gemini-api/docs',
    },
  ],
  createProvider: (vendor, options) => createProvider(vendor, options),
}
