import { z } from 'zod'
import { GatewayError, type ProviderOptions } from '../../../src/plugin-api.js'
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
export function parseSettings({ name, settings = {}, guard }: ProviderOptions): Settings {
  const result = SETTINGS.safeParse(settings)
  if (!result.success) throw toSettingsError(name, result.error)
  if (guard && result.data.entra) checkGuarded(name, result.data.entra)
  return result.data
}

/** https://learn.microsoft.com/entra/identity-platform/authentication-national-cloud */
const AUTHORITIES = new Set([
  'https://login.microsoftonline.com',
  'https://login.microsoftonline.us',
  'https://login.partner.microsoftonline.cn',
  'https://login.chinacloudapi.cn',
])

/** The machine's own identity, and addresses that MSAL asks by itself, are not for who configures from outside. */
function checkGuarded(name: string, entra: Entra): void {
  const isOurs = 'managedIdentity' in entra
  const isKnown = isOurs || entra.authority === undefined || AUTHORITIES.has(entra.authority.replace(/\/+$/, ''))
  if (!isOurs && isKnown) return
  const path = `settings.entra.${isOurs ? 'managedIdentity' : 'authority'}`
  const what = isOurs ? 'lends the identity of the machine' : 'is no address of a cloud of Microsoft'
  const message = `${path} of provider "${name}" ${what}: only a provider that is declared in the configuration file may use it.`
  throw new GatewayError('CONFIGURATION', message, { path })
}

/** A secret crosses no network in the clear; the machine itself is none. */
function isSafe(authority: string): boolean {
  const { protocol, hostname } = new URL(authority)
  return protocol === 'https:' || hostname === '127.0.0.1' || hostname === 'localhost'
}
