import type { Attempt, Completion, WholeAnswer } from '../../domain/completion.js'
import { formatNanos } from '../../domain/cost.js'

/** What the gateway knows of an answer beyond OpenAI's format: sent under `weir` to who asks with `x-weir-include: details`. */
export function toWeirDetails(answer: Completion | WholeAnswer): object {
  const { cost, timings } = answer
  return {
    call_id: answer.id,
    requested_model: answer.requestedModel,
    model: answer.model,
    provider: answer.provider,
    route: answer.route,
    ...('routing' in answer && answer.routing && { routing: answer.routing }),
    attempts: answer.attempts.map(toAttemptDetails),
    usage: answer.usage,
    usage_source: answer.usageSource,
    cost: cost && { total: formatNanos(cost.totalNanos), currency: cost.currency, price_version: cost.priceVersion },
    timings,
    warnings: answer.warnings,
  }
}

/** JSON has no integers of that size, so money is a decimal string. */
function toAttemptDetails({ costNanos, ...attempt }: Attempt): object {
  return { ...attempt, ...(costNanos !== undefined && { cost: formatNanos(costNanos) }) }
}
