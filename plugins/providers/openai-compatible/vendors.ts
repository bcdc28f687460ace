import type { DialectVendor } from './quirks.js'

/** Vendors of the OpenAI dialect. Adding one is adding a row. */
export const vendors: readonly DialectVendor[] = [
  {
    kind: 'openai',
    displayName: 'OpenAI',
    baseUrl: 'https://api.openai.com/v1',
    apiKeyVariable: 'OPENAI_API_KEY',
    documentation: 'https://platform.openai.com/docs/api-reference/chat',
    quirks: {
      names: { maxOutputTokens: 'max_completion_tokens' },
      developerRole: true,
      padsStreams: true,
      metadata: 'with-store',
    },
  },
  {
    kind: 'groq',
    displayName: 'Groq',
    baseUrl: 'https://api.groq.com/openai/v1',
    apiKeyVariable: 'GROQ_API_KEY',
    documentation: 'https://console.groq.com/docs/openai',
  },
  {
    kind: 'openai-compatible',
    displayName: 'OpenAI-compatible server',
    keyless: true,
    documentation: 'https://platform.openai.com/docs/api-reference/chat',
    quirks: { developerRole: true, accepts: ['topK'], metadata: 'always', reasoningInput: 'reasoning_content' },
  },
]
