import type { ChangeOptions, ConfigResult } from '../../admin/control-plane.js'
import type { ConfigKind } from '../../domain/control-plane.js'
import type { OperationContext } from '../context.js'
import { type DeletePayload, toChangePayload } from './change.type.js'
import { toChanges, toSpec } from './to-spec.js'

export interface DryRun {
  readonly dryRun?: boolean | null | undefined
}

interface NamedChange extends DryRun {
  readonly name: string
}

export function create<Kind extends ConfigKind>(
  kind: Kind,
  { dryRun, ...fields }: DryRun,
  { control, principal }: OperationContext,
): Promise<ConfigResult<Kind>> {
  return control.create(principal, kind, toSpec(fields), toOptions({ dryRun }))
}

export function update<Kind extends ConfigKind>(
  kind: Kind,
  { name, version, dryRun, ...fields }: NamedChange & { readonly version: number },
  { control, principal }: OperationContext,
): Promise<ConfigResult<Kind>> {
  return control.update(principal, kind, name, version, toChanges(fields), toOptions({ dryRun }))
}

export async function remove(
  kind: ConfigKind,
  { name, version, dryRun }: NamedChange & { readonly version?: number | null | undefined },
  { control, principal }: OperationContext,
): Promise<DeletePayload> {
  const options = { ...toOptions({ dryRun }), ...(version != null && { version }) }
  return { ...toChangePayload(await control.remove(principal, kind, name, options)), deleted: name }
}

export function toOptions({ dryRun }: DryRun): ChangeOptions {
  return { dryRun: dryRun ?? false }
}
