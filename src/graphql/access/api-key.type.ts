import { Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql'
import type { PublicApiKey } from '../../admin/admin.js'
import type { Principal, PrincipalAttributes, Scope } from '../../domain/principal.js'
import type { Given } from '../inference/message.input.js'
import { withoutNulls } from '../inference/without-nulls.js'
import { DateTimeScalar } from '../scalars.js'

export const ScopeName = {
  INFERENCE: 'inference',
  COMPLETIONS_READ: 'completions:read',
  COMPLETIONS_READ_CONTENT: 'completions:read-content',
  USAGE_READ: 'usage:read',
  KEYS_MANAGE: 'keys:manage',
  ADMIN: 'admin',
} as const satisfies Record<string, Scope>
registerEnumType(ScopeName, { name: 'Scope', description: 'What a key may do. ADMIN includes all others.' })

@ObjectType('KeyAttributes', {
  simpleResolvers: true,
  description: 'What a key says of who uses it: conditions of routes may go by it, as `principal.team`.',
})
export class KeyAttributes {
  @Field(() => String, { nullable: true, description: 'null: nothing is said.' }) team!: string | null
  @Field(() => String, { nullable: true, description: 'null: nothing is said.' }) application!: string | null
  @Field(() => String, { nullable: true, description: 'null: nothing is said.' }) role!: string | null
  @Field(() => String, { nullable: true, description: 'Such as free; null: nothing is said.' }) tier!: string | null
  @Field(() => [String], { description: 'Whatever else conditions are to go by.' }) tags!: readonly string[]
}

@InputType({ description: 'Each of at most 64 characters.' })
export class KeyAttributesInput {
  @Field(() => String, { nullable: true, description: '`principal.team` in conditions.' }) team?: Given<string>
  @Field(() => String, { nullable: true, description: '`principal.application` in conditions.' }) application?: Given<string>
  @Field(() => String, { nullable: true, description: '`principal.role` in conditions.' }) role?: Given<string>
  @Field(() => String, { nullable: true, description: '`principal.tier` in conditions, such as free.' }) tier?: Given<string>
  @Field(() => [String], { nullable: true, description: '`principal.tags` in conditions.' }) tags?: Given<string[]>
}

@ObjectType('ApiKey', { simpleResolvers: true, description: 'A key without its secret.' })
export class ApiKeyType {
  @Field(() => ID) id!: string
  @Field(() => String) name!: string
  @Field(() => String, { description: 'The first characters of the secret, to recognise a key by.' }) prefix!: string
  @Field(() => [ScopeName]) scopes!: readonly Scope[]
  @Field(() => [String], { nullable: true, description: 'Models and routes it may ask for, `*` as a wildcard; null means all.' })
  models!: readonly string[] | null
  @Field(() => KeyAttributes, { description: 'What conditions of routes may go by.' }) attributes!: KeyAttributes
  @Field(() => DateTimeScalar) createdAt!: Date
  @Field(() => ID, { nullable: true }) createdBy!: string | null
  @Field(() => DateTimeScalar, { nullable: true }) expiresAt!: Date | null
  @Field(() => DateTimeScalar, { nullable: true }) revokedAt!: Date | null
}

@ObjectType('Me', { simpleResolvers: true, description: 'Whose key this is.' })
export class Me {
  @Field(() => ID) organizationId!: string
  @Field(() => ID) keyId!: string
  @Field(() => String) name!: string
  @Field(() => [ScopeName]) scopes!: readonly Scope[]
  @Field(() => [String], { nullable: true, description: 'Models and routes you may ask for, `*` as a wildcard; null means all.' })
  models!: readonly string[] | null
  @Field(() => KeyAttributes, { description: 'What conditions of routes may go by.' }) attributes!: KeyAttributes
}

@InputType()
export class IssueApiKeyInput {
  @Field(() => String) name!: string
  @Field(() => [ScopeName]) scopes!: Scope[]
  @Field(() => [String], { nullable: true, description: 'Absent: all.' }) models?: string[] | null
  @Field(() => DateTimeScalar, { nullable: true, description: 'Absent: never.' }) expiresAt?: Date | null
  @Field(() => KeyAttributesInput, { nullable: true, description: 'What conditions of routes may go by.' })
  attributes?: Given<KeyAttributesInput>
}

@ObjectType('IssueApiKeyPayload', { simpleResolvers: true })
export class IssueApiKeyPayload {
  @Field(() => ApiKeyType) apiKey!: ApiKeyType
  @Field(() => String, { description: 'Shown once and never again.' }) secret!: string
}

@InputType()
export class RevokeApiKeyInput {
  @Field(() => ID) id!: string
}

@ObjectType('RevokeApiKeyPayload', { simpleResolvers: true })
export class RevokeApiKeyPayload {
  @Field(() => ApiKeyType) apiKey!: ApiKeyType
}

/** Field by field: nothing that a key may come to hold gets out by itself. */
export function toApiKeyType(key: PublicApiKey): ApiKeyType {
  const { id, name, prefix, scopes, models, createdAt, createdBy, expiresAt, revokedAt } = key
  const attributes = toKeyAttributes(key.attributes)
  return { id, name, prefix, scopes, models, attributes, createdAt, createdBy, expiresAt, revokedAt }
}

export function toMe({ organizationId, keyId, name, scopes, models, attributes }: Principal): Me {
  return { organizationId, keyId, name, scopes: [...scopes], models, attributes: toKeyAttributes(attributes) }
}

export function toAttributes(input: Given<KeyAttributesInput>): PrincipalAttributes | undefined {
  return input == null ? undefined : (withoutNulls(input) as PrincipalAttributes)
}

function toKeyAttributes(attributes: PrincipalAttributes = {}): KeyAttributes {
  const { team = null, application = null, role = null, tier = null, tags = [] } = attributes
  return { team, application, role, tier, tags }
}
