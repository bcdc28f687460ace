import { type Json, type ProviderCall, type ProviderRanking, type RerankRequest, warningsOf } from '../../../src/plugin-api.js'
import { badAnswer } from '../../provider-transport/cut-answer.js'
import { readJson } from '../../provider-transport/read-body.js'
import { type CohereApi, post } from './cohere-api.js'
import { toUsage } from './to-usage.js'

interface WireRanking {
  readonly results?: unknown
  readonly meta?: { readonly billed_units?: { readonly search_units?: unknown } | null } | null
}
interface WireResult {
  readonly index?: unknown
  readonly relevance_score?: unknown
}

const OURS = new Set(['model', 'query', 'documents', 'top_n', 'return_documents'])

/** POST /v2/rerank: https://docs.cohere.com/reference/rerank. It bills searches, not tokens. @throws {GatewayError} */
export async function rerank(api: CohereApi, call: ProviderCall<RerankRequest>): Promise<ProviderRanking> {
  const { provider } = api
  const { request, signal } = call
  const warnings = warningsOf(request, request.endUser === undefined ? [] : ['endUser'])
  const sent = { path: '/v2/rerank', body: toBody(call), prompts: () => [request.query, ...request.documents] }
  const wire = (await readJson(provider, await post(api, sent, call), signal)) as WireRanking
  if (!Array.isArray(wire.results)) throw badAnswer(provider, 'without results')
  const results = wire.results.map((result: WireResult | null) => toResult(provider, result, request.documents.length))
  const units = wire.meta?.billed_units?.search_units
  return {
    results: results.sort((one, other) => other.score - one.score),
    usage: toUsage(wire.meta),
    ...(typeof units === 'number' && units >= 0 ? { searchUnits: units } : {}),
    warnings,
  }
}

function toBody({ request, model }: ProviderCall<RerankRequest>): Record<string, Json | undefined> {
  const { query, documents, topN, extra } = request
  const fields = extra?.dialect === 'cohere' ? Object.entries(extra.fields).filter(([name]) => !OURS.has(name)) : []
  return { ...Object.fromEntries(fields), model, query, documents, top_n: topN }
}

function toResult(provider: string, wire: WireResult | null, count: number): { index: number; score: number } {
  const { index, relevance_score: score } = wire ?? {}
  const isKnown = typeof index === 'number' && Number.isInteger(index) && index >= 0 && index < count
  if (!isKnown || typeof score !== 'number') throw badAnswer(provider, 'with a result for a document that was not sent')
  return { index, score }
}
