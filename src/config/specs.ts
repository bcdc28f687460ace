import type { z } from 'zod'
import type { ConfigKind, ConfigSpecs } from '../domain/control-plane.js'
import { GatewayError } from '../domain/gateway-error.js'
import { poolOf } from './key-pool.js'
import { modelSpec } from './model-spec.js'
import type { Problem } from './problem.js'
import { deploymentSpec, providerSpec } from './provider-spec.js'
import { routeSpec } from './route-spec.js'
import { toProblems } from './to-problems.js'

/** What may be declared, by the file and by the API: one set of rules. */
export const SPECS = {
  PROVIDER: providerSpec,
  DEPLOYMENT: deploymentSpec,
  MODEL: modelSpec,
  ROUTE: routeSpec,
} as const satisfies Record<ConfigKind, z.ZodType>

export interface ParsedSpec<Kind extends ConfigKind> {
  /** Without credentials: `keys` of a provider is empty. */
  readonly spec: ConfigSpecs[Kind]
  /** The credentials that were given, as texts; undefined when none were. */
  readonly apiKeys: readonly string[] | undefined
}

/**
 * `null` counts as absent.
 * @throws {GatewayError} INVALID_REQUEST naming every problem, `path` the first's
 */
export function parseSpec<Kind extends ConfigKind>(kind: Kind, input: Readonly<Record<string, unknown>>): ParsedSpec<Kind> {
  const parsed = SPECS[kind].safeParse(withoutNulls(input))
  if (!parsed.success) throw invalid(parsed.error.issues.flatMap((issue) => toProblems(issue, input)))
  const { apiKey, apiKeys, ...rest } = parsed.data as Written
  const pool = poolOf({ apiKey, apiKeys })
  const spec = kind === 'PROVIDER' ? { ...rest, keys: [] } : rest
  return { spec: spec as unknown as ConfigSpecs[Kind], apiKeys: pool.length > 0 ? pool : undefined }
}

interface Written {
  readonly apiKey?: string
  readonly apiKeys?: readonly string[]
}

export function invalid(problems: readonly Problem[]): GatewayError {
  const lines = problems.map(({ path, message }) => `${path}: ${message}`)
  return new GatewayError('INVALID_REQUEST', lines.join('\n'), { path: problems[0]?.path })
}

export function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).flatMap(([key, part]) => (part === null ? [] : [[key, withoutNulls(part)]])))
}
