import { GatewayError } from '../domain/gateway-error.js'

export interface GatewayAddress {
  readonly url: string
  readonly key: string
  readonly fetch: typeof fetch
}

const TIMEOUT_MS = 60_000

/** @throws {GatewayError} saying why there is no answer, by the gateway's own words where it gave some */
export async function askGateway<Data>(
  { url, key, fetch }: GatewayAddress,
  query: string,
  variables: object = {},
): Promise<Data> {
  const response = await post(fetch, new URL('graphql', withSlash(url)), key, JSON.stringify({ query, variables }))
  const answer = toAnswer(await response.text())
  const [error] = answer?.errors ?? []
  if (error) throw new GatewayError('INVALID_REQUEST', toMessage(error))
  if (!answer?.data) {
    throw new GatewayError(
      'INVALID_REQUEST',
      `${url} answered ${response.status} without an answer to the question. Is it a gateway?`,
    )
  }
  return answer.data as Data
}

interface AnswerError {
  readonly message?: unknown
  readonly extensions?: { readonly code?: unknown; readonly path?: unknown }
}

interface Answer {
  readonly data?: unknown
  readonly errors?: readonly AnswerError[]
}

async function post(send: typeof fetch, url: URL, key: string, body: string): Promise<Response> {
  const headers = { 'content-type': 'application/json', accept: 'application/json', authorization: `Bearer ${key}` }
  try {
    return await send(url, { method: 'POST', headers, body, redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS) })
  } catch (cause) {
    throw new GatewayError(
      'INVALID_REQUEST',
      `There is no answer from ${url.origin}. Does the gateway run there? Say --url or WEIR_URL.`,
      {
        cause,
      },
    )
  }
}

function toAnswer(text: string): Answer | null {
  try {
    return JSON.parse(text) as Answer
  } catch {
    return null
  }
}

function toMessage({ message, extensions: { code, path } = {} }: AnswerError): string {
  const where = typeof path === 'string' ? `${path}: ` : ''
  return `${where}${String(message)}${typeof code === 'string' ? ` (${code})` : ''}`
}

function withSlash(url: string): string {
  if (!URL.canParse(url)) throw new GatewayError('INVALID_REQUEST', `"${url}" is no address. Say --url http://127.0.0.1:4000`)
  return url.endsWith('/') ? url : `${url}/`
}
