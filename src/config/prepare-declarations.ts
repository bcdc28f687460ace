import { stringify } from 'yaml'
import { configFile } from './config-file.js'
import { DECLARATIONS } from './declarations.js'
import { type Environment, interpolate, type Tree } from './interpolate.js'
import { parseYaml } from './parse-yaml.js'
import { configurationError } from './problem.js'

/**
 * The sections of a configuration file that the API can declare, with the variables of this environment in place. Of the other sections no
 * variable is read: they stay on this machine.
 * @throws {GatewayError} CONFIGURATION
 */
export function prepareDeclarations(text: string, source: string, env: Environment): string {
  const { tree, problems } = parseYaml(text)
  if (problems.length > 0) throw configurationError(source, problems)
  const { tree: replaced, problems: missing } = interpolate(withoutOwn(tree), env)
  if (missing.length > 0) throw configurationError(source, missing)
  return stringify(replaced ?? {}, { lineWidth: 0, aliasDuplicateObjects: false })
}

/** What no configuration file says stays, for the gateway to name. */
function withoutOwn(tree: Tree): Tree {
  if (typeof tree !== 'object' || tree === null || Array.isArray(tree)) return tree
  return Object.fromEntries(Object.entries(tree).filter(([key]) => key in DECLARATIONS || !(key in configFile.shape)))
}
