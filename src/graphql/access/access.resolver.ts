import { Arg, Ctx, Mutation, Query, Resolver } from 'type-graphql'
import type { OperationContext } from '../context.js'
import {
  ApiKeyType,
  IssueApiKeyInput,
  IssueApiKeyPayload,
  Me,
  RevokeApiKeyInput,
  RevokeApiKeyPayload,
  toApiKeyType,
  toAttributes,
  toMe,
} from './api-key.type.js'

@Resolver()
export class AccessResolver {
  @Query(() => Me, { description: 'Whose key this is.' })
  me(@Ctx() { principal }: OperationContext): Me {
    return toMe(principal)
  }

  @Query(() => [ApiKeyType], { nullable: true })
  async apiKeys(@Ctx() { admin, principal }: OperationContext): Promise<ApiKeyType[]> {
    return (await admin.listApiKeys(principal)).map(toApiKeyType)
  }

  @Mutation(() => IssueApiKeyPayload)
  async issueApiKey(
    @Arg('input', () => IssueApiKeyInput) { name, scopes, models = null, expiresAt = null, ...rest }: IssueApiKeyInput,
    @Ctx() { admin, principal }: OperationContext,
  ): Promise<IssueApiKeyPayload> {
    const attributes = toAttributes(rest.attributes)
    const input = { name, scopes, models, expiresAt, ...(attributes && { attributes }) }
    const { apiKey, secret } = await admin.issueApiKey(principal, input)
    return { apiKey: toApiKeyType(apiKey), secret }
  }

  @Mutation(() => RevokeApiKeyPayload, { description: 'Idempotent. Every process refuses the key within a second.' })
  async revokeApiKey(
    @Arg('input', () => RevokeApiKeyInput) { id }: RevokeApiKeyInput,
    @Ctx() { admin, principal }: OperationContext,
  ): Promise<RevokeApiKeyPayload> {
    return { apiKey: toApiKeyType(await admin.revokeApiKey(principal, id)) }
  }
}
