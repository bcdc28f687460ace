import type { Config } from '../config.js'

/** What a start tells its operator, by the label that it is printed under. */
export interface StartLines {
  readonly GraphQL: string
  readonly OpenAI: string
  readonly Explorer?: string
  readonly Providers: string
  readonly 'Admin key'?: string
}

export function toStartLines(config: Config, providers: readonly string[], adminKey: string | null): StartLines {
  const { host, port, tls, graphql } = config
  // What listens everywhere is shown by an address that can be opened.
  const shown = host === '0.0.0.0' || host === '::' ? 'localhost' : host.includes(':') ? `[${host}]` : host
  const base = `${tls ? 'https' : 'http'}://${shown}:${port}`
  return {
    GraphQL: `${base}/graphql`,
    OpenAI: `${base}/v1`,
    ...(graphql.explorer && { Explorer: `${base}/` }),
    Providers: providers.join(', '),
    ...(adminKey !== null && { 'Admin key': adminKey }),
  }
}
