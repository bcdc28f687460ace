import type { Deployment } from '../domain/deployment.js'
import type { DataPolicy } from '../domain/route.js'

/**
 * Why the data of a call must not go to a deployment, in a sentence of which it is the subject, or null. Every policy must allow it. What a deployment does
 * not declare counts as absent: without a region it is in none, and it retains unless it says that it does not.
 */
export function breachOf(policies: readonly DataPolicy[], deployment: Deployment, dataClasses: readonly string[]): string | null {
  for (const policy of policies) {
    const breach = breachOfOne(policy, deployment, dataClasses)
    if (breach !== null) return breach
  }
  return null
}

function breachOfOne(policy: DataPolicy, deployment: Deployment, dataClasses: readonly string[]): string | null {
  const { region } = deployment
  if (policy.regions && !includesName(policy.regions, region)) {
    const where = region === null ? 'declares no region' : `is in the region ${region}`
    return `it ${where}, and data may only go to ${policy.regions.join(', ') || 'none'}`
  }
  if (policy.zeroRetention && !deployment.zeroRetention) return 'it is not declared to retain nothing'
  const provider = providersOf(deployment).find((name) => includesName(policy.excludedProviders ?? [], name))
  if (provider !== undefined) return `it is at the provider ${provider}, which is excluded`
  return breachBySensitivity(policy, deployment, dataClasses)
}

function breachBySensitivity(
  { sensitive = [] }: DataPolicy,
  deployment: Deployment,
  dataClasses: readonly string[],
): string | null {
  for (const { dataClass, excludedProviders } of sensitive) {
    if (!includesName(dataClasses, dataClass)) continue
    const provider = providersOf(deployment).find((name) => includesName(excludedProviders, name))
    if (provider !== undefined) return `it is at the provider ${provider}, which data of the class ${dataClass} must not reach`
  }
  return null
}

function providersOf({ model, keys }: Deployment): readonly string[] {
  return [model.provider, ...keys.map(({ provider }) => provider.name)]
}

/** Without regard to case: a policy must not be passed by for a capital letter. */
function includesName(names: readonly string[], name: string | null): boolean {
  const lower = name?.toLowerCase()
  return names.some((known) => known.toLowerCase() === lower)
}
