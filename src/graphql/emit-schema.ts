import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { printSchema } from 'graphql'
import { describeSchema, printSubgraph } from './subgraph.js'

/** Writes `weir.graphql`, what a router composes, and `api.graphql`, what a client sees. */
export function emitSchema(directory: string): void {
  const described = describeSchema()
  mkdirSync(directory, { recursive: true })
  writeFileSync(join(directory, 'weir.graphql'), printSubgraph(described))
  writeFileSync(join(directory, 'api.graphql'), `${printSchema(described)}\n`)
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) emitSchema(process.argv[2] ?? 'schema')
