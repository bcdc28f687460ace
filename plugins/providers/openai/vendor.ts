import type { DialectVendor } from '../openai-compatible/quirks.js'

export const openai: DialectVendor = {
  kind: 'openai',
  displayName: 'OpenAI',
  baseUrl: 'https://api.openai.com/v1',
  apiKeyVariable: 'OPENAI_API_KEY',
  documentation: 'https://platform.openai.com/docs/api-reference',
  quirks: {
    names: { maxOutputTokens: 'max_completion_tokens' },
    developerRole: true,
    padsStreams: true,
    storesMetadata: true,
  },
}
