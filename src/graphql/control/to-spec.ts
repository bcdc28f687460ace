import type { SecretInput } from '../../admin/control-plane.js'
import { toJsonObject } from '../inference/to-messages.js'

export type Spec = Readonly<Record<string, unknown>> & SecretInput

/** How an input names credentials: they are written and never read. */
interface KeysInput {
  readonly apiKey?: string | null | undefined
  readonly apiKeys?: readonly string[] | null | undefined
  readonly settings?: unknown
}

/** What a new thing is declared by: null means the same as absent. */
export function toSpec({ apiKey, apiKeys, settings, ...fields }: KeysInput & object): Spec {
  return {
    ...(withoutNulls(fields) as Spec),
    ...((apiKey != null || apiKeys != null) && { apiKeys: toKeys(apiKey, apiKeys) }),
    ...(settings != null && { settings: toJsonObject(settings, 'settings') }),
  }
}

/** What an update changes: absent keeps a field, null removes it. A field is replaced whole, so that within it null means absent. */
export function toChanges({ apiKey, apiKeys, settings, ...fields }: KeysInput & object): Spec {
  const given = Object.entries(fields).filter(([, value]) => value !== undefined)
  return {
    ...Object.fromEntries(given.map(([name, value]) => [name, withoutNulls(value)])),
    ...((apiKey !== undefined || apiKeys !== undefined) && { apiKeys: noneAsNull(toKeys(apiKey, apiKeys)) }),
    ...(settings !== undefined && { settings: settings === null ? null : toJsonObject(settings, 'settings') }),
  } as Spec
}

function noneAsNull(keys: readonly string[]): readonly string[] | null {
  return keys.length === 0 ? null : keys
}

function toKeys(apiKey: KeysInput['apiKey'], apiKeys: KeysInput['apiKeys']): string[] {
  return [...(apiKey == null ? [] : [apiKey]), ...(apiKeys ?? [])]
}

/** A plain copy of an input. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, field]) => field != null)
      .map(([name, field]) => [name, withoutNulls(field)]),
  )
}
