/** Who made a model: what its API takes beyond the common part depends on it. `unknown`: an ARN or a name of the operator's own. */
export type Family =
  | 'anthropic'
  | 'nova'
  | 'titan'
  | 'meta'
  | 'mistral'
  | 'cohere'
  | 'ai21'
  | 'deepseek'
  | 'openai'
  | 'qwen'
  | 'other'
  | 'unknown'

export interface BedrockModel {
  /** As it is called: an id, an inference profile or an ARN. */
  readonly id: string
  /** The foundation model's id without the prefix of a cross-region profile, such as `anthropic.claude-sonnet-4-5-20250929-v1:0`. */
  readonly base: string
  readonly family: Family
}

const FAMILIES: Readonly<Record<string, Family>> = {
  anthropic: 'anthropic',
  meta: 'meta',
  mistral: 'mistral',
  cohere: 'cohere',
  ai21: 'ai21',
  deepseek: 'deepseek',
  openai: 'openai',
  qwen: 'qwen',
}

/** https://docs.aws.amazon.com/bedrock/latest/userguide/models-supported.html */
export function toBedrockModel(id: string, baseModels: Readonly<Record<string, string>> = {}): BedrockModel {
  const named = baseModels[id] ?? id
  const base = withoutRegion(named.startsWith('arn:') ? named.slice(named.lastIndexOf('/') + 1) : named)
  return { id, base, family: familyOf(base) }
}

function withoutRegion(name: string): string {
  return name.replace(/^(?:us|eu|apac|au|jp|ca|sa|me|af|il|uk|in|global|us-gov)\.(?=[a-z0-9]+\.)/, '')
}

function familyOf(base: string): Family {
  const maker = /^([a-z0-9]+)\./.exec(base)?.[1]
  if (!maker) return 'unknown'
  if (maker === 'amazon') return base.startsWith('amazon.nova') ? 'nova' : 'titan'
  return FAMILIES[maker] ?? 'other'
}
