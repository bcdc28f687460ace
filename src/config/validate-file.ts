import { type ConfigFile, configFile } from './config-file.js'
import type { Tree } from './interpolate.js'
import type { Problem } from './problem.js'
import { type Origins, toProblems, valueAt } from './to-problems.js'

export type Validated = { readonly file: ConfigFile; readonly problems: readonly [] } | { readonly problems: readonly Problem[] }

export function validateFile(tree: Tree, origins: Origins): Validated {
  const parsed = configFile.safeParse(tree ?? {})
  const repeated = ['providers', 'deployments', 'routes'].flatMap((list) => repeatedNames(tree, list))
  const problems = parsed.success
    ? repeated
    : [...parsed.error.issues.flatMap((issue) => toProblems(issue, tree, origins)), ...repeated]
  return parsed.success && problems.length === 0 ? { file: parsed.data, problems: [] } : { problems }
}

/** Names are unique within a list. */
export function repeatedNames(tree: Tree, list: string): Problem[] {
  const items = valueAt(tree, [list])
  if (!Array.isArray(items)) return []
  const names = items.map((item) => valueAt(item, ['name']))
  return names.flatMap((name, index) => {
    const first = names.indexOf(name)
    if (typeof name !== 'string' || first === index) return []
    return [{ path: `${list}[${index}].name`, message: `found ${JSON.stringify(name)}, which ${list}[${first}] is called too` }]
  })
}
