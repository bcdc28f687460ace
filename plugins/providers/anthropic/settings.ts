import { z } from 'zod'
import { GatewayError, type ProviderOptions } from '../../../src/plugin-api.js'

const DEFAULT_VERSION = '2023-06-01'

const schema = z
  .strictObject({
    version: z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'must be a date such as 2023-06-01'),
    betas: z.array(z.string().regex(/^[\w.-]{1,100}$/, 'must be the name of a beta such as context-1m-2025-08-07')).max(32),
  })
  .partial()

export interface AnthropicSettings {
  /** The header `anthropic-version`. */
  readonly version: string
  /** Sent with each request in `anthropic-beta`, before those that the caller names. */
  readonly betas: readonly string[]
}

/** @throws {GatewayError} CONFIGURATION */
export function readSettings({ name, settings }: Pick<ProviderOptions, 'name' | 'settings'>): AnthropicSettings {
  const { data, error } = schema.safeParse(settings ?? {})
  if (data) return { version: data.version ?? DEFAULT_VERSION, betas: data.betas ?? [] }
  const [issue] = error.issues
  const at = issue?.code === 'unrecognized_keys' ? [issue.keys[0] ?? ''] : (issue?.path ?? [])
  const what = issue?.code === 'unrecognized_keys' ? 'is not known; there are version and betas' : issue?.message
  throw new GatewayError('CONFIGURATION', `Provider "${name}": settings.${at.join('.')} ${what}.`)
}
