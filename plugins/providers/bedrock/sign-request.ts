import type { Credentials } from './credentials.js'
import { NodeSha256 } from './node-sha256.js'

/** One request as it goes over the wire: the signature covers exactly these bytes. */
export interface UnsignedRequest {
  readonly method: 'GET' | 'POST'
  readonly url: URL
  /** Escaped, as it is sent, and without the query. */
  readonly path: string
  readonly query?: Readonly<Record<string, string>>
  readonly body?: string
}

/** Loaded with the first signature: a weir without Bedrock need not hold it. */
const loadSigner = () => import('@smithy/signature-v4')

/** Both planes sign under one name: https://docs.aws.amazon.com/general/latest/gr/bedrock.html */
const SERVICE = 'bedrock'

/**
 * The headers that sign a request.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export async function signRequest(
  { method, url, path, query = {}, body }: UnsignedRequest,
  credentials: Credentials,
  region: string,
): Promise<Readonly<Record<string, string>>> {
  const { SignatureV4 } = await loadSigner()
  const signer = new SignatureV4({ service: SERVICE, region, credentials, sha256: NodeSha256 })
  const { headers } = await signer.sign({
    method,
    protocol: url.protocol,
    hostname: url.hostname,
    path,
    query,
    headers: { host: url.host, 'content-type': 'application/json' },
    body,
  })
  const { host: _, 'content-type': __, ...signature } = headers
  return signature
}

/** A model's id within a path: ids hold ':' and the ARNs of inference profiles '/'. */
export function escapeSegment(segment: string): string {
  return encodeURIComponent(segment).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
}
