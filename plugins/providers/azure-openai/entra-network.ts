import type { INetworkModule, NetworkRequestOptions } from '@azure/msal-node'
import { request } from 'undici'

const TIMEOUT_MS = 10_000
const MAX_BODY_BYTES = 256 * 1024

interface NetworkAnswer<Body> {
  readonly headers: Record<string, string>
  readonly body: Body
  readonly status: number
}

/** MSAL's requests with a time-out and a limit, which its own client lacks where tokens are asked for. */
export const entraNetwork: INetworkModule = {
  sendGetRequestAsync: (url, options) => send('GET', url, options),
  sendPostRequestAsync: (url, options) => send('POST', url, options),
}

async function send<Body>(
  method: 'GET' | 'POST',
  url: string,
  options: NetworkRequestOptions = {},
): Promise<NetworkAnswer<Body>> {
  const signal = AbortSignal.timeout(TIMEOUT_MS)
  const answer = await request(url, { method, signal, headers: options.headers ?? {}, body: options.body ?? null })
  const text = await readText(answer.body)
  const headers = Object.entries(answer.headers).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.join(', ') : (value ?? ''),
  ])
  return { headers: Object.fromEntries(headers), body: parse(text) as Body, status: answer.statusCode }
}

async function readText(body: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of body) {
    bytes += chunk.length
    if (bytes > MAX_BODY_BYTES) throw new Error('The answer is too long for a token')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return {}
  }
}
