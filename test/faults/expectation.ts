import type { GatewayErrorCode } from '../../src/domain/gateway-error.js'
import { type Cell, targetOf } from './cells.js'
import { HEALTHY } from './configuration.js'
import type { End } from './seen.js'

export interface Expectation {
  readonly end: End
  readonly status: number
  readonly error: string
  /** Of each attempt in order: its role, its deployment, and what it came to. */
  readonly attempts: readonly string[]
  /** Where the count of what is billed comes from. */
  readonly billed: 'PROVIDER' | 'ESTIMATED' | 'NONE'
  readonly recorded: string
}

/** Status and word at the doors in the order OpenAI (both), Anthropic, Gemini. GraphQL says our code with status 200. */
const WORDS: Readonly<Partial<Record<GatewayErrorCode, readonly (readonly [number, string])[]>>> = {
  PROVIDER_REJECTED: [
    [400, 'provider_rejected'],
    [400, 'invalid_request_error'],
    [400, 'INVALID_ARGUMENT'],
  ],
  PROVIDER_AUTHENTICATION: [
    [502, 'provider_authentication'],
    [502, 'api_error'],
    [502, 'INTERNAL'],
  ],
  PROVIDER_MODEL_NOT_FOUND: [
    [502, 'provider_model_not_found'],
    [502, 'api_error'],
    [502, 'INTERNAL'],
  ],
  PROVIDER_RATE_LIMITED: [
    [429, 'rate_limit_exceeded'],
    [429, 'rate_limit_error'],
    [429, 'RESOURCE_EXHAUSTED'],
  ],
  PROVIDER_OVERLOADED: [
    [503, 'provider_overloaded'],
    [529, 'overloaded_error'],
    [503, 'UNAVAILABLE'],
  ],
  PROVIDER_UNREACHABLE: [
    [502, 'provider_unreachable'],
    [502, 'api_error'],
    [502, 'UNAVAILABLE'],
  ],
  PROVIDER_ERROR: [
    [502, 'provider_error'],
    [502, 'api_error'],
    [502, 'INTERNAL'],
  ],
  PROVIDER_BAD_RESPONSE: [
    [502, 'provider_bad_response'],
    [502, 'api_error'],
    [502, 'INTERNAL'],
  ],
  PROVIDER_STREAM_CUT: [
    [502, 'provider_stream_cut'],
    [502, 'api_error'],
    [502, 'UNAVAILABLE'],
  ],
  PROVIDER_TIMEOUT: [
    [504, 'provider_timeout'],
    [504, 'timeout_error'],
    [504, 'DEADLINE_EXCEEDED'],
  ],
}

/** The codes of a failed response are a closed list. Source: https://platform.openai.com/docs/api-reference/responses/object */
const FAILED_RESPONSE = 'server_error'

const COLUMN: Readonly<Record<string, number>> = { 'OpenAI chat': 0, 'OpenAI Responses': 0, Anthropic: 1, Gemini: 2 }

export function expectationOf(cell: Cell): Expectation {
  const { manner, shape, fault } = cell
  const failed = `${targetOf(cell)} ${manner.code}`
  const attempts = [`PRIMARY ${failed}`, ...(mayRetry(cell) ? [`RETRY ${failed}`] : [])]
  if (manner.afterContent || fault.ofRequest || shape === 'alone') {
    return { ...failureOf(cell), attempts, billed: billedOf(cell), recorded: recordedOf(cell) }
  }
  const answered = `${shape === 'next' ? 'NEXT' : 'FALLBACK'} ${HEALTHY} OK`
  return {
    end: 'whole',
    status: 200,
    error: '',
    attempts: [...attempts, answered],
    billed: 'PROVIDER',
    recorded: 'COMPLETED',
  }
}

/** Nothing is tried again once the caller has seen content, nor while another target is left. */
function mayRetry({ fault, manner, shape }: Cell): boolean {
  return fault.retried && !manner.afterContent && shape !== 'next'
}

function failureOf({ door, manner }: Cell): Pick<Expectation, 'end' | 'status' | 'error'> {
  const column = COLUMN[door.name]
  const [status, error] = column === undefined ? [200, manner.code] : WORDS[manner.code]![column]!
  if (!manner.afterContent) return { end: 'refused', status, error }
  return { end: 'failed', status: 200, error: door.name === 'OpenAI Responses' ? FAILED_RESPONSE : error }
}

/** A failed attempt costs nothing unless there was content, or it may be at work still: who stalls may have read the prompt. */
function billedOf({ manner }: Cell): Expectation['billed'] {
  return manner.afterContent || manner.code === 'PROVIDER_TIMEOUT' ? 'ESTIMATED' : 'NONE'
}

function recordedOf({ manner }: Cell): string {
  if (manner.code === 'PROVIDER_TIMEOUT') return 'TIMED_OUT'
  return manner.afterContent ? 'UPSTREAM_TRUNCATED' : 'FAILED'
}
