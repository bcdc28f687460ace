import { type DestinationStream, type Logger, pino } from 'pino'
import { scrubText, serializeError } from './scrub.js'

export type LogLevel = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent'

const SECRET_FIELDS = [
  'authorization',
  '["proxy-authorization"]',
  'cookie',
  '["set-cookie"]',
  '["x-api-key"]',
  '["api-key"]',
  'apiKey',
  'secret',
  'password',
  'token',
]
/** What people ask models and are answered belongs in call_bodies, under its own retention, and in no log. */
const BODY_FIELDS = ['body', 'messages', 'prompt', 'completion', 'choices']

/**
 * JSON lines on stdout, or on the destination given. Secrets are replaced and bodies left out whatever is logged, up to two levels
 * deep; keys in URLs' queries and in Authorization headers are replaced wherever they stand in a line.
 */
export function createLogger(level: LogLevel, destination?: DestinationStream): Logger {
  const options = {
    level,
    base: { pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: { paths: [...SECRET_FIELDS, ...BODY_FIELDS].flatMap(atThreeDepths), censor: '[redacted]' },
    serializers: { err: serializeError, error: serializeError, cause: serializeError },
    hooks: { streamWrite: scrubText },
  }
  return destination ? pino(options, destination) : pino(options)
}

function atThreeDepths(field: string): string[] {
  const nested = field.startsWith('[') ? field : `.${field}`
  return [field, `*${nested}`, `*.*${nested}`]
}
