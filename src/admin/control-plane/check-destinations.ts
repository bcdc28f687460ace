import type { ConfigContent, DeploymentSpec, KeyRef, ProviderSpec } from '../../domain/control-plane.js'
import { GatewayError } from '../../domain/gateway-error.js'
import type { Declared } from '../control-plane.js'
import { specsOf } from './content.js'
import { canonical } from './differences.js'

interface Destination {
  readonly key: KeyRef
  readonly owner: string
  readonly address: string
}

/**
 * A credential that is kept goes only where it was given for: whoever may change an address but never saw the credential must not have it sent
 * to an address of their own.
 * @throws {GatewayError} INVALID_REQUEST
 */
export function checkDestinations(before: ConfigContent, after: ConfigContent, declared: readonly Declared[]): void {
  const known = new Map<string, Set<string>>()
  for (const { key, address } of destinationsOf(before, declared)) {
    const addresses = known.get(key.id)
    if (addresses) addresses.add(address)
    else known.set(key.id, new Set([address]))
  }
  for (const { key, owner, address } of destinationsOf(after, declared)) {
    if (known.get(key.id)?.has(address) ?? true) continue
    throw new GatewayError(
      'INVALID_REQUEST',
      `The key …${key.lastFour} that is kept would be sent to another address by ${owner}. Give its apiKey anew with the change of kind, address or settings, or remove it.`,
      { path: 'apiKey' },
    )
  }
}

function destinationsOf(content: ConfigContent, declared: readonly Declared[]): readonly Destination[] {
  const elsewhere = <Spec>(asked: string) => declared.filter(({ kind }) => kind === asked).map(({ spec }) => spec as Spec)
  const providers = new Map(
    [...specsOf(content, 'PROVIDER'), ...elsewhere<ProviderSpec>('PROVIDER')].map((provider) => [provider.name, provider]),
  )
  const ofProviders = [...providers.values()].flatMap((provider) =>
    provider.keys.map((key) => ({ key, owner: `the provider "${provider.name}"`, address: addressOf(provider) })),
  )
  const deployments = [...specsOf(content, 'DEPLOYMENT'), ...elsewhere<DeploymentSpec>('DEPLOYMENT')]
  return [...ofProviders, ...deployments.flatMap((deployment) => ofDeployment(deployment, providers.get(deployment.provider)))]
}

function ofDeployment(deployment: DeploymentSpec, provider: ProviderSpec | undefined): readonly Destination[] {
  if (!provider) return []
  const keys = deployment.keys?.length ? deployment.keys : provider.keys
  const address = addressOf(provider, deployment.baseUrl)
  return keys.map((key) => ({ key, owner: `the deployment "${deployment.name}"`, address }))
}

/** Settings may hold an address, such as the resource of a cloud. */
function addressOf({ kind, settings, ...provider }: ProviderSpec, baseUrl = provider.baseUrl): string {
  return canonical([kind, baseUrl, settings])
}
