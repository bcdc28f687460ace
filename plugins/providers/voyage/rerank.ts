import { type ProviderCall, type ProviderRanking, type RerankRequest, warningsOf } from '../../../src/plugin-api.js'
import { badAnswer } from '../../provider-transport/cut-answer.js'
import { type FieldRules, ownFields } from './own-fields.js'
import { toUsage } from './to-usage.js'
import { post, type VoyageApi, type WireList } from './voyage-api.js'

type Result = ProviderRanking['results'][number]

const RULES: FieldRules = {
  ours: new Set(['model', 'query', 'documents', 'top_k', 'return_documents']),
  near: { dialect: 'cohere', names: new Set(['truncation']) },
}

/** POST /rerank: https://docs.voyageai.com/reference/reranker-api. It bills tokens, the query's for each document. @throws {GatewayError} */
export async function rerank(api: VoyageApi, call: ProviderCall<RerankRequest>): Promise<ProviderRanking> {
  const { query, documents, topN, endUser } = call.request
  const { fields, lost } = ownFields(call.request, RULES)
  const warnings = warningsOf(call.request, [...(endUser === undefined ? [] : ['endUser']), ...lost])
  const body = { ...fields, model: call.model, query, documents, top_k: topN, return_documents: false }
  const wire = await post(api, { path: '/rerank', body, prompts: () => [query, ...documents] }, call)
  return { results: toResults(api.provider, wire, documents.length), usage: toUsage(wire.usage), warnings }
}

/** Best first. */
export function toResults(provider: string, { data }: WireList, documents: number): readonly Result[] {
  if (!Array.isArray(data)) throw badAnswer(provider, 'without results')
  return data.map((row) => toResult(provider, row, documents)).sort((one, other) => other.score - one.score)
}

function toResult(provider: string, row: { index?: unknown; relevance_score?: unknown } | null, documents: number): Result {
  const { index, relevance_score: score } = row ?? {}
  const isKnown = typeof index === 'number' && Number.isInteger(index) && index >= 0 && index < documents
  if (!isKnown || typeof score !== 'number') throw badAnswer(provider, 'with a result for a document that was not sent')
  return { index, score }
}
