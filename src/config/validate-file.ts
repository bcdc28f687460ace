import type { z } from 'zod'
import { closest } from './closest.js'
import { type ConfigFile, configFile } from './config-file.js'
import { describeValue } from './describe-value.js'
import { joinPath, type Tree } from './interpolate.js'
import type { Problem } from './problem.js'

export interface Origins {
  /** Path to the text with its `${…}`. */
  readonly fromVariables: ReadonlyMap<string, string>
  /** Path to the environment variable that set it. */
  readonly variables: ReadonlyMap<string, string>
}

export type Validated = { readonly file: ConfigFile; readonly problems: readonly [] } | { readonly problems: readonly Problem[] }

export function validateFile(tree: Tree, origins: Origins): Validated {
  const parsed = configFile.safeParse(tree ?? {})
  const repeated = ['providers', 'routes'].flatMap((list) => repeatedNames(tree, list))
  const problems = parsed.success
    ? repeated
    : [...parsed.error.issues.flatMap((issue) => toProblems(issue, tree, origins)), ...repeated]
  return parsed.success && problems.length === 0 ? { file: parsed.data, problems: [] } : { problems }
}

function toProblems(issue: z.core.$ZodIssue, tree: Tree, origins: Origins): Problem[] {
  const keys = issue.path.map((key) => (typeof key === 'symbol' ? key.toString() : key))
  const path = keys.reduce<string>(joinPath, '')
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey(path, key, issue.message.split(', ')))
  if (issue.code === 'invalid_key')
    return [{ path, message: `${JSON.stringify(keys.at(-1))} is not ${issue.issues[0]?.message}` }]
  const variable = origins.variables.get(path)
  const found = describeValue(valueAt(tree, keys), { key: String(keys.at(-1) ?? ''), reference: origins.fromVariables.get(path) })
  return [{ path: variable ? `${variable} (${path})` : path || 'the file', message: `found ${found}, expected ${issue.message}` }]
}

function unknownKey(path: string, key: string, allowed: readonly string[]): Problem {
  const meant = closest(key, allowed)
  return {
    path: joinPath(path, key),
    message: `unknown key; ${meant ? `did you mean ${meant}? ` : ''}Allowed here: ${allowed.join(', ')}`,
  }
}

function repeatedNames(tree: Tree, list: string): Problem[] {
  const items = valueAt(tree, [list])
  if (!Array.isArray(items)) return []
  const names = items.map((item) => valueAt(item, ['name']))
  return names.flatMap((name, index) => {
    const first = names.indexOf(name)
    if (typeof name !== 'string' || first === index) return []
    return [{ path: `${list}[${index}].name`, message: `found ${JSON.stringify(name)}, which ${list}[${first}] is called too` }]
  })
}

function valueAt(tree: Tree, keys: readonly (string | number)[]): unknown {
  return keys.reduce<unknown>((node, key) => (node as Record<string | number, unknown> | null | undefined)?.[key], tree)
}
