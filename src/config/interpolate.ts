import type { Problem } from './problem.js'

export type Environment = Readonly<Record<string, string | undefined>>
export type Tree = unknown

export interface Interpolated {
  readonly tree: Tree
  /** Paths whose text came from variables: such a value is never shown. */
  readonly fromVariables: ReadonlyMap<string, string>
  readonly problems: readonly Problem[]
}

const REFERENCE = /\$(\$?)\{([^}]*)\}/g
const VARIABLE = /^([A-Za-z_][A-Za-z0-9_]*)(?::-(.*))?$/s

/**
 * Replaces `${NAME}` and `${NAME:-default}` in every value of a parsed file (`$${` stands for itself). It happens after parsing, so
 * that a variable's text can only ever be a text, and never another key. The default serves when the variable is absent or empty.
 */
export function interpolate(tree: Tree, env: Environment): Interpolated {
  const fromVariables = new Map<string, string>()
  const problems: Problem[] = []

  function visit(node: Tree, path: string): Tree {
    if (node === null) return undefined
    if (typeof node === 'string') return replace(node, path)
    if (Array.isArray(node)) return node.map((item, index) => visit(item, `${path}[${index}]`))
    if (typeof node !== 'object') return node
    return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, visit(value, joinPath(path, key))]))
  }

  function replace(text: string, path: string): string {
    return text.replace(REFERENCE, (whole, escaped: string, reference: string) => {
      if (escaped) return whole.slice(1)
      fromVariables.set(path, text)
      const [, name, otherwise] = VARIABLE.exec(reference) ?? []
      if (name === undefined) {
        problems.push({ path, message: `expected \${NAME} or \${NAME:-default}, found another use of \${` })
        return ''
      }
      const value = env[name]
      if (otherwise !== undefined) return value || otherwise
      if (value === undefined) {
        problems.push({ path, message: `the environment variable ${name} is not set; set it, or write \${${name}:-default}` })
      }
      return value ?? ''
    })
  }

  return { tree: visit(tree, ''), fromVariables, problems }
}

export function joinPath(path: string, key: string | number): string {
  if (typeof key === 'number') return `${path}[${key}]`
  if (!/^[A-Za-z0-9_-]+$/.test(key)) return `${path}["${key}"]`
  return path ? `${path}.${key}` : key
}
