import { Pool } from 'undici'
import { type AddressGuard, GatewayError, type RateLimits } from '../../src/plugin-api.js'
import { type AnswerHead, Exchange } from './exchange.js'
import { createGuardedConnector, type Resolve } from './guarded-connector.js'
import { toRateLimits } from './rate-limits.js'
import { toTransportError } from './to-transport-error.js'

const CONNECTIONS = 256
const KEEP_ALIVE_MS = 10_000
/** The pipeline's own time-outs are shorter; these bound an answer that nobody times. */
const LONGEST_SILENCE_MS = 600_000
/** One pool for each connect time-out in use; beyond this the oldest is closed. */
const MAX_POOLS = 8
/** https://www.w3.org/TR/trace-context/#traceparent-header */
const TRACEPARENT = /^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/

export interface Call {
  readonly method: 'GET' | 'POST'
  /** Under the base URL, with its leading slash. */
  readonly path: string
  readonly body?: string
  /** Of this call alone, such as a signature or a token that expires; they come after the client's. */
  readonly headers?: Readonly<Record<string, string>>
  readonly signal: AbortSignal
  readonly connectTimeoutMs: number
  readonly traceparent?: string
  /** Told of an answer of any status whose head says what is left. */
  readonly onRateLimits?: (limits: RateLimits) => void
}

export interface Answer extends AnswerHead {
  readonly body: Exchange
}

export interface Client {
  /**
   * Sends, and waits for the head of the answer.
   * @throws {GatewayError} PROVIDER_UNREACHABLE, PROVIDER_TIMEOUT or PROVIDER_BAD_RESPONSE; or the reason of the signal.
   */
  open(call: Call): Promise<Answer>
  close(): Promise<void>
}

export interface ClientOptions {
  /** The provider's name, for messages. */
  readonly provider: string
  readonly baseUrl: string
  /** Of every call. Check a key with `headerSafe` first. */
  readonly headers?: Readonly<Record<string, string>>
  /** Asked for every address before a connection to it. */
  readonly guard?: AddressGuard
  /** Finds the addresses that the guard is asked for; absent: the system's way. */
  readonly resolve?: Resolve
}

/** One pool of connections to one origin, for any dialect. It follows no redirect. @throws {GatewayError} CONFIGURATION */
export function createClient(options: ClientOptions): Client {
  const { provider, baseUrl, headers: own = {} } = options
  const url = parseBaseUrl(provider, baseUrl)
  const prefix = url.pathname.replace(/\/+$/, '')
  const headers = [...BASE_HEADERS, ...Object.entries(own).flat()]
  const pools = new Map<number, Pool>()
  let closed = false

  return {
    async open(call) {
      call.signal.throwIfAborted()
      if (closed) throw new GatewayError('SHUTTING_DOWN', `Provider "${provider}" has been taken out of service here.`)
      const exchange = new Exchange(call.signal)
      const pool = pools.get(call.connectTimeoutMs) ?? addPool(pools, url.origin, call.connectTimeoutMs, options)
      const sent = toHeaders(headers, call)
      pool.dispatch({ method: call.method, path: prefix + call.path, headers: sent, body: call.body ?? null }, exchange)
      try {
        const { status, header } = await exchange.head
        tellRateLimits(call, header)
        return { status, header, body: exchange }
      } catch (error) {
        call.signal.throwIfAborted()
        throw toTransportError(provider, error, 'before-answer')
      }
    },
    async close() {
      closed = true
      await Promise.all([...pools.values()].map((pool) => pool.destroy()))
      pools.clear()
    },
  }
}

function tellRateLimits({ onRateLimits }: Call, header: AnswerHead['header']): void {
  const limits = onRateLimits && toRateLimits(header, Date.now())
  if (limits) onRateLimits(limits)
}

function addPool(pools: Map<number, Pool>, origin: string, timeoutMs: number, { provider, guard, resolve }: ClientOptions): Pool {
  const [oldest] = pools
  if (oldest && pools.size >= MAX_POOLS) {
    pools.delete(oldest[0])
    void oldest[1].close()
  }
  const pool = new Pool(origin, {
    connections: CONNECTIONS,
    pipelining: 1,
    keepAliveTimeout: KEEP_ALIVE_MS,
    headersTimeout: LONGEST_SILENCE_MS,
    bodyTimeout: LONGEST_SILENCE_MS,
    connect: guard ? createGuardedConnector({ provider, guard, timeoutMs, resolve }) : { timeout: timeoutMs },
  })
  pools.set(timeoutMs, pool)
  return pool
}

function parseBaseUrl(provider: string, baseUrl: string): URL {
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : undefined
  if (url && (url.protocol === 'https:' || url.protocol === 'http:') && !url.username && !url.password && !url.search) return url
  throw new GatewayError(
    'CONFIGURATION',
    `The baseUrl of provider "${provider}" must be an http or https address without credentials and query, e.g. https://api.example.com/v1.`,
  )
}

const BASE_HEADERS = ['content-type', 'application/json', 'accept', 'application/json, text/event-stream', 'user-agent', 'weir']

function toHeaders(base: readonly string[], { headers, traceparent }: Call): string[] {
  const sent = headers ? [...base, ...Object.entries(headers).flat()] : [...base]
  if (traceparent && TRACEPARENT.test(traceparent)) sent.push('traceparent', traceparent)
  return sent
}

/** The usual header of a key; none without a key. @throws {GatewayError} CONFIGURATION */
export function bearer({ name, apiKey }: { readonly name: string; readonly apiKey?: string }): Record<string, string> {
  return apiKey ? { authorization: `Bearer ${headerSafe(name, apiKey)}` } : {}
}

/** A key that a header can hold. @throws {GatewayError} CONFIGURATION, which does not repeat the key */
export function headerSafe(provider: string, apiKey: string): string {
  if (/^[\x21-\x7e]+$/.test(apiKey)) return apiKey
  throw new GatewayError(
    'CONFIGURATION',
    `The API key of provider "${provider}" holds a space, a line break or a non-ASCII character.`,
  )
}
