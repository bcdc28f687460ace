import type { z } from 'zod'
import { closest } from './closest.js'
import { describeValue } from './describe-value.js'
import { joinPath, type Tree } from './interpolate.js'
import type { Problem } from './problem.js'

export interface Origins {
  /** Path to the text with its `${…}`. */
  readonly fromVariables: ReadonlyMap<string, string>
  /** Path to the environment variable that set it. */
  readonly variables: ReadonlyMap<string, string>
}

/** Nothing of it comes from elsewhere. */
const WRITTEN: Origins = { fromVariables: new Map(), variables: new Map() }

/** What an issue means for the one who wrote the tree: where, what was found and what is allowed. */
export function toProblems(issue: z.core.$ZodIssue, tree: Tree, origins: Origins = WRITTEN): Problem[] {
  const keys = issue.path.map((key) => (typeof key === 'symbol' ? key.toString() : key))
  const path = keys.reduce<string>(joinPath, '')
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey(path, key, issue.message.split(', ')))
  if (issue.code === 'invalid_key')
    return [{ path, message: `${JSON.stringify(keys.at(-1))} is not ${issue.issues[0]?.message}` }]
  const variable = origins.variables.get(path)
  const found = describeValue(valueAt(tree, keys), { key: lastName(keys), reference: origins.fromVariables.get(path) })
  return [{ path: variable ? `${variable} (${path})` : path || 'the file', message: `found ${found}, expected ${issue.message}` }]
}

function unknownKey(path: string, key: string, allowed: readonly string[]): Problem {
  const meant = closest(key, allowed)
  return {
    path: joinPath(path, key),
    message: `unknown key; ${meant ? `did you mean ${meant}? ` : ''}Allowed here: ${allowed.join(', ')}`,
  }
}

/** An item of a list is what the list is called. */
function lastName(keys: readonly (string | number)[]): string {
  return String(keys.findLast((key) => typeof key === 'string') ?? '')
}

/** A text that stands for a whole mapping is what its parts are. */
export function valueAt(tree: Tree, keys: readonly (string | number)[]): unknown {
  return keys.reduce<unknown>(
    (node, key) => (typeof node === 'string' ? node : (node as Record<string | number, unknown> | null | undefined)?.[key]),
    tree,
  )
}
