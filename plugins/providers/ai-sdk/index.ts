import type { ProviderPlugin } from '../../../src/plugin-api.js'
import { createProvider } from './create-provider.js'

export const plugin: ProviderPlugin = {
  vendors: [
    {
      kind: 'ai-sdk',
      displayName: 'A provider package of the Vercel AI SDK',
      ownCredentials: true,
      // A package is code, which connects as it likes.
      apiManaged: false,
      documentation: 'https://ai-sdk.dev/providers',
    },
  ],
  createProvider,
}
