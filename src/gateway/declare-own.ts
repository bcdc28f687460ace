import type { Declared } from '../admin/control-plane.js'
import type { Config, ProviderConfig } from '../config.js'
import type { ConfigKind, ConfigSpecs } from '../domain/control-plane.js'
import type { ManagedBy } from '../domain/route.js'
import { type OpenKey, toOwnSetup } from './effective-config.js'

/** What the configuration file and the environment declare, as it is shown beside what the API declares. */
export function declareOwn(config: Config, resolved: readonly ProviderConfig[]): readonly Declared[] {
  const providers = resolved
    .map((provider) => toOwnSetup(provider, config))
    .map(({ managedBy, keys, ...spec }) => declare('PROVIDER', spec.name, managedBy, { ...spec, keys: keys.map(toRef) }))
  const deployments = config.deployments.map(({ apiKeys: _, ...spec }) => declare('DEPLOYMENT', spec.name, 'FILE', spec))
  const ids = [...new Set([...Object.keys(config.models), ...Object.keys(config.prices)])]
  const models = ids.map((id) => {
    const price = config.prices[id]
    return declare('MODEL', id, 'FILE', { id, ...config.models[id], ...(price && { price }) })
  })
  return [...providers, ...deployments, ...models, ...config.routes.map((spec) => declare('ROUTE', spec.name, 'FILE', spec))]
}

function declare<Kind extends ConfigKind>(
  kind: Kind,
  name: string,
  managedBy: ManagedBy,
  spec: ConfigSpecs[Kind],
): Declared<Kind> {
  return { kind, name, managedBy, version: 0, spec, entry: null }
}

function toRef({ id, lastFour }: OpenKey) {
  return { id, lastFour }
}
