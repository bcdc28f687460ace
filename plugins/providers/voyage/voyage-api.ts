import type { GatewayErrorCode, ProviderCall } from '../../../src/plugin-api.js'
import { checkStatus } from '../../provider-transport/check-status.js'
import type { Client } from '../../provider-transport/client.js'
import { readJson } from '../../provider-transport/read-body.js'
import type { WireError } from '../../provider-transport/to-provider-error.js'

/** What the calls of one configured provider share. */
export interface VoyageApi {
  readonly provider: string
  readonly client: Client
}

export interface Post {
  readonly path: string
  readonly body: object
  /** The texts of the request, to keep them out of messages. */
  readonly prompts: () => readonly string[]
}

/** Both endpoints answer with a list and what it took. */
export interface WireList {
  readonly data?: unknown
  readonly usage?: unknown
}

type CallContext = Pick<ProviderCall<unknown>, 'signal' | 'connectTimeoutMs' | 'traceparent' | 'onRateLimits'>

/** @throws {GatewayError} */
export async function post(api: VoyageApi, { path, body, prompts }: Post, context: CallContext): Promise<WireList> {
  const { provider, client } = api
  const { signal, connectTimeoutMs, traceparent, onRateLimits } = context
  const answer = await client.open({
    method: 'POST',
    path,
    body: JSON.stringify(body),
    signal,
    connectTimeoutMs,
    traceparent,
    onRateLimits,
  })
  const toWireError = (error: unknown) => toVoyageError(error, answer.status)
  return readJson(provider, await checkStatus(answer, { provider, codes: CODES, signal, toWireError, prompts }), signal)
}

export const CODES: Readonly<Record<string, GatewayErrorCode>> = {
  too_many_tokens: 'CONTEXT_LENGTH_EXCEEDED',
  unsupported_model: 'PROVIDER_MODEL_NOT_FOUND',
}

/** An error is `{ detail }`, and the status is its kind: https://docs.voyageai.com/docs/error-codes. */
export function toVoyageError(body: unknown, status: number): WireError {
  const { detail } = (typeof body === 'object' && body !== null ? body : {}) as { detail?: unknown }
  return { message: detail, code: codeOf(status, typeof detail === 'string' ? detail : '') }
}

/** 400 stands for all that a caller can do wrong, 502 to 504 for too much traffic. */
function codeOf(status: number, detail: string): string | undefined {
  if (status >= 502 && status <= 504) return 'service_unavailable'
  if (status !== 400) return undefined
  if (/^model \S+ is not supported/i.test(detail)) return 'unsupported_model'
  return /max allowed tokens|context length/i.test(detail) ? 'too_many_tokens' : undefined
}
