import type { ConfigFile } from './config-file.js'
import { overlayEnvironment } from './environment-settings.js'
import { type Environment, interpolate } from './interpolate.js'
import { parseYaml } from './parse-yaml.js'
import { configurationError } from './problem.js'
import { validateFile } from './validate-file.js'

/**
 * What a file and the environment say together, with the defaults.
 * @throws {GatewayError} CONFIGURATION
 */
export function readSettings(text: string, source: string, env: Environment): ConfigFile {
  const parsed = parseYaml(text)
  if (parsed.problems.length > 0) throw configurationError(source, parsed.problems)
  const interpolated = interpolate(parsed.tree, env)
  const overlaid = overlayEnvironment(interpolated.tree, env)
  const validated = validateFile(overlaid.tree, { fromVariables: interpolated.fromVariables, variables: overlaid.variables })
  const already = new Set(interpolated.problems.map(({ path }) => path))
  const problems = [...interpolated.problems, ...validated.problems.filter(({ path }) => !already.has(path))]
  if (!('file' in validated) || problems.length > 0) throw configurationError(source, problems)
  return validated.file
}
