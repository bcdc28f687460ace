import type { Ranking } from '../../domain/completion.js'
import { inputTokens } from '../../domain/usage.js'
import type { CohereRerank } from './from-rerank-request.js'

export function toRerankResponse(ranking: Ranking, { request, returnDocuments }: CohereRerank, version: '1' | '2'): object {
  const tokens = inputTokens(ranking.usage)
  const warnings = ranking.warnings.map(({ message }) => message)
  return {
    id: ranking.id,
    results: ranking.results.map(({ index, score }) => ({
      index,
      relevance_score: score,
      ...(returnDocuments && { document: { text: request.documents[index] ?? '' } }),
    })),
    meta: {
      api_version: { version },
      ...(ranking.searchUnits !== undefined && { billed_units: { search_units: ranking.searchUnits } }),
      ...(tokens > 0 && { tokens: { input_tokens: tokens } }),
      ...(warnings.length > 0 && { warnings }),
    },
  }
}
