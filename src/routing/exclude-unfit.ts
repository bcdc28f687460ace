import type { RouteFacts } from '../domain/condition.js'
import { GatewayError, type GatewayErrorCode } from '../domain/gateway-error.js'
import type { DataPolicy } from '../domain/route.js'
import type { Target, UnpricedPolicy } from '../domain/snapshot.js'
import { costBound } from './cost-bound.js'
import { breachOf } from './data-policy.js'
import { unmetLength, unmetNeed } from './needs.js'
import type { RouteRequest } from './route-request.js'

export type ExclusionKind = 'DATA_POLICY' | 'NEED' | 'CONTEXT' | 'UNPRICED' | 'MAX_COST'

/** A target that may not serve the request, and why, in a sentence. */
export interface Exclusion {
  readonly target: Target
  readonly kind: ExclusionKind
  readonly reason: string
}

export interface Fitting {
  readonly unpriced: UnpricedPolicy
  readonly dataPolicies: readonly DataPolicy[]
  readonly facts: () => RouteFacts
  readonly request: RouteRequest['request']
  /** Whether a model that lacks what the request needs is left out; else it is asked, and says so itself. */
  readonly choosy: boolean
}

/** Those of the targets that may serve a request, and those that may not. */
export function excludeUnfit(
  targets: readonly Target[],
  fitting: Fitting,
): { readonly fit: readonly Target[]; readonly excluded: readonly Exclusion[] } {
  const { dataPolicies, unpriced, request, choosy } = fitting
  const isRestricted = dataPolicies.some(restricts)
  const isBounded = 'maxCostNanos' in request && request.maxCostNanos !== undefined
  if (!isRestricted && !isBounded && !choosy && unpriced !== 'BLOCK') return { fit: targets, excluded: [] }
  const excluded: Exclusion[] = []
  const fit = targets.filter((target) => {
    const why = whyUnfit(target, fitting, isRestricted)
    if (why) excluded.push({ target, ...why })
    return !why
  })
  return { fit, excluded }
}

function whyUnfit(
  { deployment, model }: Target,
  { unpriced, dataPolicies, facts, request, choosy }: Fitting,
  isRestricted: boolean,
): Omit<Exclusion, 'target'> | null {
  if (isRestricted) {
    const breach = breachOf(dataPolicies, deployment, facts().request.dataClasses)
    if (breach) return { kind: 'DATA_POLICY', reason: breach }
  }
  const need = choosy ? unmetNeed(facts().request, model) : null
  if (need !== null) return { kind: unmetLength(facts().request, model) === need ? 'CONTEXT' : 'NEED', reason: need }
  if (unpriced === 'BLOCK' && !model.price) return { kind: 'UNPRICED', reason: `the price of ${model.id} is not known` }
  if (!('messages' in request) || request.maxCostNanos === undefined) return null
  const bound = costBound(request, model.price)
  if (bound !== null && bound <= request.maxCostNanos) return null
  return {
    kind: 'MAX_COST',
    reason:
      bound === null ? 'its price is not known, and the request has a maxCost' : 'its dearest outcome costs more than maxCost',
  }
}

function restricts({ regions, zeroRetention, excludedProviders, sensitive }: DataPolicy): boolean {
  return Boolean(regions || zeroRetention || excludedProviders || sensitive)
}

const SHOWN = 5

/** Why nothing may serve a request: what came nearest to serving it says so. */
export function refusalOf(name: string, excluded: readonly Exclusion[]): GatewayError {
  const kinds = new Set(excluded.map(({ kind }) => kind))
  if (kinds.has('MAX_COST')) {
    return refuse(
      'INVALID_REQUEST',
      'maxCost',
      `${name} cannot promise to stay within maxCost: its dearest outcome costs more, or its price is unknown. Raise maxCost or lower maxOutputTokens.`,
    )
  }
  if (kinds.has('UNPRICED')) {
    return refuse(
      'UNPRICED_MODEL',
      'model',
      `The price of ${name} is not known, and this gateway refuses what it cannot price. An operator can set it under "prices", or allow such models by "unpricedModels".`,
    )
  }
  const reasons = excluded.slice(0, SHOWN).map(({ target, reason }) => `${target.deployment.id}: ${reason}`)
  const more = excluded.length > SHOWN ? ` and ${excluded.length - SHOWN} more` : ''
  return refuse(
    'NO_ELIGIBLE_TARGET',
    'model',
    `Nothing behind ${name} may serve this request. ${reasons.join('; ')}${more}. The query "explainRoute" tells all.`,
  )
}

function refuse(code: GatewayErrorCode, path: string, message: string): GatewayError {
  return new GatewayError(code, message, { path })
}
