import { GatewayError, type GatewayErrorCode } from '../../../src/plugin-api.js'
import { toRetryAfterMs } from '../../provider-transport/retry-after.js'
import { toProviderError, type WireError } from '../../provider-transport/to-provider-error.js'

/** The fields of https://ai-sdk.dev/docs/reference/ai-sdk-errors that tell failures apart, believed no further than they are checked. */
interface SdkError {
  readonly name?: unknown
  readonly message?: unknown
  readonly statusCode?: unknown
  readonly responseHeaders?: unknown
  readonly responseBody?: unknown
  readonly data?: unknown
  readonly functionality?: unknown
}

interface Failure {
  readonly code: GatewayErrorCode
  readonly said: string
}

const FAILURES: Readonly<Record<string, Failure>> = {
  AI_LoadAPIKeyError: { code: 'CONFIGURATION', said: 'its package found no API key. Set apiKey' },
  AI_LoadSettingError: {
    code: 'CONFIGURATION',
    said: 'its package misses a setting. See its documentation, and settings.options',
  },
  AI_NoSuchModelError: { code: 'PROVIDER_MODEL_NOT_FOUND', said: 'its package has no such model' },
  AI_UnsupportedFunctionalityError: { code: 'UNSUPPORTED_PARAMETER', said: 'its package cannot do what was asked' },
  AI_UnsupportedModelVersionError: { code: 'CONFIGURATION', said: 'its package is of an unknown version' },
  AI_InvalidPromptError: { code: 'PROVIDER_REJECTED', said: 'its package refused the prompt' },
  AI_InvalidArgumentError: { code: 'PROVIDER_REJECTED', said: 'its package refused an argument' },
  AI_TooManyEmbeddingValuesForCallError: { code: 'PROVIDER_REJECTED', said: 'its package embeds fewer texts at once' },
  AI_InvalidResponseDataError: { code: 'PROVIDER_BAD_RESPONSE', said: 'its answer was not as its package expects' },
  AI_JSONParseError: { code: 'PROVIDER_BAD_RESPONSE', said: 'it answered with malformed JSON' },
  AI_TypeValidationError: { code: 'PROVIDER_BAD_RESPONSE', said: 'its answer was not as its package expects' },
  AI_EmptyResponseBodyError: { code: 'PROVIDER_BAD_RESPONSE', said: 'it answered with an empty body' },
  AI_NoContentGeneratedError: { code: 'PROVIDER_BAD_RESPONSE', said: 'it answered nothing' },
}

const CUT: Failure = { code: 'PROVIDER_STREAM_CUT', said: 'the connection was lost before its answer was complete' }
/** How packages say that a stream had no end. */
const ENDED = /ended (?:without|before)/i

export interface SdkErrorContext {
  readonly provider: string
  readonly prompts: () => readonly string[]
  /** Whether the answer had begun: a lost connection is then a cut answer. */
  readonly begun: boolean
}

/** Whatever a package throws, as the error that it is. */
export function toSdkError(error: unknown, context: SdkErrorContext): GatewayError {
  if (error instanceof GatewayError) return error
  const sdk = (typeof error === 'object' && error !== null ? error : {}) as SdkError
  if (sdk.name === 'AI_APICallError' && typeof sdk.statusCode === 'number') return fromAnswer(sdk, sdk.statusCode, error, context)
  if (context.begun && sdk.name === 'AI_InvalidResponseDataError' && ENDED.test(String(sdk.message))) {
    return toFailure(CUT, error, context)
  }
  const failure = typeof sdk.name === 'string' && Object.hasOwn(FAILURES, sdk.name) ? FAILURES[sdk.name] : undefined
  if (failure) return toFailure(failure, error, context)
  return toFailure(fromConnection(sdk, context), error, context)
}

/** An error that was part of an answer, and that packages hand on as they found it. */
export function toPartError(error: unknown, context: SdkErrorContext): GatewayError {
  if (error instanceof Error) return toSdkError(error, context)
  return toProviderError(findWireError(error), { provider: context.provider, prompts: context.prompts })
}

function fromAnswer(sdk: SdkError, status: number, cause: unknown, { provider, prompts, begun }: SdkErrorContext): GatewayError {
  // A 200 that the package could not read.
  if (status < 300)
    return toFailure(
      { code: begun ? 'PROVIDER_STREAM_CUT' : 'PROVIDER_BAD_RESPONSE', said: 'its answer could not be read' },
      cause,
      { provider },
    )
  const headers = (typeof sdk.responseHeaders === 'object' && sdk.responseHeaders !== null ? sdk.responseHeaders : {}) as Record<
    string,
    unknown
  >
  const header = (name: string) => (typeof headers[name] === 'string' ? headers[name] : undefined)
  const body = sdk.data ?? parse(sdk.responseBody)
  return toProviderError(findWireError(body), { provider, status, prompts, retryAfterMs: toRetryAfterMs(header, Date.now()) })
}

function fromConnection({ name }: SdkError, { begun }: SdkErrorContext): Failure {
  if (begun) return CUT
  if (name === 'AI_APICallError' || name === 'TypeError') {
    return { code: 'PROVIDER_UNREACHABLE', said: 'it could not be reached, or closed the connection without an answer' }
  }
  return { code: 'PROVIDER_ERROR', said: 'its package failed' }
}

/** The message of a package may repeat the prompt: only the log has it, as the cause. */
function toFailure({ code, said }: Failure, cause: unknown, { provider }: Pick<SdkErrorContext, 'provider'>): GatewayError {
  return new GatewayError(code, `Provider "${provider}": ${said}.`, { cause })
}

/** `{ error: {...} }`, `{ error: '…' }` and `{ message }` are what vendors say. */
function findWireError(body: unknown): WireError {
  if (typeof body === 'string') return { message: body }
  if (typeof body !== 'object' || body === null) return {}
  const { error } = body as { error?: unknown }
  if (typeof error === 'string') return { message: error }
  return (typeof error === 'object' && error !== null ? error : body) as WireError
}

const MAX_BODY = 256 * 1024

function parse(text: unknown): unknown {
  if (typeof text !== 'string' || text.length > MAX_BODY) return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
