import { GatewayError, type GatewayErrorCode } from '../../src/plugin-api.js'

const CODES: Readonly<Record<string, GatewayErrorCode>> = {
  UND_ERR_HEADERS_TIMEOUT: 'PROVIDER_TIMEOUT',
  UND_ERR_BODY_TIMEOUT: 'PROVIDER_TIMEOUT',
  HTTP_PARSER: 'PROVIDER_BAD_RESPONSE',
  UND_ERR_HEADERS_OVERFLOW: 'PROVIDER_BAD_RESPONSE',
  UND_ERR_CLOSED: 'SHUTTING_DOWN',
  UND_ERR_DESTROYED: 'SHUTTING_DOWN',
}

/** What the network did, by when it did it: a socket lost after the answer began is a cut answer. */
export function toTransportError(provider: string, error: unknown, when: 'before-answer' | 'within-answer'): GatewayError {
  if (error instanceof GatewayError) return error
  const native = nativeCode(error)
  const code = CODES[native] ?? byTime(when)
  return new GatewayError(code, `${MESSAGES[code] ?? MESSAGES['PROVIDER_UNREACHABLE']} (provider "${provider}", ${native})`, {
    cause: error,
    providerCode: native,
  })
}

const MESSAGES: Readonly<Partial<Record<GatewayErrorCode, string>>> = {
  PROVIDER_TIMEOUT: 'The provider stayed silent for too long',
  PROVIDER_BAD_RESPONSE: 'The provider answered something that is not HTTP',
  PROVIDER_STREAM_CUT: 'The provider closed the connection before its answer was complete',
  PROVIDER_UNREACHABLE: 'The provider could not be reached, or closed the connection without an answer',
  SHUTTING_DOWN: 'The provider has been taken out of service here',
}

function byTime(when: 'before-answer' | 'within-answer'): GatewayErrorCode {
  return when === 'before-answer' ? 'PROVIDER_UNREACHABLE' : 'PROVIDER_STREAM_CUT'
}

function nativeCode(error: unknown): string {
  if (error instanceof Error && error.name === 'HTTPParserError') return 'HTTP_PARSER'
  const code = (error as { code?: unknown } | null)?.code
  return typeof code === 'string' && /^[A-Z0-9_]{1,60}$/.test(code) ? code : 'SOCKET'
}
