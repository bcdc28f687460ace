import { isBuiltin } from 'node:module'
import { z } from 'zod'
import { GatewayError, type JsonObject, type ProviderOptions } from '../../../src/plugin-api.js'

/** A name as npm allows it for a new package, with neither a path nor a subpath: https://docs.npmjs.com/cli/configuring-npm/package-json#name. */
const PACKAGE = /^(?:@[a-z0-9][a-z0-9._-]{0,100}\/)?[a-z0-9][a-z0-9._-]{0,100}$/

const json = z.record(z.string(), z.json())

const settings = z.strictObject({
  package: z
    .string()
    .regex(PACKAGE, 'must be the name of an npm package, such as @ai-sdk/groq')
    .refine((name) => !isBuiltin(name), {
      error: 'must be the name of an npm package, not a module of Node',
    }),
  export: z
    .string()
    .regex(/^[A-Za-z_$][\w$]{0,100}$/, 'must be the name of a function')
    .optional(),
  options: json.optional(),
  providerOptions: z.record(z.string(), json).optional(),
  models: z.array(z.string().min(1).max(200)).max(1000).optional(),
})

export interface AiSdkSettings {
  readonly package: string
  /** The function that creates the provider; absent: the only export that is called `create…`. */
  readonly export?: string
  /** What that function is given, beside address and key. */
  readonly options?: JsonObject
  /** Sent with every call, by the name that the package gives its provider. */
  readonly providerOptions?: Readonly<Record<string, JsonObject>>
  /** The models to list: packages have no list of their own. */
  readonly models?: readonly string[]
}

/** @throws {GatewayError} CONFIGURATION */
export function readSettings({ name, settings: given = {} }: ProviderOptions): AiSdkSettings {
  const read = settings.safeParse(given)
  if (read.success) return read.data as AiSdkSettings
  const [issue] = read.error.issues
  const unknown = issue?.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : []
  const path = ['settings', ...(issue?.path ?? []), ...unknown].join('.')
  const message = unknown.length > 0 ? 'is not known' : (issue?.message ?? 'is not valid')
  throw new GatewayError('CONFIGURATION', `Provider "${name}": ${path} ${message}.`)
}
