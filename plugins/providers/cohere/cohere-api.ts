import type { GatewayErrorCode, ProviderCall } from '../../../src/plugin-api.js'
import { checkStatus } from '../../provider-transport/check-status.js'
import type { Answer, Client } from '../../provider-transport/client.js'
import type { WireError } from '../../provider-transport/to-provider-error.js'

/** What the calls of one configured provider share. */
export interface CohereApi {
  readonly provider: string
  readonly client: Client
}

export type CallContext = Pick<ProviderCall<unknown>, 'signal' | 'connectTimeoutMs' | 'traceparent' | 'onRateLimits'>

export interface Post {
  readonly path: string
  readonly body: object
  /** The texts of the request, to keep them out of messages. */
  readonly prompts: () => readonly string[]
}

/** Sends, and passes an answer of success on. @throws {GatewayError} */
export async function post(api: CohereApi, { path, body, prompts }: Post, context: CallContext): Promise<Answer> {
  const { signal, connectTimeoutMs, traceparent, onRateLimits } = context
  const sent = { method: 'POST', path, body: JSON.stringify(body), signal, connectTimeoutMs, traceparent, onRateLimits } as const
  const answer = await api.client.open(sent)
  const toWireError = (error: unknown) => toCohereError(error, answer.status)
  return checkStatus(answer, { provider: api.provider, codes: CODES, signal, toWireError, prompts })
}

export const CODES: Readonly<Record<string, GatewayErrorCode>> = {
  deny_listed_token: 'CONTENT_FILTERED',
  request_cancelled: 'PROVIDER_ERROR',
  not_implemented: 'PROVIDER_REJECTED',
  trial_limit: 'PROVIDER_QUOTA_EXCEEDED',
}

/** Statuses that say more than those of others: https://docs.cohere.com/reference/errors. */
const BY_STATUS: Readonly<Record<number, string>> = {
  498: 'deny_listed_token',
  499: 'request_cancelled',
  501: 'not_implemented',
}

/** An error is `{ message }`, and the status is its kind. Waiting a minute does not help against a limit of a month. */
export function toCohereError(body: unknown, status: number): WireError {
  const { message } = (typeof body === 'object' && body !== null ? body : {}) as { message?: unknown }
  const isMonthly = status === 429 && typeof message === 'string' && /\bmonth/i.test(message)
  return { message, code: isMonthly ? 'trial_limit' : BY_STATUS[status] }
}
