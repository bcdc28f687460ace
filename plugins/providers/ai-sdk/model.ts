import type { EmbeddingModelV2, EmbeddingModelV3, LanguageModelV2, LanguageModelV3, RerankingModelV3 } from '@ai-sdk/provider'
import { GatewayError } from '../../../src/plugin-api.js'
import type { SdkProvider } from './load-package.js'

export type LanguageModel = LanguageModelV2 | LanguageModelV3
export type EmbeddingModel = EmbeddingModelV2<string> | EmbeddingModelV3

/** @throws {GatewayError} CONFIGURATION, or what the package throws for a model that it does not have */
export function languageModelOf(provider: SdkProvider, name: string, model: string): LanguageModel {
  const create = typeof provider.languageModel === 'function' ? provider.languageModel : provider
  return known(name, callAs<LanguageModel>(create, provider, model), 'language models')
}

/** @throws {GatewayError} */
export function embeddingModelOf(provider: SdkProvider, name: string, model: string): EmbeddingModel {
  return known(
    name,
    callAs<EmbeddingModel>(provider.embeddingModel ?? provider.textEmbeddingModel, provider, model),
    'embedding models',
  )
}

/** @throws {GatewayError} */
export function rerankingModelOf(provider: SdkProvider, name: string, model: string): RerankingModelV3 {
  return known(name, callAs<RerankingModelV3>(provider.rerankingModel, provider, model), 'reranking models')
}

interface Versioned {
  readonly specificationVersion: string
}

function callAs<Model>(create: unknown, provider: SdkProvider, model: string): Model | undefined {
  return typeof create === 'function' ? (create.call(provider, model) as Model) : undefined
}

function known<Model extends Versioned>(name: string, model: Model | undefined, what: string): Model {
  if (!model)
    throw new GatewayError('UNSUPPORTED_PARAMETER', `The package of provider "${name}" has no ${what}.`, { path: 'model' })
  const version = model.specificationVersion
  if (version === 'v2' || version === 'v3') return model
  throw new GatewayError(
    'CONFIGURATION',
    `The package of provider "${name}" is of version "${String(version).slice(0, 20)}" of the AI SDK's contract: v2 and v3 are known here.`,
  )
}
