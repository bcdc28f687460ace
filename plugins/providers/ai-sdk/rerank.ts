import { type ProviderCall, type ProviderRanking, type RerankRequest, warningsOf } from '../../../src/plugin-api.js'
import { badAnswer } from '../../provider-transport/cut-answer.js'
import { callModel } from './call-model.js'
import { rerankingModelOf } from './model.js'
import type { SdkPackage } from './sdk-package.js'
import { toSdkWarnings } from './to-sdk-warning.js'

/** A package tells nothing of what a ranking costs. @throws {GatewayError} */
export async function rerank(sdk: SdkPackage, call: ProviderCall<RerankRequest>): Promise<ProviderRanking> {
  const { query, documents, topN, endUser } = call.request
  const lost = warningsOf(call.request, endUser === undefined ? [] : ['endUser'])
  const context = { provider: sdk.name, prompts: () => [query, ...documents] }
  const { ranking, warnings } = await callModel(
    async () =>
      rerankingModelOf(await sdk.load(), sdk.name, call.model).doRerank({
        documents: { type: 'text', values: [...documents] },
        query,
        topN,
        abortSignal: call.signal,
      }),
    call,
    context,
  )
  if (!Array.isArray(ranking)) throw badAnswer(sdk.name, 'without a ranking')
  const results = ranking.map(({ index, relevanceScore: score }) => ({ index, score }))
  if (!results.every(({ index, score }) => index in documents && typeof score === 'number')) {
    throw badAnswer(sdk.name, 'with a result for a document that was not sent')
  }
  return {
    results: results.sort((one, other) => other.score - one.score),
    usage: null,
    warnings: [...lost, ...toSdkWarnings(warnings)],
  }
}
