import { Field, Int, ObjectType, registerEnumType } from 'type-graphql'
import { GATEWAY_ERRORS, type GatewayError, type GatewayErrorCode } from '../domain/gateway-error.js'

export const ErrorCode = Object.fromEntries(Object.keys(GATEWAY_ERRORS).map((code) => [code, code])) as {
  readonly [Code in GatewayErrorCode]: Code
}
registerEnumType(ErrorCode, { name: 'ErrorCode', description: 'What went wrong, for programs.' })

/** What an error says something about. */
export const ErrorScopeName = {
  REQUEST: 'request',
  KEY: 'key',
  DEPLOYMENT: 'deployment',
  PROVIDER: 'provider',
  GATEWAY: 'gateway',
} as const
registerEnumType(ErrorScopeName, { name: 'ErrorScope', description: 'What an error says something about.' })

@ObjectType('GatewayErrorInfo', {
  simpleResolvers: true,
  description: 'An error with a code for programs and a message for people.',
})
export class GatewayErrorInfo {
  @Field(() => ErrorCode) code!: GatewayErrorCode
  @Field(() => String) message!: string
  @Field(() => Boolean, { description: 'Whether another attempt may succeed.' }) retryable!: boolean
  @Field(() => ErrorScopeName) scope!: string
  @Field(() => Int, { nullable: true }) retryAfterMs!: number | null
  @Field(() => String, { nullable: true, description: 'The field of the input that was wrong.' }) path!: string | null
  @Field(() => Int, { nullable: true, description: "HTTP status of the provider's answer." }) providerStatus!: number | null
  @Field(() => String, { nullable: true }) providerCode!: string | null
}

export function toGatewayErrorInfo(error: GatewayError): GatewayErrorInfo {
  return {
    code: error.code,
    message: error.message,
    retryable: error.retryable,
    scope: error.scope,
    retryAfterMs: error.retryAfterMs === undefined ? null : Math.ceil(error.retryAfterMs),
    path: error.path ?? null,
    providerStatus: error.providerStatus ?? null,
    providerCode: error.providerCode ?? null,
  }
}

/** The same for an error that was kept in a record: only its code and message are. */
export function toRecordedError(error: { code: GatewayErrorCode; message: string; providerStatus?: number }): GatewayErrorInfo {
  const { retryable, scope } = GATEWAY_ERRORS[error.code]
  return {
    code: error.code,
    message: error.message,
    retryable,
    scope,
    retryAfterMs: null,
    path: null,
    providerStatus: error.providerStatus ?? null,
    providerCode: null,
  }
}
