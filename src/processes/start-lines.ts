import { withoutCredentials } from '../config/describe-value.js'
import type { Config } from '../config.js'
import type { Serving } from './messages.js'

export interface Started extends Serving {
  readonly mongodbUri: string
}

/** What a start tells its operator, a line each; `Providers` is the last. No address shows credentials. */
export function formatStartLines(
  config: Pick<Config, 'host' | 'port' | 'tls' | 'graphql' | 'dataDir'>,
  started: Started,
): string {
  const address = `${config.tls ? 'https' : 'http'}://${toReachable(config.host)}:${config.port}`
  const lines = [
    `GraphQL: ${address}/graphql`,
    `OpenAI: ${address}/v1`,
    // Their clients add the version themselves.
    `Anthropic, Gemini: ${address}`,
    config.graphql.explorer && `Explorer: ${address}/`,
    `MongoDB: ${withoutCredentials(started.mongodbUri)}`,
    `Data: ${config.dataDir}`,
    started.adminKey !== null && `Admin key: ${started.adminKey}`,
    `Providers: ${started.providers.join(', ')}`,
  ]
  return lines.flatMap((line) => (line ? [`${line}\n`] : [])).join('')
}

/** Listening on every address is no address to go to. */
function toReachable(host: string): string {
  if (host === '0.0.0.0' || host === '::') return 'localhost'
  return host.includes(':') ? `[${host}]` : host
}
