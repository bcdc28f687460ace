import type { Ranking } from '../domain/completion.js'
import type { RerankRequest } from '../domain/completion-request.js'
import { estimateTextTokens } from '../domain/estimate-tokens.js'
import type { Principal } from '../domain/principal.js'
import type { ProviderRanking } from '../domain/provider.js'
import { createUsage } from '../domain/usage.js'
import type { WholeOptions } from './pipeline.js'
import type { Stages } from './stages.js'
import { validateRerankRequest } from './validate-request.js'
import { answerWhole, type WholeOperation } from './whole-call.js'

const RERANK: WholeOperation<RerankRequest, ProviderRanking> = {
  operation: 'RERANK',
  name: 'rerank',
  verb: 'rerank documents',
  validate: validateRerankRequest,
  methodOf: (provider) => provider.rerank,
  usageOf(request, { usage, searchUnits }) {
    if (usage) return { usage, source: 'PROVIDER', requests: searchUnits }
    // Billed by the search and not by the token: nothing is estimated.
    if (searchUnits !== undefined) return { usage: createUsage(), source: 'PROVIDER', requests: searchUnits }
    return { usage: createUsage({ input: { text: estimateInput(request) } }), source: 'ESTIMATED' }
  },
}

export async function rerank(
  stages: Stages,
  principal: Principal,
  request: RerankRequest,
  options: WholeOptions,
): Promise<Ranking> {
  const { accounts, answer } = await answerWhole(stages, RERANK, principal, request, options)
  const { results, searchUnits } = answer
  return { ...accounts, results, ...(searchUnits !== undefined && { searchUnits }) }
}

function estimateInput({ query, documents }: RerankRequest): number {
  return documents.reduce((sum, document) => sum + estimateTextTokens(document) + estimateTextTokens(query), 0)
}
