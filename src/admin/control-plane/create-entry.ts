import type { ConfigKind, ConfigSpecs, KeyRef } from '../../domain/control-plane.js'
import { GatewayError } from '../../domain/gateway-error.js'
import type { Principal } from '../../domain/principal.js'
import type { ChangeOptions, ConfigResult, SecretInput } from '../control-plane.js'
import { checkSettings } from './check-settings.js'
import { commitChange, type FreshKey } from './commit-change.js'
import { entryOf, nameOf, nextEntry, withEntry } from './content.js'
import type { ControlPlaneOptions } from './control-plane-options.js'
import { checkManagedByApi } from './declared.js'
import { toResult } from './to-result.js'

export async function createEntry<Kind extends ConfigKind>(
  options: ControlPlaneOptions,
  principal: Principal,
  kind: Kind,
  input: Readonly<Record<string, unknown>> & SecretInput,
  changeOptions?: ChangeOptions,
): Promise<ConfigResult<Kind>> {
  const { spec, apiKeys = [] } = options.parseSpec(kind, input)
  checkSettings(spec)
  const name = nameOf(spec)
  const fresh = toFresh(options, apiKeys)
  const whole = withKeys(
    spec,
    fresh.map(({ ref }) => ref),
  )
  const committed = await commitChange(
    options,
    principal,
    {
      summary: `created ${kind.toLowerCase()} ${name}`,
      apply: (content) => {
        checkManagedByApi(kind, name, options.declared())
        if (entryOf(content, kind, name)) throw taken(kind, name)
        const entry = nextEntry(undefined, whole, { keyId: principal.keyId, at: new Date(options.now()) })
        return { content: withEntry(content, kind, entry), fresh }
      },
    },
    changeOptions,
  )
  return toResult(kind, name, committed)
}

export function toFresh({ vault }: ControlPlaneOptions, apiKeys: readonly string[]): readonly FreshKey[] {
  return apiKeys.map((text) => ({ ref: vault.refer(text), text }))
}

/** Providers always have a list of keys, deployments only when they have some, others never. */
export function withKeys<Spec extends ConfigSpecs[ConfigKind]>(spec: Spec, keys: readonly KeyRef[]): Spec {
  const { keys: _, ...rest } = spec as Spec & { readonly keys?: unknown }
  return ('keys' in spec && 'kind' in spec) || keys.length > 0
    ? ({ ...rest, keys } as unknown as Spec)
    : (rest as unknown as Spec)
}

function taken(kind: ConfigKind, name: string): GatewayError {
  const what = kind.toLowerCase()
  return new GatewayError('CONFLICT', `There is a ${what} "${name}" already. Update it, or choose another name.`, {
    path: 'name',
  })
}
