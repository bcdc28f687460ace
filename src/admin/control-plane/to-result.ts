import type { ConfigKind } from '../../domain/control-plane.js'
import type { ConfigResult } from '../control-plane.js'
import type { Committed } from './commit-change.js'
import { entryOf } from './content.js'
import { toDeclared } from './declared.js'

export function toResult<Kind extends ConfigKind>(
  kind: Kind,
  name: string,
  { content, differences, dryRun, version }: Committed,
): ConfigResult<Kind> {
  const entry = entryOf(content, kind, name)
  return { declared: entry ? toDeclared(kind, entry) : null, differences, dryRun, version }
}
