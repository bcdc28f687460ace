import { z } from 'zod'
import { GatewayError, type JsonObject, type ProviderOptions } from '../../../src/plugin-api.js'

const schema = z.strictObject({
  /** How long a model stays in memory after a call: seconds, or a duration such as `10m`; -1 is for ever. */
  keepAlive: z.union([z.string().regex(/^-?\d+(?:\.\d+)?(?:ms|[smh])$/, 'is no duration such as 10m'), z.number()]).optional(),
  /** Sent with every call unless the call says otherwise, such as `num_ctx`. */
  options: z.record(z.string(), z.json()).optional(),
})

export interface Settings {
  readonly keepAlive?: string | number
  readonly options?: JsonObject
}

/** @throws {GatewayError} CONFIGURATION */
export function readSettings({ name, settings = {} }: ProviderOptions): Settings {
  const parsed = schema.safeParse(settings)
  if (parsed.success) return parsed.data as Settings
  const issue = parsed.error.issues[0]!
  const path = issue.code === 'unrecognized_keys' ? issue.keys[0] : issue.path.join('.')
  const problem = issue.code === 'unrecognized_keys' ? 'is not known here' : issue.message
  throw new GatewayError('CONFIGURATION', `Provider "${name}": settings.${path} ${problem}. Known are keepAlive and options.`)
}
