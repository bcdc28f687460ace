import type { CompletionRequest, EmbedRequest } from '../domain/completion-request.js'
import { GatewayError } from '../domain/gateway-error.js'
import { hasScope, mayUseModel, type Principal } from '../domain/principal.js'
import type { Snapshot } from '../domain/snapshot.js'
import { costBound } from '../routing/cost-bound.js'
import { refuseUnpriced } from '../routing/refuse-unpriced.js'
import { type ResolvedTargets, resolveTargets } from '../routing/resolve-targets.js'

/**
 * The targets that may serve this principal's request, in order of preference.
 * @throws {GatewayError} ACCESS_DENIED | MODEL_NOT_FOUND | INVALID_REQUEST | UNPRICED_MODEL
 */
export function eligibleTargets(
  snapshot: Snapshot,
  principal: Principal,
  request: CompletionRequest | Pick<EmbedRequest, 'model'>,
): ResolvedTargets {
  if (!hasScope(principal, 'inference')) {
    throw new GatewayError('ACCESS_DENIED', 'This API key may not ask models: it lacks the scope "inference".')
  }
  const named = resolveTargets(snapshot, request.model)
  if (!mayUseModel(principal, named.name)) {
    throw new GatewayError(
      'ACCESS_DENIED',
      `This API key may not use ${named.name}. Its models are: ${principal.models?.join(', ')}.`,
      {
        path: 'model',
      },
    )
  }
  const resolved = refuseUnpriced(snapshot, named)
  if (!('messages' in request) || request.maxCostNanos === undefined) return resolved
  return { ...resolved, targets: affordable(resolved, request, request.maxCostNanos) }
}

function affordable(
  { name, targets }: ResolvedTargets,
  request: CompletionRequest,
  maxCostNanos: bigint,
): ResolvedTargets['targets'] {
  const within = targets.filter(({ model }) => {
    const bound = costBound(request, model.price)
    return bound !== null && bound <= maxCostNanos
  })
  if (within.length === 0) {
    throw new GatewayError(
      'INVALID_REQUEST',
      `${name} cannot promise to stay within maxCost: its dearest outcome costs more, or its price is unknown. Raise maxCost or lower maxOutputTokens.`,
      { path: 'maxCost' },
    )
  }
  return within
}
