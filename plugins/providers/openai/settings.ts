import { z } from 'zod'
import { GatewayError, type ProviderOptions } from '../../../src/plugin-api.js'

const SETTINGS = z.strictObject({
  /** `auto`: what each request needs at OpenAI, chat completions at another address. */
  api: z.enum(['auto', 'chat', 'responses']).default('auto'),
})

export type Settings = z.infer<typeof SETTINGS>

/** @throws {GatewayError} CONFIGURATION */
export function parseSettings({ name, settings = {} }: ProviderOptions): Settings {
  const result = SETTINGS.safeParse(settings)
  if (result.success) return result.data
  throw toSettingsError(name, result.error)
}

/** Names the setting and what is wrong with it, without its value: it may be a secret. */
export function toSettingsError(name: string, { issues: [issue] }: z.ZodError): GatewayError {
  const unknown = issue?.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : []
  const path = ['settings', ...(issue?.path ?? []), ...unknown].join('.')
  const said = unknown.length > 0 ? 'is not a setting of this provider' : `is wrong: ${issue?.message ?? 'it cannot be read'}`
  return new GatewayError('CONFIGURATION', `${path} of provider "${name}" ${said}.`, { path })
}
