import type { ConfigKind } from '../../domain/control-plane.js'
import type { Principal } from '../../domain/principal.js'
import type { ChangeOptions, ConfigResult } from '../control-plane.js'
import { commitChange } from './commit-change.js'
import { entryOf, withoutEntry } from './content.js'
import type { ControlPlaneOptions } from './control-plane-options.js'
import { checkManagedByApi } from './declared.js'
import { toResult } from './to-result.js'
import { checkVersion, getEntry } from './update-entry.js'

export async function removeEntry<Kind extends ConfigKind>(
  options: ControlPlaneOptions,
  principal: Principal,
  { kind, name }: { readonly kind: Kind; readonly name: string },
  { version, ...changeOptions }: ChangeOptions & { readonly version?: number } = {},
): Promise<ConfigResult<Kind>> {
  const committed = await commitChange(
    options,
    principal,
    {
      summary: `deleted ${kind.toLowerCase()} ${name}`,
      apply: (content) => {
        // What the API declared before the file did may go; it is not in force.
        if (!entryOf(content, kind, name)) checkManagedByApi(kind, name, options.declared())
        const entry = getEntry(content, kind, name)
        if (version !== undefined) checkVersion(kind, name, entry, version)
        return { content: withoutEntry(content, kind, name) }
      },
    },
    changeOptions,
  )
  return toResult(kind, name, committed)
}
