import { z } from 'zod'
import { GatewayError, type ProviderOptions } from '../../../src/plugin-api.js'

const text = z.string().trim().min(1)

const schema = z.strictObject({
  region: text.regex(/^[a-z]{2}(-[a-z]+)+-\d+$/, 'is no region of AWS, such as eu-central-1').optional(),
  accessKeyId: text.optional(),
  secretAccessKey: text.optional(),
  sessionToken: text.optional(),
  profile: text.optional(),
  bearerToken: text.optional(),
  controlPlaneUrl: text.optional(),
  baseModels: z.record(z.string(), text).optional(),
  credentialsTimeoutMs: z.number().int().min(100).max(120_000).optional(),
})

/** What an operator may say under `settings`. */
export interface Settings {
  readonly region: string
  readonly keys?: { readonly accessKeyId: string; readonly secretAccessKey: string; readonly sessionToken?: string }
  readonly profile?: string
  /** A Bedrock API key, sent as it is instead of a signature. */
  readonly bearerToken?: string
  readonly baseUrl: string
  /** Where the models are listed; absent where the operator's own address stands for the runtime only. */
  readonly controlPlaneUrl?: string
  /** Which model is behind an id that does not say so, such as the ARN of an application inference profile. */
  readonly baseModels: Readonly<Record<string, string>>
  /** How long the vendor's own means may take to find credentials. */
  readonly credentialsTimeoutMs: number
}

const CREDENTIALS_TIMEOUT_MS = 10_000

/** @throws {GatewayError} CONFIGURATION, which repeats no value */
export function readSettings({ name, apiKey, baseUrl, settings = {}, guard }: ProviderOptions): Settings {
  const parsed = schema.safeParse(settings)
  if (!parsed.success) throw invalid(name, parsed.error.issues[0]!)
  const given = parsed.data
  const region = given.region ?? regionOf(baseUrl)
  if (!region) throw refuse(name, 'needs settings.region, such as eu-central-1')
  const bearerToken = given.bearerToken ?? apiKey
  const keys = readKeys(name, given)
  if (bearerToken && (keys || given.profile)) {
    throw refuse(
      name,
      'has an API key and other credentials. Keep either apiKey (settings.bearerToken) or the access keys or profile',
    )
  }
  if (keys && given.profile) throw refuse(name, 'has access keys and settings.profile. Keep one of them')
  if (guard) checkGuarded(name, given.profile, keys ?? bearerToken)
  const domain = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com'
  const controlPlaneUrl = given.controlPlaneUrl ?? (baseUrl ? undefined : `https://bedrock.${region}.${domain}`)
  return {
    region,
    baseUrl: baseUrl ?? `https://bedrock-runtime.${region}.${domain}`,
    baseModels: given.baseModels ?? {},
    credentialsTimeoutMs: given.credentialsTimeoutMs ?? CREDENTIALS_TIMEOUT_MS,
    ...(keys && { keys }),
    ...(given.profile && { profile: given.profile }),
    ...(bearerToken && { bearerToken }),
    ...(controlPlaneUrl && { controlPlaneUrl }),
  }
}

function readKeys(name: string, { accessKeyId, secretAccessKey, sessionToken }: z.infer<typeof schema>): Settings['keys'] {
  if (accessKeyId && secretAccessKey) return { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) }
  if (!accessKeyId && !secretAccessKey && !sessionToken) return undefined
  throw refuse(name, 'needs both settings.accessKeyId and settings.secretAccessKey, or neither')
}

/** The machine's own credentials, and its files, which may name programs, are not for who configures from outside. */
function checkGuarded(name: string, profile: string | undefined, credentials: unknown): void {
  if (profile) throw refuse(name, 'may use settings.profile only when it is declared in the configuration file')
  if (credentials) return
  throw refuse(
    name,
    'needs an apiKey, or settings.accessKeyId and settings.secretAccessKey: the credentials of the machine are only for what is declared in the configuration file',
  )
}

function regionOf(baseUrl = ''): string | undefined {
  return /^https:\/\/bedrock-runtime(?:-fips)?\.([a-z0-9-]+)\.amazonaws\.com/.exec(baseUrl)?.[1]
}

function invalid(name: string, issue: z.core.$ZodIssue): GatewayError {
  if (issue.code === 'unrecognized_keys') return refuse(name, `does not know settings.${issue.keys[0]}`)
  return refuse(name, `cannot use settings.${issue.path.join('.')}: ${issue.message}`)
}

function refuse(name: string, problem: string): GatewayError {
  return new GatewayError('CONFIGURATION', `Provider "${name}" ${problem}.`)
}
