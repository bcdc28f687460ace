import { once } from 'node:events'
import { createServer } from 'node:net'

/**
 * A port that is free now. Any free port is chosen once here and not by the workers, since one that is replaced must come back to the
 * same.
 */
export async function findFreePort(host: string): Promise<number> {
  const server = createServer().listen(0, host)
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('A TCP server has no port')
  return address.port
}
