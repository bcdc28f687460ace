import type { DialectVendor } from '../quirks.js'

/** Those who pass requests on to the models of others. */
export const routers: readonly DialectVendor[] = [
  {
    kind: 'openrouter',
    displayName: 'OpenRouter',
    baseUrl: 'https://openrouter.ai/api/v1',
    apiKeyVariable: 'OPENROUTER_API_KEY',
    documentation: 'https://openrouter.ai/docs/api-reference/overview',
    quirks: { accepts: ['topK'], reasoningInput: 'reasoning', reasoningOption: 'object' },
  },
  {
    kind: 'vercel-ai-gateway',
    displayName: 'Vercel AI Gateway',
    baseUrl: 'https://ai-gateway.vercel.sh/v1',
    apiKeyVariable: 'AI_GATEWAY_API_KEY',
    documentation: 'https://vercel.com/docs/ai-gateway/openai-compat',
  },
  {
    kind: 'huggingface',
    displayName: 'Hugging Face Inference Providers',
    baseUrl: 'https://router.huggingface.co/v1',
    // No variable: HF_TOKEN is set on machines that only download models.
    documentation: 'https://huggingface.co/docs/inference-providers',
    quirks: { noEmbeddings: true },
  },
  {
    kind: 'github-models',
    displayName: 'GitHub Models',
    baseUrl: 'https://models.github.ai/inference',
    // No variable: GITHUB_TOKEN is set in every workflow run.
    documentation: 'https://docs.github.com/en/github-models',
    quirks: { noModels: true },
  },
  {
    kind: 'poe',
    displayName: 'Poe',
    baseUrl: 'https://api.poe.com/v1',
    apiKeyVariable: 'POE_API_KEY',
    documentation: 'https://creator.poe.com/docs/external-applications/openai-compatible-api',
    quirks: { noEmbeddings: true },
  },
  {
    kind: 'cortecs',
    displayName: 'Cortecs',
    baseUrl: 'https://api.cortecs.ai/v1',
    apiKeyVariable: 'CORTECS_API_KEY',
    documentation: 'https://docs.cortecs.ai/',
  },
]
