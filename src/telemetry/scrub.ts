const QUERY_SECRET = /([?&](?:key|api[_-]?key|access_token|token|secret)=)[^&\s"'\\]+/gi
const BEARER = /\b(Bearer\s+)[\w.~+/=-]{8,}/gi
const URL_PASSWORD = /(\w:\/\/[^\s:/@"\\]*:)[^\s/@"\\]+@/g
const MAX_CAUSES = 4

/** A text without the keys that URLs and headers carry. */
export function scrubText(text: string): string {
  return text.replace(QUERY_SECRET, '$1[redacted]').replace(BEARER, '$1[redacted]').replace(URL_PASSWORD, '$1[redacted]@')
}

export interface LoggedError {
  readonly type: string
  readonly message: string
  readonly code?: string
  readonly stack?: string
  readonly cause?: LoggedError
}

/** An error for the log: named fields only, as libraries hang requests with their headers on theirs. */
export function serializeError(error: unknown, depth = 0): unknown {
  if (!(error instanceof Error)) return error
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {}
  const causes = error.cause instanceof Error && depth < MAX_CAUSES ? { cause: serializeError(error.cause, depth + 1) } : {}
  return {
    type: error.name,
    message: error.message,
    ...code,
    stack: error.stack ?? '',
    ...causes,
  }
}
