import { z } from 'zod'
import type { ProviderOptions } from '../../../src/plugin-api.js'
import { toSettingsError } from '../openai/settings.js'

const NAME = z.string().min(1).max(200)
/** https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow */
const APPLICATION = z.strictObject({
  tenantId: z.string().regex(/^[\w.-]{1,200}$/),
  clientId: NAME,
  clientSecret: z.string().min(1).max(2000),
  /** Of a national cloud, e.g. `https://login.microsoftonline.us`. */
  authority: z
    .url({ protocol: /^https?$/ })
    .refine(isSafe, 'it must be an https address')
    .optional(),
  scope: NAME.optional(),
})
const MANAGED_IDENTITY = z.strictObject({
  managedIdentity: z.literal(true),
  /** Of a user-assigned identity; absent: the system's. */
  clientId: NAME.optional(),
  scope: NAME.optional(),
})

const SETTINGS = z.strictObject({
  /** A dated version, whose paths name deployments; absent, `preview`, `latest` or `v1`: the v1 API. */
  apiVersion: z
    .string()
    .regex(/^(v1|preview|latest|\d{4}-\d{2}-\d{2}(-preview)?)$/)
    .optional(),
  /** The deployment of each model, where its name is another. */
  deployments: z.record(NAME, NAME).optional(),
  api: z.enum(['auto', 'chat', 'responses']).default('auto'),
  entra: z.union([MANAGED_IDENTITY, APPLICATION]).optional(),
})

export type Settings = z.infer<typeof SETTINGS>
export type Entra = NonNullable<Settings['entra']>
export type Application = z.infer<typeof APPLICATION>

/** @throws {GatewayError} CONFIGURATION */
export function parseSettings({ name, settings = {} }: ProviderOptions): Settings {
  const result = SETTINGS.safeParse(settings)
  if (result.success) return result.data
  throw toSettingsError(name, result.error)
}

/** A secret crosses no network in the clear; the machine itself is none. */
function isSafe(authority: string): boolean {
  const { protocol, hostname } = new URL(authority)
  return protocol === 'https:' || hostname === '127.0.0.1' || hostname === 'localhost'
}
