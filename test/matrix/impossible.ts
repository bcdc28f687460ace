import type { Feature } from './features.js'

/** A feature that a vendor, or a wire format, does not have, with the document that says so. */
export interface Impossible {
  readonly client?: string
  readonly kind?: string
  readonly feature: Feature
  readonly why: string
  readonly document: string
}

export const IMPOSSIBLE: readonly Impossible[] = [
  {
    kind: 'openai (chat)',
    feature: 'reasoning',
    why: 'chat completions count reasoning tokens and never show the reasoning',
    document: 'https://platform.openai.com/docs/guides/reasoning',
  },
  {
    kind: 'azure-openai',
    feature: 'reasoning',
    why: 'chat completions count reasoning tokens and never show the reasoning',
    document: 'https://learn.microsoft.com/en-us/azure/ai-foundry/openai/how-to/reasoning',
  },
  {
    kind: 'ollama',
    feature: 'cached',
    why: 'answers report prompt_eval_count and eval_count, and no cached tokens',
    document: 'https://github.com/ollama/ollama/blob/main/docs/api.md',
  },
]
