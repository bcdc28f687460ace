import type { Moderation } from '../domain/completion.js'
import type { ModerationRequest } from '../domain/completion-request.js'
import { estimatePartTokens } from '../domain/estimate-tokens.js'
import type { Principal } from '../domain/principal.js'
import type { ProviderModeration } from '../domain/provider.js'
import { createUsage } from '../domain/usage.js'
import type { WholeOptions } from './pipeline.js'
import type { Stages } from './stages.js'
import { validateModerationRequest } from './validate-request.js'
import { answerWhole, type WholeOperation } from './whole-call.js'

const MODERATION: WholeOperation<ModerationRequest, ProviderModeration> = {
  operation: 'MODERATION',
  name: 'moderation',
  verb: 'moderate content',
  validate: validateModerationRequest,
  methodOf: (provider) => provider.moderate,
  usageOf(request, { usage }) {
    if (usage) return { usage, source: 'PROVIDER' }
    return { usage: createUsage({ input: { text: estimateInput(request) } }), source: 'ESTIMATED' }
  },
}

export async function moderate(
  stages: Stages,
  principal: Principal,
  request: ModerationRequest,
  options: WholeOptions,
): Promise<Moderation> {
  const { accounts, answer } = await answerWhole(stages, MODERATION, principal, request, options)
  return { ...accounts, results: answer.results }
}

function estimateInput({ input }: ModerationRequest): number {
  return input.flat().reduce((sum, part) => sum + estimatePartTokens(part), 0)
}
