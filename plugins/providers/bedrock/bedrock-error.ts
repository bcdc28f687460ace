import type { GatewayError, GatewayErrorCode } from '../../../src/plugin-api.js'
import type { Answer } from '../../provider-transport/client.js'
import { readErrorJson } from '../../provider-transport/read-body.js'
import { toRetryAfterMs } from '../../provider-transport/retry-after.js'
import { toProviderError } from '../../provider-transport/to-provider-error.js'

/** https://docs.aws.amazon.com/bedrock/latest/APIReference/CommonErrors.html and the errors of Converse and ConverseStream; lower case. */
const CODES: Readonly<Record<string, GatewayErrorCode>> = {
  throttlingexception: 'PROVIDER_RATE_LIMITED',
  servicequotaexceededexception: 'PROVIDER_QUOTA_EXCEEDED',
  accessdeniedexception: 'PROVIDER_AUTHENTICATION',
  unrecognizedclientexception: 'PROVIDER_AUTHENTICATION',
  invalidsignatureexception: 'PROVIDER_AUTHENTICATION',
  incompletesignatureexception: 'PROVIDER_AUTHENTICATION',
  missingauthenticationtokenexception: 'PROVIDER_AUTHENTICATION',
  expiredtokenexception: 'PROVIDER_AUTHENTICATION',
  resourcenotfoundexception: 'PROVIDER_MODEL_NOT_FOUND',
  modelnotreadyexception: 'PROVIDER_OVERLOADED',
  serviceunavailableexception: 'PROVIDER_OVERLOADED',
  modeltimeoutexception: 'PROVIDER_TIMEOUT',
  modelerrorexception: 'PROVIDER_ERROR',
  modelstreamerrorexception: 'PROVIDER_ERROR',
  internalserverexception: 'PROVIDER_ERROR',
}

/** What the one word `ValidationException` can mean that is not the request's own fault. */
const VALIDATIONS: readonly (readonly [RegExp, GatewayErrorCode])[] = [
  [/input is too long|too many (?:input )?tokens|prompt is too long|exceeds? the maximum/i, 'CONTEXT_LENGTH_EXCEEDED'],
  [/model identifier is invalid|on-demand throughput isn.t supported|end of its life/i, 'PROVIDER_MODEL_NOT_FOUND'],
]

export interface BedrockFailure {
  /** Such as `ThrottlingException`. */
  readonly type?: string
  readonly body: unknown
  readonly status?: number
  readonly retryAfterMs?: number
  readonly prompts?: () => readonly string[]
}

export function toBedrockError(provider: string, { type, body, ...context }: BedrockFailure): GatewayError {
  const { message, Message } = (typeof body === 'object' && body !== null ? body : {}) as { message?: unknown; Message?: unknown }
  const words = message ?? Message
  const isValidation = type?.toLowerCase() === 'validationexception'
  const validation =
    isValidation && typeof words === 'string' ? VALIDATIONS.find(([pattern]) => pattern.test(words))?.[1] : undefined
  const codes = validation ? { ...CODES, validationexception: validation } : CODES
  const status = context.status ?? (isValidation ? 400 : undefined)
  return toProviderError({ code: type, message: words }, { provider, codes, ...context, status })
}

/**
 * Passes an answer of success on.
 * @throws {GatewayError} what any other answer says
 */
export async function checkAnswer(
  provider: string,
  answer: Answer,
  signal: AbortSignal,
  prompts?: () => readonly string[],
): Promise<Answer> {
  const { status, header } = answer
  if (status >= 200 && status < 300) return answer
  const body = await readErrorJson(provider, answer, signal)
  const retryAfterMs = toRetryAfterMs(header, Date.now())
  throw toBedrockError(provider, { type: errorType(header('x-amzn-errortype'), body), body, status, retryAfterMs, prompts })
}

/** `ValidationException:http://internal.amazon.com/…`, or in the body under `__type` with a name space before it. */
function errorType(header: string | undefined, body: unknown): string | undefined {
  const inBody = typeof body === 'object' && body !== null ? (body as { __type?: unknown }).__type : undefined
  const type = header?.split(':')[0] ?? (typeof inBody === 'string' ? inBody.split('#').at(-1) : undefined)
  return type?.trim() || undefined
}
