import type { Config, ProviderConfig } from '../config.js'
import type { ConfigContent, DeploymentSpec, KeyRef, ModelSpec, ProviderSpec } from '../domain/control-plane.js'
import type { JsonObject } from '../domain/json.js'
import type { Timeouts } from '../domain/provider.js'
import type { ManagedBy, RouteSpec } from '../domain/route.js'

/** A credential in the clear: only in memory. */
export interface OpenKey extends KeyRef {
  readonly text: string
}

/** A provider with everything resolved. */
export interface ProviderSetup {
  readonly name: string
  readonly kind: string
  readonly baseUrl?: string
  readonly region?: string
  readonly zeroRetention?: boolean
  readonly models?: readonly string[]
  readonly timeouts: Partial<Timeouts>
  readonly settings?: JsonObject
  readonly keys: readonly OpenKey[]
  readonly managedBy: ManagedBy
}

export interface DeploymentSetup extends Omit<DeploymentSpec, 'keys'> {
  /** Empty: the provider's. */
  readonly keys: readonly OpenKey[]
  readonly managedBy: ManagedBy
}

export interface RouteSetup {
  readonly spec: RouteSpec
  readonly managedBy: ManagedBy
  readonly version: number
}

/** What the file, the environment and the API declare together. */
export interface EffectiveConfig {
  readonly providers: readonly ProviderSetup[]
  readonly deployments: readonly DeploymentSetup[]
  readonly models: Readonly<Record<string, Omit<ModelSpec, 'id' | 'price'>>>
  readonly prices: Config['prices']
  readonly routes: readonly RouteSetup[]
}

/** What the file says wins over what the API says under the same name. */
export function toEffective(
  config: Config,
  resolved: readonly ProviderConfig[],
  content: ConfigContent,
  openKeys: ReadonlyMap<string, string>,
): EffectiveConfig {
  const own = resolved.map((provider) => toOwnSetup(provider, config))
  const taken = new Set(own.map(({ name }) => name))
  const byApi = specsOf(content.PROVIDER).filter(({ name }) => !taken.has(name))
  return {
    providers: [...own, ...byApi.map((spec) => toApiSetup(spec, openKeys))],
    deployments: merged<DeploymentSetup>(
      config.deployments.map(({ apiKeys = [], ...spec }) => ({
        ...spec,
        keys: toKeys(`deployment ${spec.name}`, apiKeys),
        managedBy: 'FILE' as const,
      })),
      specsOf(content.DEPLOYMENT).map(({ keys = [], ...spec }) => ({
        ...spec,
        keys: open(keys, openKeys),
        managedBy: 'API' as const,
      })),
      ({ name }) => name,
    ),
    models: { ...Object.fromEntries(specsOf(content.MODEL).map(({ id, price: _, ...facts }) => [id, facts])), ...config.models },
    prices: {
      ...Object.fromEntries(specsOf(content.MODEL).flatMap(({ id, price }) => (price ? [[id, price]] : []))),
      ...config.prices,
    },
    routes: merged<RouteSetup>(
      config.routes.map((spec) => ({ spec, managedBy: 'FILE' as const, version: 0 })),
      Object.values(content.ROUTE).map(({ spec, version }) => ({ spec, managedBy: 'API' as const, version })),
      ({ spec }) => spec.name,
    ),
  }
}

export function toOwnSetup(
  { apiKey, apiKeys = [], baseUrl, models, ...provider }: ProviderConfig,
  { providers }: Pick<Config, 'providers'>,
): ProviderSetup {
  const texts = [...new Set([...(apiKey === undefined ? [] : [apiKey]), ...apiKeys])]
  const managedBy = providers.some(({ name }) => name === provider.name) ? 'FILE' : 'ENVIRONMENT'
  return {
    ...provider,
    ...(baseUrl !== undefined && { baseUrl }),
    ...(models && { models }),
    keys: toKeys(`provider ${provider.name}`, texts),
    managedBy,
  }
}

function toApiSetup({ keys, timeouts = {}, ...spec }: ProviderSpec, openKeys: ReadonlyMap<string, string>): ProviderSetup {
  return { ...spec, timeouts, keys: open(keys, openKeys), managedBy: 'API' }
}

/** Keys that the operator wrote have a name by their place. */
function toKeys(owner: string, texts: readonly string[]): OpenKey[] {
  return texts.map((text, index) => ({ id: `${owner}#${index + 1}`, lastFour: text.length < 12 ? '' : text.slice(-4), text }))
}

function open(refs: readonly KeyRef[], openKeys: ReadonlyMap<string, string>): OpenKey[] {
  return refs.flatMap((ref) => {
    const text = openKeys.get(ref.id)
    return text === undefined ? [] : [{ ...ref, text }]
  })
}

function merged<Item>(own: readonly Item[], byApi: readonly Item[], nameOf: (item: Item) => string): readonly Item[] {
  const taken = new Set(own.map(nameOf))
  return [...own, ...byApi.filter((item) => !taken.has(nameOf(item)))]
}

export function specsOf<Spec>(entries: Readonly<Record<string, { readonly spec: Spec }>>): readonly Spec[] {
  return Object.values(entries).map(({ spec }) => spec)
}

/** The references of all credentials that a content names. */
export function keyRefsOf(content: ConfigContent): readonly KeyRef[] {
  return [...specsOf(content.PROVIDER), ...specsOf(content.DEPLOYMENT)].flatMap(({ keys = [] }) => keys)
}
