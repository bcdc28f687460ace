/** Where the sources keep what they know of a kind of provider. */
export interface Shard {
  /** The provider ids of the model catalogue; the first that knows a model wins. */
  readonly models: readonly string[]
  /** The provider ids of the price list, for kinds whose address does not tell. */
  readonly prices?: readonly string[]
}

/** By the kind that the configuration says. A kind that is not here is known by its address alone, or not at all. */
export const SHARDS: Readonly<Record<string, Shard>> = {
  openai: { models: ['openai'], prices: ['openai'] },
  'azure-openai': { models: ['azure', 'openai'], prices: ['azure', 'openai'] },
  anthropic: { models: ['anthropic'], prices: ['anthropic'] },
  gemini: { models: ['google'], prices: ['google'] },
  'google-openai': { models: ['google'], prices: ['google'] },
  vertex: { models: ['google_vertex', 'google_vertex_anthropic'], prices: ['google', 'anthropic'] },
  bedrock: { models: ['amazon_bedrock'], prices: ['aws'] },
  mistral: { models: ['mistral'], prices: ['mistral'] },
  cohere: { models: ['cohere'], prices: ['cohere'] },
  xai: { models: ['xai'], prices: ['x-ai'] },
  deepseek: { models: ['deepseek'], prices: ['deepseek'] },
  'meta-llama': { models: ['meta', 'llama'] },
  groq: { models: ['groq'], prices: ['groq'] },
  together: { models: ['togetherai'], prices: ['together'] },
  fireworks: { models: ['fireworks_ai'], prices: ['fireworks'] },
  cerebras: { models: ['cerebras'], prices: ['cerebras'] },
  perplexity: { models: ['perplexity'], prices: ['perplexity'] },
  openrouter: { models: ['openrouter'], prices: ['openrouter'] },
  moonshot: { models: ['moonshotai'], prices: ['moonshotai'] },
  zai: { models: ['zai'], prices: ['zai'] },
  zhipu: { models: ['zhipuai'] },
  dashscope: { models: ['alibaba'] },
  minimax: { models: ['minimax'], prices: ['minimax'] },
  stepfun: { models: ['stepfun'] },
  ai21: { models: ['ai21'] },
  upstage: { models: ['upstage'] },
  inception: { models: ['inception'] },
  morph: { models: ['morph'] },
  deepinfra: { models: ['deepinfra'] },
  novita: { models: ['novita_ai'], prices: ['novita'] },
  nebius: { models: ['nebius'] },
  nvidia: { models: ['nvidia'] },
  huggingface: { models: ['huggingface'] },
  baseten: { models: ['baseten'] },
  scaleway: { models: ['scaleway'] },
  ovhcloud: { models: ['ovhcloud'], prices: ['ovhcloud'] },
  friendli: { models: ['friendli'] },
  chutes: { models: ['chutes'] },
  siliconflow: { models: ['siliconflow'] },
  venice: { models: ['venice'] },
  synthetic: { models: ['synthetic'] },
  'inference-net': { models: ['inference'] },
  'io-net': { models: ['io_net'] },
  wandb: { models: ['wandb'] },
  cortecs: { models: ['cortecs'] },
  poe: { models: ['poe'] },
  'vercel-ai-gateway': { models: ['vercel'] },
}

/** Who makes models that others serve too: asked for what holds of a model wherever it runs. */
export const MAKERS = [
  'openai',
  'anthropic',
  'google',
  'mistral',
  'cohere',
  'xai',
  'deepseek',
  'meta',
  'llama',
  'moonshotai',
  'zai',
  'minimax',
  'alibaba',
  'nvidia',
  'huggingface',
] as const
