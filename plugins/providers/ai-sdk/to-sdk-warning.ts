import type { Warning } from '../../../src/plugin-api.js'
import { toSafeText } from '../../provider-transport/safe-message.js'

const MAX_WARNINGS = 50

interface WireWarning {
  readonly type?: unknown
  readonly setting?: unknown
  readonly feature?: unknown
  readonly details?: unknown
  readonly message?: unknown
  readonly tool?: { readonly name?: unknown } | null
}

/** What a package could not do, in its words: V2 says which `setting`, V3 which `feature`. */
export function toSdkWarnings(warnings: unknown): Warning[] {
  return Array.isArray(warnings)
    ? warnings.slice(0, MAX_WARNINGS).map((warning: WireWarning | null) => toWarning(warning ?? {}))
    : []
}

function toWarning({ type, setting, feature, tool, details, message }: WireWarning): Warning {
  const parameter = text(setting) ?? text(feature) ?? (tool ? 'tools' : undefined)
  const words = [
    type === 'other' ? text(message) : undefined,
    parameter && `The package does not take ${parameter}`,
    text(details),
  ]
  const said = words.filter((word) => word !== undefined && word !== '').join(': ')
  return {
    code: 'PROVIDER_WARNING',
    message: toSafeText(said) || 'The package warned of something.',
    ...(parameter ? { parameter } : {}),
  }
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value.slice(0, 200) : undefined
}
