import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { GatewayError, type JsonObject, type ProviderOptions } from '../../../src/plugin-api.js'
import { checkGuarded } from './check-guarded.js'

const NAME = /^[a-z0-9][a-z0-9-]*$/

const SETTINGS = z.strictObject({
  project: z
    .string()
    .regex(/^[a-z0-9][a-z0-9.:-]*$/)
    .optional(),
  location: z.string().regex(NAME).optional(),
  /** What Google issues as a file: of a service account, or of workload identity. */
  credentials: z.looseObject({ type: z.string() }).optional(),
  keyFile: z.string().min(1).optional(),
})

export interface VertexSettings {
  /** Absent with a key of express mode. */
  readonly project: string | undefined
  readonly location: string
  /** Absent: application default credentials, unless there is a key. */
  readonly credentials: JsonObject | undefined
}

/** @throws {GatewayError} CONFIGURATION, which repeats no value */
export function readSettings({ name, apiKey, settings = {}, guard }: ProviderOptions): VertexSettings {
  const parsed = SETTINGS.safeParse(settings)
  if (!parsed.success) throw wrong(name, parsed.error.issues[0])
  const { project: named, location = 'global', credentials: given, keyFile } = parsed.data
  if (given && keyFile)
    throw misconfigured(name, 'settings.credentials and settings.keyFile are the same thing: give one of them')
  if (apiKey && (given || keyFile)) throw misconfigured(name, 'an apiKey and credentials are given: one of them is enough')
  if (guard) checkGuarded(name, { apiKey, keyFile, credentials: given as JsonObject | undefined })
  const credentials = keyFile === undefined ? (given as JsonObject | undefined) : readKeyFile(name, keyFile)
  const project = named ?? text(credentials?.['project_id'])
  if (project === undefined && !apiKey)
    throw misconfigured(name, 'settings.project is needed: the id of the Google Cloud project')
  return { project, location, credentials }
}

function readKeyFile(provider: string, keyFile: string): JsonObject {
  try {
    const value: unknown = JSON.parse(readFileSync(keyFile, 'utf8'))
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as JsonObject
  } catch {
    // The reason may quote the file.
  }
  throw misconfigured(
    provider,
    'settings.keyFile cannot be read, or holds no JSON object: give the path of a key file of Google Cloud',
  )
}

function wrong(provider: string, issue: z.core.$ZodIssue | undefined): GatewayError {
  const path = ['settings', ...(issue?.path ?? [])].join('.')
  if (issue?.code !== 'unrecognized_keys') return misconfigured(provider, `${path} is not what is expected there`)
  return misconfigured(provider, `${path}.${issue.keys[0]} is not known. Allowed: project, location, credentials, keyFile`)
}

function misconfigured(provider: string, what: string): GatewayError {
  return new GatewayError('CONFIGURATION', `Provider "${provider}": ${what}.`)
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}
