import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { createSelfSignedCertificate } from './self-signed-certificate.js'

export interface UntrustedServer {
  readonly url: string
  /** Requests that came through: none should, since no client may trust it. */
  readonly requests: () => number
  close(): Promise<void>
}

/** A provider whose certificate nobody vouches for. */
export async function startUntrustedServer(): Promise<UntrustedServer> {
  let requests = 0
  const server: Server = createServer(createSelfSignedCertificate('127.0.0.1'), (_request, response) => {
    requests++
    response.end('{}')
  })
  // The client ends the handshake: to the server that is an error of the connection.
  server.on('tlsClientError', () => {})
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `https://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    requests: () => requests,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}
