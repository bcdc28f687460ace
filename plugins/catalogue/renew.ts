import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { KnownRow } from './known-row.js'
import { SHARDS } from './shards.js'
import { type SourceModel, toKnownRow } from './to-known-row.js'

const MODELS = '@agentjido/llmdb'
const PRICES = '@pydantic/genai-prices'
const TARGET = 'plugins/catalogue/known-models.ts'

/**
 * Writes `known-models.ts` anew from the published package of the model catalogue. `npm run build && node dist/plugins/catalogue/renew.js`.
 * The package is read here and not depended on: it asks for a newer Node than Weir does.
 */
async function renew(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'models-'))
  try {
    const version = unpack(folder)
    const models = await readShards(join(folder, 'package/dist/providers'))
    const origin = { models: dated(MODELS, version), prices: dated(PRICES, installedVersion()) }
    writeFileSync(TARGET, toModule(origin, models))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function unpack(folder: string): string {
  const file = npm('pack', MODELS, '--pack-destination', folder, '--silent')
  execFileSync('tar', ['xzf', join(folder, file), '-C', folder])
  return (JSON.parse(readFileSync(join(folder, 'package/package.json'), 'utf8')) as { version: string }).version
}

async function readShards(folder: string): Promise<Record<string, Record<string, KnownRow>>> {
  const known: Record<string, Record<string, KnownRow>> = {}
  for (const shard of [...new Set(Object.values(SHARDS).flatMap(({ models }) => models))].sort()) {
    const { default: provider } = (await import(pathToFileURL(join(folder, `${shard}.js`)).href)) as {
      default: { models(): readonly SourceModel[] }
    }
    known[shard] = Object.fromEntries(
      provider
        .models()
        .map(toKnownRow)
        .filter((row) => row !== undefined),
    )
  }
  return known
}

function dated(name: string, version: string): { version: string; publishedAt: string } {
  const times = JSON.parse(npm('view', name, 'time', '--json')) as Record<string, string>
  const publishedAt = times[version]
  if (!publishedAt) throw new Error(`The registry does not say when ${name}@${version} was published`)
  return { version, publishedAt: publishedAt.slice(0, 10) }
}

function installedVersion(): string {
  const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
    packages: Record<string, { version?: string }>
  }
  return packages[`node_modules/${PRICES}`]?.version ?? ''
}

/** One vendor a line. */
function toModule(origin: object, shards: Record<string, Record<string, KnownRow>>): string {
  const lines = Object.entries(shards).map(([shard, models]) => `${JSON.stringify(shard)}:${JSON.stringify(models)}`)
  const json = `{\n${lines.join(',\n')}\n}`.replaceAll('\\', '\\\\').replaceAll('`', '\\`').replaceAll('${', '\\${')
  const { models, prices } = origin as Record<string, { version: string; publishedAt: string }>
  return `/** Written by renew.ts from ${MODELS} ${models?.version} (Apache-2.0; its data come from models.dev, MIT, among others): see README.md. */
export const MODELS_PUBLISHED = { version: '${models?.version}', at: '${models?.publishedAt}' }

/** The release of ${PRICES} that was installed when this was written. */
export const PRICES_PUBLISHED = { version: '${prices?.version}', at: '${prices?.publishedAt}' }

/** JSON of KnownRow by shard and name. */
export const KNOWN_MODELS = \`${json}\`
`
}

function npm(...words: string[]): string {
  return execFileSync('npm', words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
}

await renew()
