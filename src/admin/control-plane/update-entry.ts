import type { ConfigContent, ConfigEntry, ConfigKind, ConfigSpecs } from '../../domain/control-plane.js'
import { GatewayError } from '../../domain/gateway-error.js'
import type { Principal } from '../../domain/principal.js'
import type { ChangeOptions, ConfigResult, SecretInput } from '../control-plane.js'
import { checkSettings } from './check-settings.js'
import { commitChange, type FreshKey } from './commit-change.js'
import { entryOf, keysOf, nameOf, nextEntry, withEntry } from './content.js'
import type { ControlPlaneOptions } from './control-plane-options.js'
import { toFresh, withKeys } from './create-entry.js'
import { checkManagedByApi } from './declared.js'
import { isSame } from './differences.js'
import { toResult } from './to-result.js'

type Changes = Readonly<Record<string, unknown>> & SecretInput

export async function updateEntry<Kind extends ConfigKind>(
  options: ControlPlaneOptions,
  principal: Principal,
  { kind, name, version }: { readonly kind: Kind; readonly name: string; readonly version: number },
  changes: Changes,
  changeOptions?: ChangeOptions,
): Promise<ConfigResult<Kind>> {
  let fresh: readonly FreshKey[] | undefined
  const committed = await commitChange(
    options,
    principal,
    {
      summary: `updated ${kind.toLowerCase()} ${name}`,
      apply: (content) => {
        checkManagedByApi(kind, name, options.declared())
        const before = getEntry(content, kind, name)
        checkVersion(kind, name, before, version)
        const { spec, apiKeys = [] } = options.parseSpec(kind, merge(before.spec, changes))
        checkSettings(spec)
        if (nameOf(spec) !== name) throw renamed(kind)
        fresh ??= toFresh(options, apiKeys)
        const whole = withKeys(spec, givesKeys(changes) ? fresh.map(({ ref }) => ref) : keysOf(before.spec))
        if (isSame(whole, before.spec)) return { content }
        const author = { keyId: principal.keyId, at: new Date(options.now()) }
        return { content: withEntry(content, kind, nextEntry(before, whole, author)), fresh }
      },
    },
    changeOptions,
  )
  return toResult(kind, name, committed)
}

/** @throws {GatewayError} NOT_FOUND */
export function getEntry<Kind extends ConfigKind>(
  content: ConfigContent,
  kind: Kind,
  name: string,
): ConfigEntry<ConfigSpecs[Kind]> {
  const entry = entryOf(content, kind, name)
  if (entry) return entry
  throw new GatewayError(
    'NOT_FOUND',
    `The API has declared no ${kind.toLowerCase()} of this name. The queries list those that there are.`,
    {
      path: 'name',
    },
  )
}

/** @throws {GatewayError} CONFLICT */
export function checkVersion(kind: ConfigKind, name: string, { version }: { readonly version: number }, expected: number): void {
  if (version === expected) return
  throw new GatewayError(
    'CONFLICT',
    `The ${kind.toLowerCase()} "${name}" is at version ${version} by now, not ${expected}: someone changed it. Read it anew and make your change to that.`,
    { path: 'version' },
  )
}

/** What is given replaces what was; `undefined` is not given. */
function merge(spec: ConfigSpecs[ConfigKind], changes: Changes): Readonly<Record<string, unknown>> {
  const { keys: _, ...before } = spec as ConfigSpecs[ConfigKind] & { readonly keys?: unknown }
  const given = Object.entries(changes).filter(([, value]) => value !== undefined)
  return { ...before, ...Object.fromEntries(given) }
}

/** `null` takes the keys away. */
function givesKeys(changes: Changes): boolean {
  return changes['apiKey'] !== undefined || changes.apiKeys !== undefined
}

function renamed(kind: ConfigKind): GatewayError {
  return new GatewayError('INVALID_REQUEST', `A ${kind.toLowerCase()} keeps its name. Create another one and delete this.`, {
    path: 'name',
  })
}
