import type { DialectVendor } from '../openai-compatible/quirks.js'

/** Its address is the resource's, its key comes by the configuration or as a token of Microsoft Entra. */
export const azureOpenai: DialectVendor = {
  kind: 'azure-openai',
  displayName: 'Azure OpenAI',
  documentation: 'https://learn.microsoft.com/azure/ai-foundry/openai/reference',
  quirks: { names: { maxOutputTokens: 'max_completion_tokens' }, developerRole: true, storesMetadata: true },
}
