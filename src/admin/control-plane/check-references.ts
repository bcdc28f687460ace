import type { ConfigContent, ConfigDifference, DeploymentSpec } from '../../domain/control-plane.js'
import { GatewayError } from '../../domain/gateway-error.js'
import type { RouteSpec } from '../../domain/route.js'
import type { Declared } from '../control-plane.js'
import { specsOf } from './content.js'

/** Every name that a route sends calls to. */
function mentionsOf({ targets, rules = [], splits = [], fallbacks = [], cascade }: RouteSpec): readonly string[] {
  const judge = cascade?.judge ? [cascade.judge.model] : []
  const lists = [targets, ...rules.map((rule) => rule.targets), ...splits.map((split) => split.targets)]
  return [...lists.flat().map(({ model }) => model), ...fallbacks.flatMap(({ models }) => models), ...judge]
}

/**
 * What is deleted must not be missed by what stays.
 * @throws {GatewayError} INVALID_REQUEST naming what misses it
 */
export function checkReferences(
  differences: readonly ConfigDifference[],
  before: ConfigContent,
  after: ConfigContent,
  declared: readonly Declared[],
): void {
  const elsewhere = new Set(declared.map(({ kind, name }) => `${kind} ${name}`))
  const gone = differences.filter(({ action, kind, name }) => action === 'DELETED' && !elsewhere.has(`${kind} ${name}`))
  if (gone.length === 0) return
  const declaredSpecs = <Spec>(asked: string) => declared.filter(({ kind }) => kind === asked).map(({ spec }) => spec as Spec)
  const routes = [...specsOf(after, 'ROUTE'), ...declaredSpecs<RouteSpec>('ROUTE')]
  const deployments = [...specsOf(after, 'DEPLOYMENT'), ...declaredSpecs<DeploymentSpec>('DEPLOYMENT')]
  for (const { kind, name } of gone) {
    if (kind === 'PROVIDER') {
      const needing = deployments.find(({ provider }) => provider === name)
      if (needing) throw missed(`The deployment "${needing.name}" is`, `at the provider "${name}"`)
    }
    const isGone = matcherOf(kind, name, before)
    for (const route of routes) {
      const mention = mentionsOf(route).find(isGone)
      if (mention !== undefined) throw missed(`The route "${route.name}" sends calls`, `to "${mention}"`)
    }
  }
}

function matcherOf(kind: ConfigDifference['kind'], name: string, before: ConfigContent): (mention: string) => boolean {
  switch (kind) {
    case 'PROVIDER':
      return (mention) => mention.startsWith(`${name}/`)
    case 'DEPLOYMENT':
      return (mention) => mention === name
    case 'MODEL':
      return (mention) => before.MODEL[name]?.spec.aliases?.includes(mention) ?? false
    case 'ROUTE':
      return () => false
    default:
      return kind satisfies never
  }
}

function missed(who: string, what: string): GatewayError {
  return new GatewayError('INVALID_REQUEST', `${who} ${what}, which would be missing. Change or delete it first.`, {
    path: 'name',
  })
}
