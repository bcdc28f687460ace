import { GatewayError } from '../domain/gateway-error.js'
import type { Snapshot } from '../domain/snapshot.js'
import { findDeployments } from '../routing/find-targets.js'
import type { EffectiveConfig, RouteSetup } from './effective-config.js'

/**
 * Whether every name that is declared means something: a route never stands without a target.
 * @throws {GatewayError} INVALID_REQUEST
 */
export function checkRoutes(snapshot: Snapshot, { routes, deployments }: EffectiveConfig): void {
  const providers = [...snapshot.providers.keys()].join(', ')
  for (const { name, provider } of deployments) {
    if (snapshot.providers.has(provider)) continue
    throw new GatewayError(
      'INVALID_REQUEST',
      `The deployment "${name}" is at the provider "${provider}", which is not on. Providers that are on: ${providers}.`,
      { path: 'provider' },
    )
  }
  for (const route of routes) {
    for (const { path, model } of modelsOf(route)) {
      if (isKnown(snapshot, model)) continue
      throw new GatewayError(
        'INVALID_REQUEST',
        `The route "${route.spec.name}" would be left without a target: ${path} names "${model}", which no provider that is on has. Providers that are on: ${providers}.`,
        { path },
      )
    }
  }
}

function isKnown(snapshot: Snapshot, model: string): boolean {
  return findDeployments(snapshot, model) !== null
}

function modelsOf({ spec }: RouteSetup): readonly { readonly path: string; readonly model: string }[] {
  const list = (at: string, models: readonly string[]) => models.map((model, index) => ({ path: `${at}[${index}]`, model }))
  const targets = (at: string, listed: RouteSetup['spec']['targets']) =>
    list(
      `${at}targets`,
      listed.map(({ model }) => model),
    )
  const judge = spec.cascade?.judge
  return [
    ...targets('', spec.targets),
    ...(spec.rules ?? []).flatMap((rule, index) => targets(`rules[${index}].`, rule.targets)),
    ...(spec.splits ?? []).flatMap((split, index) => targets(`splits[${index}].`, split.targets)),
    ...(spec.fallbacks ?? []).flatMap(({ models }, index) => list(`fallbacks[${index}].models`, models)),
    ...(judge ? [{ path: 'cascade.judge.model', model: judge.model }] : []),
  ]
}
