import {
  type CascadeGate,
  type DataPolicy,
  DEFAULT_RETRY,
  type RouteRule,
  type RouteSpec,
  type RouteSplit,
} from '../../domain/route.js'
import { toTimeouts } from './provider.type.js'
import type {
  CascadeGateType,
  DataPolicyType,
  JudgeType,
  RouteRuleType,
  RouteSplitType,
  RouteTargetType,
} from './route-parts.type.js'

/** A route with what holds where it says nothing. */
export function toRouteParts(spec: RouteSpec) {
  return {
    name: spec.name,
    aliases: spec.aliases ?? [],
    description: spec.description ?? null,
    strategy: spec.strategy ?? 'PRIORITY',
    match: spec.match ?? null,
    targets: toTargets(spec.targets),
    rules: (spec.rules ?? []).map(toRule),
    splits: (spec.splits ?? []).map(toSplit),
    stickyBy: spec.stickyBy ?? 'END_USER',
    fallbacks: (spec.fallbacks ?? []).map(({ on, models }) => ({ on, models })),
    retry: { ...DEFAULT_RETRY, ...spec.retry },
    timeouts: toTimeouts(spec.timeouts),
    dataPolicy: spec.dataPolicy ? toDataPolicyType(spec.dataPolicy) : null,
    continue: spec.continue ?? false,
    hedge: spec.hedge ?? null,
    cascade: spec.cascade ? toCascade(spec.cascade) : null,
    shadow: spec.shadow ?? null,
    cachePolicy: spec.cachePolicy ?? null,
    guardPolicies: spec.guardPolicies ?? [],
  }
}

export function toDataPolicyType(policy: DataPolicy): DataPolicyType {
  const { regions = null, zeroRetention = false, excludedProviders = [], sensitive = [] } = policy
  return { regions, zeroRetention, excludedProviders, sensitive }
}

function toTargets(targets: RouteSpec['targets']): RouteTargetType[] {
  return targets.map(({ model, weight = 1 }) => ({ model, weight }))
}

function toRule(rule: RouteRule): RouteRuleType {
  const { name = null, when, targets, strategy = null } = rule
  return { name, when, targets: toTargets(targets), strategy }
}

function toSplit(split: RouteSplit): RouteSplitType {
  const { name = null, percent = null, header = null, when = null, targets, strategy = null } = split
  return { name, percent, header, when, targets: toTargets(targets), strategy }
}

function toCascade(gate: CascadeGate): CascadeGateType {
  const { schema = true, refusal = true, minLogprob = null, judge } = gate
  return { schema, refusal, minLogprob, judge: judge ? toJudge(judge) : null }
}

function toJudge(judge: NonNullable<CascadeGate['judge']>): JudgeType {
  const { model, prompt = null, minScore = null } = judge
  return { model, prompt, minScore }
}
