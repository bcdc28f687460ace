import type { IncomingHttpHeaders } from 'node:http'
import type { OnUnsupported, ProviderCache } from '../domain/completion-request.js'
import { GatewayError } from '../domain/gateway-error.js'

/** What a client asks of the gateway itself, in headers, since the bodies are other vendors' formats. */
export interface CallHeaders {
  readonly tags?: readonly string[]
  readonly idempotencyKey?: string
  readonly onUnsupported?: OnUnsupported
  readonly maxCostNanos?: bigint
  readonly providerCache?: ProviderCache
}

const MAX_TAGS = 10
const MAX_TAG_LENGTH = 64
const IDEMPOTENCY_KEY = /^[\x21-\x7e]{1,255}$/
const TRACEPARENT = /^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/
const DOLLARS = /^(\d{1,9})(?:\.(\d{1,9}))?$/
const CACHES: Readonly<Record<string, ProviderCache>> = { auto: 'AUTO', off: 'OFF' }
const POLICIES: Readonly<Record<string, OnUnsupported>> = { error: 'ERROR', warn: 'WARN', ignore: 'IGNORE' }

/**
 * `x-weir-tags: a, b`, `idempotency-key`, `x-weir-on-unsupported: error | warn | ignore`, `x-weir-max-cost: 0.05` (dollars),
 * `x-weir-provider-cache: auto | off`.
 * @throws {GatewayError} INVALID_REQUEST naming the header
 */
export function readCallHeaders(headers: IncomingHttpHeaders): CallHeaders {
  const tags = headerOf(headers, 'x-weir-tags')
  const key = headerOf(headers, 'idempotency-key')
  const policy = headerOf(headers, 'x-weir-on-unsupported')
  const maxCost = headerOf(headers, 'x-weir-max-cost')
  const cache = headerOf(headers, 'x-weir-provider-cache')
  return {
    ...(tags !== undefined && { tags: readTags(tags) }),
    ...(key !== undefined && { idempotencyKey: readIdempotencyKey(key) }),
    ...(policy !== undefined && { onUnsupported: readPolicy(policy) }),
    ...(maxCost !== undefined && { maxCostNanos: readDollars(maxCost) }),
    ...(cache !== undefined && { providerCache: readCache(cache) }),
  }
}

/** The W3C trace context to pass on; a malformed one is dropped, as its specification asks. */
export function traceparentOf(headers: IncomingHttpHeaders): { traceparent?: string } {
  const sent = headerOf(headers, 'traceparent')
  return sent !== undefined && TRACEPARENT.test(sent) ? { traceparent: sent } : {}
}

/** `x-weir-include: details` asks for the gateway's own accounts in the answer's body. */
export function wantsDetails(headers: IncomingHttpHeaders): boolean {
  return headerOf(headers, 'x-weir-include') === 'details'
}

function headerOf(headers: IncomingHttpHeaders, name: string): string | undefined {
  const value = headers[name]
  return Array.isArray(value) ? value[0] : value
}

function readTags(text: string): readonly string[] {
  const tags = text.split(',').flatMap((tag) => tag.trim() || [])
  if (tags.length <= MAX_TAGS && tags.every((tag) => tag.length <= MAX_TAG_LENGTH)) return [...new Set(tags)]
  return refuseHeader('x-weir-tags', `at most ${MAX_TAGS} names of at most ${MAX_TAG_LENGTH} characters, with commas between`)
}

function readIdempotencyKey(text: string): string {
  return IDEMPOTENCY_KEY.test(text) ? text : refuseHeader('idempotency-key', '1 to 255 visible ASCII characters')
}

function readPolicy(text: string): OnUnsupported {
  return POLICIES[text.toLowerCase()] ?? refuseHeader('x-weir-on-unsupported', "'error', 'warn' or 'ignore'")
}

function readCache(text: string): ProviderCache {
  return CACHES[text.toLowerCase()] ?? refuseHeader('x-weir-provider-cache', "'auto' or 'off'")
}

function readDollars(text: string): bigint {
  const [, whole = '', fraction = ''] =
    DOLLARS.exec(text) ?? refuseHeader('x-weir-max-cost', 'dollars as a decimal number, e.g. 0.05')
  return BigInt(whole) * 1_000_000_000n + BigInt(fraction.padEnd(9, '0'))
}

function refuseHeader(name: string, expected: string): never {
  throw new GatewayError('INVALID_REQUEST', `The header ${name} must be ${expected}.`, { path: name })
}
