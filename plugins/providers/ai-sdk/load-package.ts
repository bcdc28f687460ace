import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, join } from 'node:path'
import { GatewayError, type ProviderOptions } from '../../../src/plugin-api.js'
import type { AiSdkSettings } from './settings.js'

/** The models of a package, by whatever version of the contract: see `model.ts`. */
export interface SdkProvider {
  readonly languageModel?: unknown
  readonly embeddingModel?: unknown
  readonly textEmbeddingModel?: unknown
  readonly rerankingModel?: unknown
}

const requireHere = createRequire(import.meta.url)

/** Whether the package lies in a `node_modules` folder that is searched from here. @throws {GatewayError} CONFIGURATION */
export function checkInstalled({ name }: ProviderOptions, { package: wanted }: AiSdkSettings): void {
  const folders = requireHere.resolve.paths(wanted) ?? []
  if (folders.some((folder) => basename(folder) === 'node_modules' && existsSync(join(folder, wanted, 'package.json')))) return
  throw new GatewayError(
    'CONFIGURATION',
    `Provider "${name}" needs the package ${wanted}, which is not installed. Run "npm install ${wanted}" where Weir is installed.`,
  )
}

/** What the gateway needs of packages that are careful by themselves otherwise; the configuration wins. */
const DEFAULTS: Readonly<Record<string, object>> = {
  '@ai-sdk/openai-compatible': {
    name: 'openai-compatible',
    // Without usage a stream could only be billed by an estimate.
    includeUsage: true,
    supportsStructuredOutputs: true,
    // It hands on addresses of images but does not say so.
    supportedUrls: () => ({ 'image/*': [/^https?:\/\//] }),
  },
}

/** Imports the package and creates its provider. @throws {GatewayError} CONFIGURATION */
export async function loadPackage(options: ProviderOptions, settings: AiSdkSettings): Promise<SdkProvider> {
  const module = await importPackage(options, settings)
  const create = findCreate(options, settings, module)
  const given = {
    ...DEFAULTS[settings.package],
    ...settings.options,
    ...(options.apiKey ? { apiKey: options.apiKey } : {}),
    ...(options.baseUrl ? { baseURL: options.baseUrl } : {}),
  }
  try {
    return create(given) as SdkProvider
  } catch (cause) {
    throw new GatewayError('CONFIGURATION', `Provider "${options.name}": ${settings.package} refused its options.`, { cause })
  }
}

async function importPackage({ name }: ProviderOptions, { package: wanted }: AiSdkSettings): Promise<Record<string, unknown>> {
  try {
    return (await import(/* @vite-ignore */ wanted)) as Record<string, unknown>
  } catch (cause) {
    throw new GatewayError('CONFIGURATION', `Provider "${name}": the package ${wanted} cannot be imported.`, { cause })
  }
}

type Create = (options: object) => unknown

function findCreate({ name }: ProviderOptions, settings: AiSdkSettings, module: Record<string, unknown>): Create {
  const found = Object.keys(module).filter((key) => /^create[A-Z]/.test(key) && typeof module[key] === 'function')
  const chosen = settings.export ?? (found.length === 1 ? found[0] : undefined)
  const create = chosen === undefined ? undefined : module[chosen]
  if (typeof create === 'function') return create as Create
  const known = found.length > 0 ? ` It has ${found.slice(0, 10).join(', ')}: say which in settings.export.` : ''
  const what = settings.export ? `no function "${settings.export}"` : 'no single function that creates a provider'
  throw new GatewayError('CONFIGURATION', `Provider "${name}": ${settings.package} exports ${what}.${known}`)
}
