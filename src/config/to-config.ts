import { resolve } from 'node:path'
import type { ConfigFile } from './config-file.js'
import type { Config } from './config-types.js'
import { poolOf } from './key-pool.js'

interface Resolved {
  readonly cwd: string
  readonly cores: number
  readonly dataDir: string
  readonly secret: string
}

/** From the file's shape to the program's, with what depends on the machine. */
export function toConfig(
  { server, mongodb, graphql, providers, deployments, routes, ...rest }: ConfigFile,
  { cwd, cores, dataDir, secret }: Resolved,
): Config {
  return {
    host: server.host,
    port: server.port,
    dataDir,
    workers: server.workers ?? cores,
    secret,
    previousSecret: server.previousSecret,
    region: server.region,
    adminKey: server.adminKey,
    mongodbUri: mongodb.uri,
    tls: server.tls && { certFile: resolve(cwd, server.tls.certFile), keyFile: resolve(cwd, server.tls.keyFile) },
    allowedOrigins: server.allowedOrigins,
    logLevel: server.logLevel,
    graphql: { ...graphql, federationSdl: graphql.federationSdl ?? graphql.introspection },
    providers: providers.map(({ apiKey, baseUrl, models, timeouts = {}, ...provider }) => ({
      ...provider,
      apiKey,
      baseUrl,
      models,
      timeouts,
    })),
    deployments: deployments.map(({ apiKey, apiKeys, ...deployment }) => ({
      ...deployment,
      ...((apiKey ?? apiKeys) && { apiKeys: poolOf({ apiKey, apiKeys }) }),
    })),
    routes,
    ...rest,
  }
}
