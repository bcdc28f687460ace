import type { Embedding } from '../domain/completion.js'
import type { EmbedRequest } from '../domain/completion-request.js'
import { estimateTextTokens } from '../domain/estimate-tokens.js'
import type { Principal } from '../domain/principal.js'
import type { ProviderEmbedding } from '../domain/provider.js'
import { createUsage } from '../domain/usage.js'
import type { WholeOptions } from './pipeline.js'
import type { Stages } from './stages.js'
import { validateEmbedRequest } from './validate-request.js'
import { answerWhole, type WholeOperation } from './whole-call.js'

const EMBEDDING: WholeOperation<EmbedRequest, ProviderEmbedding> = {
  operation: 'EMBEDDING',
  name: 'embedding',
  verb: 'make embeddings',
  validate: validateEmbedRequest,
  methodOf: (provider) => provider.embed,
  usageOf(request, { usage }) {
    if (usage) return { usage, source: 'PROVIDER' }
    return { usage: createUsage({ input: { text: estimateInput(request) } }), source: 'ESTIMATED' }
  },
}

export async function embed(
  stages: Stages,
  principal: Principal,
  request: EmbedRequest,
  options: WholeOptions,
): Promise<Embedding> {
  const { accounts, answer } = await answerWhole(stages, EMBEDDING, principal, request, options)
  return { ...accounts, vectors: answer.vectors }
}

function estimateInput({ input }: EmbedRequest): number {
  return input.reduce((sum, item) => sum + (typeof item === 'string' ? estimateTextTokens(item) : item.length), 0)
}
