import type { IncomingHttpHeaders } from 'node:http'
import type { FastifyRequest } from 'fastify'
import type { OnUnsupported, ProviderCache } from '../domain/completion-request.js'
import { DEADLINE_HEADER, readDeadlineHeader } from '../domain/deadline.js'
import { GatewayError } from '../domain/gateway-error.js'
import { OBJECTIVES, type Objective } from '../domain/route.js'
import type { CallOptions } from '../pipeline/pipeline.js'
import { callerOf } from './caller.js'

/** What a client asks of the gateway itself, in headers, since the bodies are other vendors' formats. */
export interface CallHeaders {
  readonly tags?: readonly string[]
  readonly idempotencyKey?: string
  readonly onUnsupported?: OnUnsupported
  readonly maxCostNanos?: bigint
  readonly providerCache?: ProviderCache
  readonly dataClasses?: readonly string[]
  readonly objective?: Objective
}

const MAX_TAGS = 10
const MAX_TAG_LENGTH = 64
const MAX_DATA_CLASSES = 32
const DATA_CLASS = /^[a-z0-9][a-z0-9._-]{0,63}$/
const IDEMPOTENCY_KEY = /^[\x21-\x7e]{1,255}$/
const TRACEPARENT = /^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/
const DOLLARS = /^(\d{1,9})(?:\.(\d{1,9}))?$/
const CACHES: Readonly<Record<string, ProviderCache>> = { auto: 'AUTO', off: 'OFF' }
const POLICIES: Readonly<Record<string, OnUnsupported>> = { error: 'ERROR', warn: 'WARN', ignore: 'IGNORE' }

/**
 * `x-weir-tags: a, b`, `idempotency-key`, `x-weir-on-unsupported: error | warn | ignore`, `x-weir-max-cost: 0.05` (dollars),
 * `x-weir-provider-cache: auto | off`, `x-weir-data-classes: pii, health`, `x-weir-objective: cost | latency | quality | balanced`.
 * @throws {GatewayError} INVALID_REQUEST naming the header
 */
export function readCallHeaders(headers: IncomingHttpHeaders): CallHeaders {
  const tags = headerOf(headers, 'x-weir-tags')
  const key = headerOf(headers, 'idempotency-key')
  const policy = headerOf(headers, 'x-weir-on-unsupported')
  const maxCost = headerOf(headers, 'x-weir-max-cost')
  const cache = headerOf(headers, 'x-weir-provider-cache')
  const classes = headerOf(headers, 'x-weir-data-classes')
  const objective = headerOf(headers, 'x-weir-objective')
  return {
    ...(tags !== undefined && { tags: readTags(tags) }),
    ...(key !== undefined && { idempotencyKey: readIdempotencyKey(key) }),
    ...(policy !== undefined && { onUnsupported: readPolicy(policy) }),
    ...(maxCost !== undefined && { maxCostNanos: readDollars(maxCost) }),
    ...(cache !== undefined && { providerCache: readCache(cache) }),
    ...(classes !== undefined && { dataClasses: readDataClasses(classes) }),
    ...(objective !== undefined && { objective: readObjective(objective) }),
  }
}

/** Those of them that mean something to a request that is answered whole. */
export type WholeHeaders = Pick<CallHeaders, 'tags' | 'onUnsupported' | 'dataClasses'>

/** @throws {GatewayError} like `readCallHeaders` */
export function readWholeHeaders(headers: IncomingHttpHeaders): WholeHeaders {
  const { tags, onUnsupported, dataClasses } = readCallHeaders(headers)
  return { ...(tags && { tags }), ...(onUnsupported && { onUnsupported }), ...(dataClasses && { dataClasses }) }
}

/**
 * What goes beside the request: the headers themselves, which conditions of routes may read, the trace to go on with, and
 * `x-weir-deadline-ms: 30000`, of which the time is gone that the door has taken since the request came. In one piece: each call makes it.
 * @throws {GatewayError} INVALID_REQUEST naming the header
 */
export function callOptionsOf(
  request: FastifyRequest,
  { door, stream, signal, beforeCompleted }: Pick<CallOptions, 'door' | 'stream' | 'signal' | 'beforeCompleted'>,
): CallOptions {
  const { headers } = request
  const traceparent = traceparentOf(headers)
  return { door, stream, signal, headers, traceparent, deadlineMs: deadlineMsOf(request), beforeCompleted }
}

function deadlineMsOf(request: FastifyRequest): number | undefined {
  const deadline = headerOf(request.headers, DEADLINE_HEADER)
  if (deadline === undefined) return undefined
  return Math.max(0, readDeadlineHeader(deadline) - (performance.now() - callerOf(request).startedMs))
}

/** The W3C trace context to pass on; a malformed one is dropped, as its specification asks. */
function traceparentOf(headers: IncomingHttpHeaders): string | undefined {
  const sent = headerOf(headers, 'traceparent')
  return sent !== undefined && TRACEPARENT.test(sent) ? sent : undefined
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

/** One that is misspelt would protect nothing, so it is refused and not left out. */
function readDataClasses(text: string): readonly string[] {
  const classes = text.split(',').flatMap((name) => name.trim().toLowerCase() || [])
  if (classes.length <= MAX_DATA_CLASSES && classes.every((name) => DATA_CLASS.test(name))) return [...new Set(classes)]
  return refuseHeader('x-weir-data-classes', `at most ${MAX_DATA_CLASSES} names such as pii, with commas between`)
}

function readObjective(text: string): Objective {
  const objective = OBJECTIVES.find((known) => known === text.toUpperCase())
  return objective ?? refuseHeader('x-weir-objective', "'cost', 'latency', 'quality' or 'balanced'")
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
