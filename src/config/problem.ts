import { GatewayError } from '../domain/gateway-error.js'

/** One thing to mend. `path` is where, as written in the file, or the environment variable. */
export interface Problem {
  readonly path: string
  readonly message: string
}

/** All problems at once, so that they are mended at once. */
export function configurationError(source: string, problems: readonly Problem[]): GatewayError {
  const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`
  const lines = problems.map(({ path, message }) => `  ${path}: ${message}`)
  return new GatewayError('CONFIGURATION', `The configuration (${source}) has ${count}:\n${lines.join('\n')}`, {
    path: problems[0]?.path,
  })
}
