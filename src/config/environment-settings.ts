import type { Environment, Tree } from './interpolate.js'

interface Setting {
  readonly variable: string
  readonly section: string
  readonly keys: readonly string[]
  readonly read?: (text: string) => unknown
}

/** What the environment may say, and where the file says the same. */
export const ENVIRONMENT_SETTINGS: readonly Setting[] = [
  { variable: 'WEIR_HOST', section: 'server', keys: ['host'] },
  { variable: 'WEIR_PORT', section: 'server', keys: ['port'] },
  { variable: 'WEIR_DATA_DIR', section: 'server', keys: ['dataDir'] },
  { variable: 'WEIR_WORKERS', section: 'server', keys: ['workers'] },
  { variable: 'WEIR_SECRET', section: 'server', keys: ['secret'] },
  { variable: 'WEIR_SECRET_PREVIOUS', section: 'server', keys: ['previousSecret'] },
  { variable: 'WEIR_ADMIN_KEY', section: 'server', keys: ['adminKey'] },
  { variable: 'WEIR_TLS_CERT', section: 'server', keys: ['tls', 'certFile'] },
  { variable: 'WEIR_TLS_KEY', section: 'server', keys: ['tls', 'keyFile'] },
  { variable: 'WEIR_ALLOWED_ORIGINS', section: 'server', keys: ['allowedOrigins'], read: splitList },
  { variable: 'WEIR_LOG_LEVEL', section: 'server', keys: ['logLevel'] },
  { variable: 'WEIR_UNPRICED_MODELS', section: 'unpricedModels', keys: [] },
  { variable: 'MONGODB_URI', section: 'mongodb', keys: ['uri'] },
]

export interface Overlaid {
  readonly tree: Tree
  /** Paths whose value came from the environment, with the variable. */
  readonly variables: ReadonlyMap<string, string>
}

/** The environment wins over the file. A variable that is set and empty counts as absent. */
export function overlayEnvironment(tree: Tree, env: Environment): Overlaid {
  const variables = new Map<string, string>()
  let result = tree
  for (const { variable, section, keys, read } of ENVIRONMENT_SETTINGS) {
    const text = env[variable]?.trim()
    if (!text) continue
    result = withValue(result, [section, ...keys], read ? read(text) : text)
    variables.set([section, ...keys].join('.'), variable)
  }
  return { tree: result, variables }
}

/** Anything in the way that is no mapping stays, for the validation to name. */
function withValue(node: Tree, [key, ...rest]: readonly string[], value: unknown): Tree {
  if (key === undefined) return value
  if (node !== undefined && (typeof node !== 'object' || node === null || Array.isArray(node))) return node
  const mapping = (node ?? {}) as Readonly<Record<string, unknown>>
  return { ...mapping, [key]: withValue(mapping[key], rest, value) }
}

function splitList(text: string): string[] {
  return text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '')
}
