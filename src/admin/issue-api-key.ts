import type { ApiKey } from '../domain/api-key.js'
import { GatewayError } from '../domain/gateway-error.js'
import { type Principal, SCOPES } from '../domain/principal.js'
import type { IssueApiKeyInput, PublicApiKey } from './admin.js'
import type { AdminOptions } from './admin-options.js'
import { checkAttributes } from './check-attributes.js'

const LONGEST_NAME = 100
const MOST_MODELS = 100
const SHOWN_PREFIX = 10

/** The secret is in this answer and nowhere else: only its keyed hash is kept. */
export async function issueApiKey(
  { apiKeys, relay, hashSecret, createSecret, createId, now }: AdminOptions,
  principal: Principal,
  input: IssueApiKeyInput,
): Promise<{ apiKey: PublicApiKey; secret: string }> {
  validate(input, principal, now())
  const attributes = input.attributes && checkAttributes(input.attributes)
  const secret = createSecret()
  const key: ApiKey = {
    id: createId(),
    organizationId: principal.organizationId,
    name: input.name.trim(),
    prefix: secret.slice(0, SHOWN_PREFIX),
    secretHash: hashSecret(secret),
    scopes: [...new Set(input.scopes)],
    models: input.models,
    ...(attributes && { attributes }),
    createdAt: new Date(now()),
    createdBy: principal.keyId,
    expiresAt: input.expiresAt,
    revokedAt: null,
  }
  await apiKeys.insert(principal.organizationId, key)
  relay.publish('api-key-changed', { type: 'issued', key })
  return { apiKey: toPublicApiKey(key), secret }
}

export function toPublicApiKey({ secretHash: _, ...key }: ApiKey): PublicApiKey {
  return key
}

function validate({ name, scopes, models, expiresAt }: IssueApiKeyInput, principal: Principal, now: number): void {
  const trimmed = name.trim()
  if (trimmed === '' || trimmed.length > LONGEST_NAME) invalid('name', `A key needs a name of 1 to ${LONGEST_NAME} characters.`)
  if (scopes.length === 0) invalid('scopes', `A key needs at least one scope: ${SCOPES.join(', ')}.`)
  if (scopes.includes('admin') && !principal.scopes.has('admin')) {
    throw new GatewayError('ACCESS_DENIED', 'Only an admin key may issue an admin key.', { path: 'scopes' })
  }
  if (models && (models.length === 0 || models.length > MOST_MODELS)) {
    invalid('models', `List 1 to ${MOST_MODELS} models or routes (* is a wildcard), or leave models out to allow all.`)
  }
  if (models?.some((model) => model.trim() === '' || model.length > 200))
    invalid('models', 'A model pattern has 1 to 200 characters.')
  if (expiresAt && !(expiresAt.getTime() > now)) invalid('expiresAt', 'expiresAt must be in the future.')
}

function invalid(path: string, message: string): never {
  throw new GatewayError('INVALID_REQUEST', message, { path })
}
