import type { GatewayErrorCode } from '../../src/domain/gateway-error.js'

export type Mode = 'buffered' | 'streamed'

/** Where the faulty provider is. `scenarios`: the provider process, which does what the model's name says. */
export type Place = 'scenarios' | 'refused' | 'untrusted'

/** One way to fail, and what becomes of it in a mode. */
export interface Manner {
  /** The model's name at the provider process. */
  readonly scenario: string
  readonly code: GatewayErrorCode
  /** The caller has seen content when it happens. */
  readonly afterContent?: true
  /** The provider never answers: short time-outs tell. */
  readonly stalls?: true
}

export interface Fault {
  readonly name: string
  readonly id: string
  readonly place: Place
  readonly buffered?: Manner
  readonly streamed: Manner
  /** Whether the same target is tried again. */
  readonly retried: boolean
  /** The caller's own fault: no other target is asked. */
  readonly ofRequest?: true
}

/** The same in both modes. */
function alike(name: string, scenario: string, code: GatewayErrorCode, more: Partial<Fault> = {}): Fault {
  const manner = { scenario, code }
  return { name, id: scenario, place: 'scenarios', buffered: manner, streamed: manner, retried: true, ...more }
}

export const FAULTS: readonly Fault[] = [
  alike('refused connection', 'refused', 'PROVIDER_UNREACHABLE', { place: 'refused' }),
  alike('TLS failure', 'untrusted', 'PROVIDER_UNREACHABLE', { place: 'untrusted' }),
  alike('connection closed before an answer', 'fault-refuse', 'PROVIDER_UNREACHABLE'),
  alike('400', 'fault-400', 'PROVIDER_REJECTED', { retried: false, ofRequest: true }),
  alike('401', 'fault-401', 'PROVIDER_AUTHENTICATION', { retried: false }),
  alike('404', 'fault-404', 'PROVIDER_MODEL_NOT_FOUND', { retried: false }),
  alike('429', 'fault-429', 'PROVIDER_RATE_LIMITED'),
  // It asks for a longer pause than the route waits.
  alike('429 with Retry-After', 'fault-429-retry-after', 'PROVIDER_RATE_LIMITED', { retried: false }),
  alike('500', 'fault-500', 'PROVIDER_ERROR'),
  alike('503', 'fault-503', 'PROVIDER_OVERLOADED'),
  {
    name: 'stall before headers',
    id: 'stall-before-headers',
    place: 'scenarios',
    buffered: { scenario: 'fault-stall-before-headers', code: 'PROVIDER_TIMEOUT', stalls: true },
    streamed: { scenario: 'fault-stall-before-headers', code: 'PROVIDER_TIMEOUT', stalls: true },
    retried: true,
  },
  {
    name: 'stall before the first token',
    id: 'stall-before-first-token',
    place: 'scenarios',
    buffered: { scenario: 'fault-stall-before-body', code: 'PROVIDER_TIMEOUT', stalls: true },
    streamed: { scenario: 'fault-stall-before-first-token', code: 'PROVIDER_TIMEOUT', stalls: true },
    retried: true,
  },
  {
    name: 'stall in the middle',
    id: 'stall-mid-stream',
    place: 'scenarios',
    buffered: { scenario: 'fault-stall-mid-body', code: 'PROVIDER_TIMEOUT', stalls: true },
    streamed: { scenario: 'fault-stall-mid-stream', code: 'PROVIDER_TIMEOUT', stalls: true, afterContent: true },
    retried: true,
  },
  {
    name: 'cut in the middle',
    id: 'cut-mid-stream',
    place: 'scenarios',
    buffered: { scenario: 'fault-cut-mid-body', code: 'PROVIDER_STREAM_CUT' },
    streamed: { scenario: 'fault-cut-mid-stream', code: 'PROVIDER_STREAM_CUT', afterContent: true },
    retried: true,
  },
  {
    name: 'an end without a finish',
    id: 'end-mid-stream',
    place: 'scenarios',
    streamed: { scenario: 'fault-end-mid-stream', code: 'PROVIDER_STREAM_CUT', afterContent: true },
    retried: true,
  },
  {
    name: 'malformed chunk',
    id: 'malformed-chunk',
    place: 'scenarios',
    buffered: { scenario: 'fault-malformed-json', code: 'PROVIDER_BAD_RESPONSE' },
    streamed: { scenario: 'fault-malformed-chunk', code: 'PROVIDER_BAD_RESPONSE', afterContent: true },
    retried: true,
  },
  {
    name: 'error in a 200',
    id: 'error-in-200',
    place: 'scenarios',
    buffered: { scenario: 'fault-error-in-200', code: 'PROVIDER_OVERLOADED' },
    streamed: { scenario: 'fault-error-first', code: 'PROVIDER_ERROR' },
    retried: true,
  },
  {
    name: 'error in a 200 after content',
    id: 'error-in-stream',
    place: 'scenarios',
    streamed: { scenario: 'fault-error-in-stream', code: 'PROVIDER_ERROR', afterContent: true },
    retried: true,
  },
  alike('empty answer', 'fault-no-words', 'PROVIDER_BAD_RESPONSE'),
  alike('a page of HTML', 'fault-wrong-content-type', 'PROVIDER_BAD_RESPONSE'),
  alike('a redirect', 'fault-redirect', 'PROVIDER_BAD_RESPONSE'),
  alike('empty body', 'fault-empty-body', 'PROVIDER_BAD_RESPONSE'),
]
